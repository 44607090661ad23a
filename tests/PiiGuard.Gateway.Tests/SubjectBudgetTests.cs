using FsCheck;
using FsCheck.Fluent;
using PiiGuard.Gateway.Budgets;

namespace PiiGuard.Gateway.Tests;

public sealed class SubjectBudgetTests
{
    private static readonly TimeSpan Window = TimeSpan.FromTicks(100);

    [Fact]
    public void No_interval_of_the_windows_length_ever_holds_more_than_the_limit() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000),
        Prop.ForAll<PositiveInt, (byte Wait, byte[] Subjects)[]>((limit, trace) =>
        {
            var max = limit.Get % 20 + 1;
            var budget = new SubjectBudget();
            List<(long At, ulong Subject)> delivered = [];
            long now = 0;
            foreach (var (wait, page) in trace)
            {
                now += wait;
                var subjects = (page ?? []).Select(s => (ulong)(s % 40)).ToList();
                var window = delivered.Where(d => d.At > now - Window.Ticks).Select(d => d.Subject).ToHashSet();
                var fresh = subjects.Where(s => !window.Contains(s)).ToHashSet();

                var granted = budget.TryCharge(subjects, max, Window, now, out var charged);

                // Exactly the model: granted when it fits, refused only when it does not.
                Assert.Equal(fresh.Count == 0 || window.Count + fresh.Count <= max, granted);
                Assert.Equal(granted ? fresh.Count : 0, charged);
                delivered.AddRange(granted ? subjects.Select(s => (now, s)) : []);
                Assert.Equal(Math.Max(0, max - delivered.Where(d => d.At > now - Window.Ticks).Select(d => d.Subject).Distinct().Count()), budget.Remaining(max, Window, now));
            }

            foreach (var (start, _) in delivered)
            {
                Assert.InRange(delivered.Where(d => d.At >= start && d.At < start + Window.Ticks).Select(d => d.Subject).Distinct().Count(), 0, max);
            }
        }));

    [Fact]
    public void Lower_limit_of_a_reload_applies_to_what_is_spent()
    {
        var budget = new SubjectBudget();
        Assert.True(budget.TryCharge([1, 2, 3], 5, Window, 0, out _));

        Assert.False(budget.TryCharge([4], 2, Window, 1, out _));
        Assert.True(budget.TryCharge([1, 2, 3], 2, Window, 1, out var charged)); // known ones stay free
        Assert.Equal(0, charged);
    }
}
