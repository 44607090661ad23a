using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.PostgreSql.Leases;

/// <summary>What a gateway wants its share of a quota to be.</summary>
/// <param name="Lease">Of whom.</param>
/// <param name="Quota">The quota that is shared.</param>
/// <param name="Epoch">Of the lease at the time.</param>
/// <param name="Least">What cannot be given back.</param>
/// <param name="Want">What it wants.</param>
/// <param name="IsBack">Whether it gives back what it has beyond that.</param>
internal sealed record LeaseAsk(Lease Lease, Quota Quota, long Epoch, int Least, int Want, bool IsBack = false)
{
    /// <summary>What it got; null: the store could not be asked, or the lease had ended.</summary>
    public int? Share { get; set; }
}
