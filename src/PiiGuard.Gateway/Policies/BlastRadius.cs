using PiiGuard.Gateway.Callers;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Policies;

/// <summary>
/// The most distinct subjects that can be taken under a policy, whatever is done: one stolen credential, all credentials of a client,
/// of an organisation, and all callers together (a client or an organisation with callers of several tiers: of one tier). An interval of length T is covered by ⌈T/W⌉ windows of length W, each of which holds
/// N at most.
/// </summary>
public sealed class BlastRadius
{
    /// <summary>The intervals for which it is announced; 41 days is how long the breach of 2022/23 lasted.</summary>
    public static IReadOnlyList<TimeSpan> Horizons { get; } = [TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(41)];

    private readonly IReadOnlyDictionary<string, Tier> _tiers;
    private readonly IReadOnlyDictionary<string, TierCredentials> _credentials;
    private readonly LevelLimits _api;
    private readonly WhenDown _apiWhenDown; // of the callers who are let go furthest

    internal BlastRadius(IReadOnlyCollection<Tier> tiers, IReadOnlyCollection<CredentialCaller> callers, IReadOnlyList<ClaimCaller> claims, AnonymousCallers? anonymous, LevelLimits api)
    {
        _apiWhenDown = tiers.Select(t => t.WhenDown).DefaultIfEmpty().Max();
        _tiers = tiers.ToDictionary(t => t.Name, StringComparer.OrdinalIgnoreCase);
        _credentials = _tiers.ToDictionary(t => t.Key, t => TierCredentials.Of(t.Value, callers, claims, anonymous), StringComparer.OrdinalIgnoreCase);
        _api = api;
    }

    /// <summary>Names of the tiers.</summary>
    public IEnumerable<string> Tiers => _tiers.Keys;

    /// <summary>The most subjects one credential of a tier can take, beside the caller's own.</summary>
    /// <param name="tier">Name of the tier.</param>
    /// <param name="horizon">Length of the interval.</param>
    /// <returns>Subjects; null: no limit.</returns>
    /// <exception cref="KeyNotFoundException">There is no such tier.</exception>
    public long? OfCredential(string tier, TimeSpan horizon) => Least(Bound(tier, t => t.Limits, horizon), OfClient(tier, horizon));

    /// <summary>The most subjects all credentials of one client of a tier can take together.</summary>
    /// <inheritdoc cref="OfCredential"/>
    public long? OfClient(string tier, TimeSpan horizon) => Least(
        Bound(tier, t => t.PerClient, horizon), Product(tier, horizon, _credentials[tier].OfClient), OfOrganisation(tier, horizon));

    /// <summary>The most subjects all clients of one organisation of a tier can take together.</summary>
    /// <inheritdoc cref="OfCredential"/>
    public long? OfOrganisation(string tier, TimeSpan horizon) => Least(
        Bound(tier, t => t.PerOrganisation, horizon), Product(tier, horizon, _credentials[tier].OfOrganisation), Bound(_api, _apiWhenDown, horizon));

    /// <summary>The most subjects all callers can take together.</summary>
    /// <param name="horizon">Length of the interval.</param>
    /// <returns>Subjects; null: no limit.</returns>
    public long? OfAll(TimeSpan horizon)
    {
        long? sum = 0;
        foreach (var tier in _tiers.Keys)
        {
            sum += Product(tier, horizon, _credentials[tier].All);
        }

        return Least(Bound(_api, _apiWhenDown, horizon), sum);
    }

    /// <inheritdoc/>
    public override string ToString() => BlastRadiusRules.Describe(this);

    private long? Bound(string tier, Func<Tier, LevelLimits> limits, TimeSpan horizon) => Bound(limits(_tiers[tier]), _tiers[tier].WhenDown, horizon);

    private static long? Bound(LevelLimits limits, WhenDown whenDown, TimeSpan horizon) =>
        Least([.. limits.Subjects.Select(q => Factor(q, whenDown) * q.Count * ((horizon.Ticks + q.Window.Ticks - 1) / q.Window.Ticks))]);

    /// <summary>
    /// What may be taken while the store is away, too: by shares as much again, since what was taken at one gateway before is not known at
    /// another one.
    /// </summary>
    private static long? Factor(Quota quota, WhenDown whenDown) => whenDown switch
    {
        WhenDown.Closed => 1,
        WhenDown.Share => 2,
        _ => quota.Count == 0 ? 1 : null,
    };

    private long? Product(string tier, TimeSpan horizon, int? count) => Bound(tier, t => t.Limits, horizon) is 0 ? 0 : Bound(tier, t => t.Limits, horizon) * count;

    private static long? Least(params IReadOnlyList<long?> bounds) => bounds.Min(); // of those that are
}
