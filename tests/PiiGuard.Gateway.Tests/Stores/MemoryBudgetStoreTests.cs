using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Tests.Stores;

public sealed class MemoryBudgetStoreTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_interval_of_a_windows_length_holds_more_than_the_quota_and_nothing_is_refused_without_cause(bool partly)
    {
        var time = new ManualTime();
        BudgetModel.Check(1_000, partly, () => [new MemoryBudgetStore(time)], time.Advance);
    }

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
