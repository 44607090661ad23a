using FsCheck;
using FsCheck.Fluent;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Tests;

public sealed class MemoryBudgetStoreTests
{
    private static readonly TimeSpan[] Windows = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)];

    /// <summary>
    /// Two credentials of one client under one API, two windows each, against the plain list of what was delivered: no interval of a
    /// window's length holds more than its quota at any level, and nothing is refused that would fit had the window one sub-bucket more.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_interval_of_a_windows_length_holds_more_than_the_quota_and_nothing_is_refused_without_cause(bool partly) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000),
        Prop.ForAll<PositiveInt, (bool Other, byte Wait, byte[] Subjects)[]>((seed, trace) =>
        {
            var time = new ManualTime();
            var store = new MemoryBudgetStore(time);
            int Limit(int level, int window) => 3 + (seed.Get + level * 5 + window * 7) % (10 + level * 6);
            Level Of(LevelKind kind, ulong key) => new(kind, key, new() { Subjects = [.. Windows.Select((w, i) => new Quota(Limit((int)kind, i), w, Limit((int)kind, i)))] });
            Level[][] callers = [.. new ulong[] { 1, 2 }.Select(c => new[] { Of(LevelKind.Credential, c), Of(LevelKind.Client, 3), Of(LevelKind.Api, 4) })];
            List<(long At, ulong Key, ulong Subject)> delivered = [];
            long now = 0;
            foreach (var (other, wait, page) in trace ?? [])
            {
                now += wait % 50;
                time.Advance(TimeSpan.FromSeconds(wait % 50));
                var levels = callers[other ? 1 : 0];
                var subjects = (page ?? []).Select(s => (ulong)(s % 30 + 1)).ToList();
                HashSet<ulong> Within(ulong key, long length) => delivered.Where(d => d.Key == key && now - d.At < length).Select(d => d.Subject).ToHashSet();
                bool Fits(IEnumerable<ulong> some, int more) => levels.All(l => l.Limits.Subjects.All(q =>
                {
                    var seconds = (long)q.Window.TotalSeconds;
                    var held = Within(l.Key, seconds + more * ((seconds + 63) / 64));
                    var fresh = some.Where(s => !held.Contains(s)).Distinct().Count();
                    return fresh == 0 || held.Count + fresh <= q.Count;
                }));

                var result = store.ChargeAsync(new(levels, subjects, 100, partly), default).GetAwaiter().GetResult();

                Assert.Equal(result.Exceeded is null, result.Surplus.Count == 0 && result.IsGranted);
                Assert.True(result.Exceeded is null || !Fits(subjects, more: 2), "Refused although it fits.");
                var granted = result.IsGranted ? subjects.Where(s => !result.Surplus.Contains(s)).Distinct().ToList() : [];
                delivered.AddRange(granted.SelectMany(s => levels.Select(l => (now, l.Key, s))));
            }

            foreach (var level in callers.SelectMany(c => c).DistinctBy(l => l.Key))
            {
                foreach (var quota in level.Limits.Subjects)
                {
                    Assert.All(delivered.Where(d => d.Key == level.Key), first => Assert.InRange(
                        delivered.Where(d => d.Key == level.Key && d.At >= first.At && d.At < first.At + quota.Window.TotalSeconds).Select(d => d.Subject).Distinct().Count(), 0, quota.Count));
                }
            }
        }));

    [Fact]
    public async Task Lower_limit_of_a_reload_applies_to_what_is_spent_and_known_ones_stay_free()
    {
        var store = new MemoryBudgetStore(new ManualTime());
        Assert.True((await store.ChargeAsync(new([Daily(5)], [1, 2, 3], 10), default)).IsGranted);

        Assert.False((await store.ChargeAsync(new([Daily(2)], [4], 10), default)).IsGranted);
        var known = await store.ChargeAsync(new([Daily(2)], [1, 2, 3], 10), default);
        Assert.True(known.IsGranted);
        Assert.Empty(known.New);
    }

    [Fact]
    public async Task Window_that_a_reload_brings_holds_what_was_delivered_before()
    {
        var time = new ManualTime();
        var store = new MemoryBudgetStore(time);
        await store.ChargeAsync(new([Daily(5)], [1, 2, 3], 10), default);
        time.Advance(TimeSpan.FromMinutes(5));

        var hourly = new Level(LevelKind.Credential, 1, new() { Subjects = [new(3, TimeSpan.FromHours(1), 3)] });
        Assert.False((await store.ChargeAsync(new([hourly], [4], 10), default)).IsGranted);
    }

    [Fact]
    public async Task Full_table_refuses_new_callers_and_keeps_the_old_ones()
    {
        var time = new ManualTime();
        var store = new MemoryBudgetStore(time);
        Assert.True((await store.ChargeAsync(new([Daily(1, 1)], [1], 2), default)).IsGranted);
        Assert.True((await store.ChargeAsync(new([Daily(1, 2)], [1], 2), default)).IsGranted);

        Assert.True((await store.ChargeAsync(new([Daily(1, 3)], [1], 2), default)).IsTableFull);
        Assert.False((await store.ChargeAsync(new([Daily(1, 1)], [2], 2), default)).IsGranted);

        time.Advance(TimeSpan.FromDays(1.1));
        Assert.True((await store.ChargeAsync(new([Daily(1, 3)], [1], 2), default)).IsGranted);
    }

    [Fact]
    public async Task Standing_says_what_is_left_and_when_there_is_more()
    {
        var time = new ManualTime();
        var store = new MemoryBudgetStore(time);
        await store.ChargeAsync(new([Daily(5)], [1, 2], 10), default);
        time.Advance(TimeSpan.FromHours(10));

        var standing = Assert.Single(await store.StandingAsync([Daily(5)], default));
        Assert.Equal(3, standing.Remaining);
        Assert.InRange(standing.Reset.TotalHours, 14, 14.4);
    }

    [Fact]
    public void Subject_takes_sixteen_bytes()
    {
        var set = new SubjectSet();
        const uint subjects = 200_000;
        set.Spent(TimeSpan.FromDays(1), 0);
        for (uint i = 0; i < subjects; i++)
        {
            set.Deliver(i * 0x9E3779B97F4A7C15, 0);
        }

        Assert.Equal((int)subjects, set.Spent(TimeSpan.FromDays(1), 0));
        Assert.InRange(set.Bytes / (double)subjects, 12, 16);
    }

    private static Level Daily(int limit, ulong key = 1) => new(LevelKind.Credential, key, new() { Subjects = [new(limit, TimeSpan.FromDays(1), limit)] });
}
