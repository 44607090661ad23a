using System.Collections.Frozen;

namespace PiiGuard.Gateway.Budgets;

/// <summary>What became of a charge.</summary>
internal sealed record ChargeResult
{
    /// <summary>Whether what was charged may be delivered.</summary>
    public bool IsGranted { get; init; }

    /// <summary>The subjects that were charged and are new, at the narrowest level that has a budget.</summary>
    public IReadOnlyCollection<ulong> New { get; init; } = [];

    /// <summary>The quota that was too small; null when all was charged.</summary>
    public QuotaStanding? Exceeded { get; init; }

    /// <summary>The subjects that were not charged.</summary>
    public IReadOnlySet<ulong> Surplus { get; init; } = FrozenSet<ulong>.Empty;

    /// <summary>The subjects that stand in the ledger's entry of this charge although nothing of them may be delivered: a store that decides itself has to enter first what is asked for.</summary>
    public IReadOnlyCollection<ulong> LeftOut { get; init; } = [];

    /// <summary>What is left of each quota afterwards, where the store has said so: level by level.</summary>
    public IReadOnlyList<QuotaStanding> Standings { get; init; } = [];

    /// <summary>What became of a charge in parts: everything is granted, or else nothing may be delivered.</summary>
    public ChargeResult And(ChargeResult next) => next with
    {
        New = [.. New, .. next.New],
        Exceeded = next.Exceeded ?? Exceeded,
        Surplus = Surplus.Count == 0 ? next.Surplus : Surplus.Concat(next.Surplus).ToHashSet(),
        LeftOut = LeftOut.Count == 0 ? next.LeftOut : [.. LeftOut, .. next.LeftOut],
    };

    /// <summary>Whether there was no place to remember one more caller.</summary>
    public bool IsTableFull { get; init; }
}
