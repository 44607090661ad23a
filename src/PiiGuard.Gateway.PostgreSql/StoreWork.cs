using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Ledger;

namespace PiiGuard.Gateway.PostgreSql;

/// <summary>One thing to be written: an entry of the ledger, and the charge that goes with it.</summary>
/// <param name="Entry">The entry; null: only the charge.</param>
/// <param name="Charge">The charge; null: only the entry.</param>
/// <param name="IsForced">Whether it was delivered already, while the store was away, so that it is charged whatever the limits say.</param>
internal sealed record StoreWork(LedgerEntry? Entry, Charge? Charge, bool IsForced = false)
{
    /// <summary>What became of the charge.</summary>
    public ChargeResult Result { get; set; } = new();

    /// <summary>Whether it stands, although the answer of the server was lost.</summary>
    public bool IsWritten { get; set; }
}
