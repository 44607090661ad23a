using FsCheck;
using FsCheck.Fluent;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Tests;

public sealed class RateTableTests
{
    private const long Interval = 100;

    /// <summary>A token bucket by its definition, for each caller: as many tokens as the burst, one more every interval.</summary>
    [Fact]
    public void Any_trace_of_any_callers_is_treated_as_a_token_bucket_would() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000),
        Prop.ForAll<PositiveInt, (byte Caller, byte Wait)[]>((burst, trace) =>
        {
            var table = new RateTable();
            var full = burst.Get % 7 + 1;
            Dictionary<ulong, (long Units, long At)> buckets = [];
            long now = 0;
            foreach (var (caller, wait) in trace ?? [])
            {
                now += wait;
                var key = (ulong)(caller % 5 + 1) * 0x9E3779B97F4A7C15;
                (long units, long at) = buckets.GetValueOrDefault(key, (full * Interval, now));
                units = Math.Min(full * Interval, units + now - at);
                var allowed = units >= Interval;

                Assert.Equal(allowed, table.TryTake(key, Interval, Interval * (full - 1), now, 1_000, out var retry));
                Assert.Equal(allowed ? 0 : Interval - units, retry);
                buckets[key] = (allowed ? units - Interval : units, now);
            }
        }));

    [Fact]
    public void Given_back_request_can_be_taken_again()
    {
        var table = new RateTable();
        Assert.True(table.TryTake(9, Interval, 0, 0, 1_000, out _));
        Assert.False(table.TryTake(9, Interval, 0, 0, 1_000, out _));
        table.GiveBack(9, Interval);
        Assert.True(table.TryTake(9, Interval, 0, 0, 1_000, out _));
    }

    [Fact]
    public void Full_table_refuses_new_callers_until_an_old_one_is_over_and_forgets_nobody()
    {
        var table = new RateTable();
        const int max = 640;
        List<ulong> known = [];
        for (ulong i = 1; i < 20_000; i++)
        {
            if (table.TryTake(i * 0x9E3779B97F4A7C15, Interval, 0, 0, max, out var wait))
            {
                known.Add(i * 0x9E3779B97F4A7C15);
            }
            else
            {
                Assert.Equal(long.MaxValue, wait);
            }
        }

        Assert.InRange(known.Count, max / 2, max * 2);
        Assert.All(known, key => Assert.True(!table.TryTake(key, Interval, 0, 1, max, out var wait) && wait == Interval - 1));
        Assert.True(table.TryTake(77, Interval, 0, TimeSpan.TicksPerSecond * 2, max, out _)); // all of them are over by then
    }

    [Fact]
    public void Racing_threads_take_exactly_what_is_there()
    {
        var table = new RateTable();
        var taken = 0;
        Parallel.For(0, 10_000, i => Interlocked.Add(ref taken, table.TryTake((ulong)(i % 2 + 1), 1_000_000, 1_000_000L * 99, 0, 1_000, out _) ? 1 : 0));
        Assert.Equal(200, taken);
    }
}
