using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Budgets;

/// <summary>What is left of a quota.</summary>
/// <param name="Level">Whose quota it is.</param>
/// <param name="Quota">The quota.</param>
/// <param name="Remaining">How many more new subjects may be delivered now.</param>
/// <param name="Reset">When more may be, from now; an estimate, since later deliveries of known subjects put it off.</param>
internal sealed record QuotaStanding(LevelKind Level, Quota Quota, int Remaining, TimeSpan Reset);
