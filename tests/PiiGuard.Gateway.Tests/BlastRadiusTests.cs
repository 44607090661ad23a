using PiiGuard.Gateway.Callers;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Policies;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Tests;

public sealed class BlastRadiusTests
{
    private static readonly TimeSpan BreachLength = TimeSpan.FromDays(41);

    [Fact]
    public void Credential_is_bounded_by_the_narrowest_of_its_windows()
    {
        var radius = Radius(Tier("100/hour", "500/day", "1000/30 days"), callers: 3);

        Assert.Equal([100, 500, 2_000], BlastRadius.Horizons.Select(h => radius.OfCredential("T", h)!.Value));
        Assert.Equal(1_000, radius.OfCredential("T", TimeSpan.FromDays(2.5))); // three days by the day, but the 30 days hold less
    }

    [Fact]
    public void Wider_levels_are_bounded_by_their_own_quotas_and_by_how_many_there_are()
    {
        var radius = Radius(Tier("10/day") with { PerClient = Limits("15/day"), PerOrganisation = Limits("25/day") }, callers: 6);

        Assert.Equal(10, radius.OfCredential("T", TimeSpan.FromDays(1)));
        Assert.Equal(15, radius.OfClient("T", TimeSpan.FromDays(1))); // three credentials
        Assert.Equal(25, radius.OfOrganisation("T", TimeSpan.FromDays(1))); // six
        Assert.Equal(60, radius.OfAll(TimeSpan.FromDays(1)));
        Assert.Equal(40, Radius(Tier("10/day"), callers: 6, api: Limits("40/day")).OfAll(TimeSpan.FromDays(1)));
    }

    [Fact]
    public void What_leaves_without_the_store_is_counted_too()
    {
        Assert.Equal(20, Radius(Tier("10/day") with { WhenDown = WhenDown.Share }, callers: 6).OfCredential("T", TimeSpan.FromDays(1)));
        Assert.Equal(80, Radius(Tier("10/day") with { WhenDown = WhenDown.Share }, callers: 60, api: Limits("40/day")).OfAll(TimeSpan.FromDays(1)));
        Assert.Null(Radius(Tier("10/day") with { WhenDown = WhenDown.OpenWithAlarm }, callers: 6).OfCredential("T", TimeSpan.FromDays(1)));
    }

    [Fact]
    public void Tier_that_anybody_may_join_is_unlimited_without_a_quota_of_all_callers()
    {
        var tier = Tier("10/day");
        ClaimCaller[] claims = [new("sub", null, null, null, null, null, tier)];

        Assert.Null(new BlastRadius([tier], [], claims, null, LevelLimits.None).OfAll(BreachLength));
        Assert.Equal(410, new BlastRadius([tier], [], claims, null, LevelLimits.None).OfClient("T", BreachLength)); // each user is one
        Assert.Equal(4_100, new BlastRadius([tier], [], claims, null, Limits("100/day")).OfAll(BreachLength));
        Assert.Equal(0, new BlastRadius([Tier("0/day")], [], [claims[0] with { Tier = Tier("0/day") }], null, LevelLimits.None).OfAll(BreachLength));
    }

    private static BlastRadius Radius(Tier tier, int callers, LevelLimits? api = null) => new(
        [tier],
        [.. Enumerable.Range(0, callers).Select(i => new CredentialCaller(new("c" + i, tier, null, []), "client" + i / 3, "org", [], false))],
        [],
        null,
        api ?? LevelLimits.None);

    private static Tier Tier(params string[] subjects) =>
        new() { Name = "T", Actions = new Dictionary<PiiCategory, RedactionRule>(), DefaultAction = RedactionAction.Remove, Limits = Limits(subjects) };

    private static LevelLimits Limits(params string[] subjects) => new() { Subjects = [.. subjects.Select(s => Quota.TryParse(s, out var q) ? q : throw new FormatException(s))] };
}
