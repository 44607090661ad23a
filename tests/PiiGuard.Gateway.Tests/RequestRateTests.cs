using FsCheck;
using FsCheck.Fluent;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Tests;

public sealed class RequestRateTests
{
    [Fact]
    public void No_interval_holds_more_than_burst_plus_rate() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll<PositiveInt, PositiveInt, byte[]>((perSecond, burst, waits) =>
        {
            var rate = new RequestRate();
            var (r, b) = (perSecond.Get % 50 + 1, burst.Get % 10 + 1);
            List<long> taken = [];
            long now = 1;
            foreach (var wait in waits)
            {
                now += wait * TimeSpan.TicksPerMillisecond;
                if (rate.TryTake(r, b, now, out var retryAfter))
                {
                    taken.Add(now);
                }
                else
                {
                    // The wait that is told is the shortest one that helps.
                    var copy = rate;
                    Assert.False(copy.TryTake(r, b, now + retryAfter.Ticks - 1, out _));
                    copy = rate;
                    Assert.True(copy.TryTake(r, b, now + retryAfter.Ticks, out _));
                }
            }

            for (var i = 0; i < taken.Count; i++)
            {
                for (var j = i; j < taken.Count; j++)
                {
                    var interval = TimeSpan.TicksPerSecond / r;
                    Assert.InRange(j - i + 1, 0, b + (taken[j] - taken[i]) / interval);
                }
            }
        }));

    [Fact]
    public void Pause_gives_back_the_burst_and_no_more()
    {
        var rate = new RequestRate();
        var hour = TimeSpan.TicksPerHour;

        Assert.Equal(5, Enumerable.Range(0, 20).Count(_ => rate.TryTake(1, 5, hour, out var _)));
        Assert.True(rate.IsIdle(2 * hour));
    }
}
