using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Policies;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Tests;

public sealed class CallerAccountsTests
{
    private static readonly Tier Tier = new()
    {
        Name = "T",
        Actions = new Dictionary<PiiCategory, RedactionRule>(),
        DefaultAction = RedactionAction.Remove,
        RequestsPerSecond = 1,
        RequestBurst = 1,
        SubjectLimit = 5,
        SubjectWindow = TimeSpan.FromHours(1),
    };

    [Fact]
    public void Full_table_refuses_new_callers_and_keeps_the_old_ones()
    {
        var time = new ManualTime();
        var accounts = new CallerAccounts(time);
        foreach (var name in new[] { "a", "b" })
        {
            Assert.True(accounts.Enter(name, 2)!.TryChargeSubjects(Tier, [1], out _, out _));
            Assert.True(accounts.Enter(name, 2)!.TryTakeRequest(Tier, out _));
        }

        Assert.Null(accounts.Enter("c", 2));
        Assert.False(accounts.Enter("a", 2)!.TryTakeRequest(Tier, out _));

        time.Advance(TimeSpan.FromHours(1));
        Assert.Null(accounts.Enter("c", 2)); // their requests are not over
        for (var i = 0; i < 3; i++)
        {
            accounts.Enter("b", 2)!.Leave();
            accounts.Enter("b", 2)!.Leave();
        }

        Assert.Null(accounts.Enter("c", 2));
    }

    [Fact]
    public void Account_without_requests_and_without_subjects_makes_room()
    {
        var time = new ManualTime();
        var accounts = new CallerAccounts(time);
        var account = accounts.Enter("a", 1)!;
        Assert.True(account.TryChargeSubjects(Tier, [1], out _, out _));
        account.Leave();

        Assert.Null(accounts.Enter("b", 1)); // what it received is remembered
        time.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(accounts.Enter("b", 1));
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}
