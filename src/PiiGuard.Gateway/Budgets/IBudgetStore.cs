using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Budgets;

/// <summary>Keeps what the levels have received, and the ledger of who received what. The store's clock decides.</summary>
internal interface IBudgetStore
{
    /// <summary>Has the steps and releases told that other gateways enter from now on; nothing where there are none.</summary>
    void WatchSteps(Action<LedgerRow> tell);

    /// <summary>Whether charges are taken now; where they are not, the upstream need not be asked.</summary>
    bool IsOpen { get; }

    /// <summary>Whether what leaves without the store may wait to be entered.</summary>
    bool HasRoom { get; }

    /// <summary>What was known when the store was opened; nothing in a new one.</summary>
    IReadOnlyCollection<KnownCaller> KnownCallers { get; }

    /// <summary>Charges a delivery at all levels in one step, and enters it into the ledger. What is granted stands when this returns.</summary>
    /// <param name="charge">What is to be delivered.</param>
    /// <param name="cancellation">The caller no longer waits; what is charged stays charged.</param>
    /// <exception cref="StoreUnavailableException">It does not stand, so nothing may be delivered.</exception>
    ValueTask<ChargeResult> ChargeAsync(Charge charge, CancellationToken cancellation);

    /// <summary>What is left of each quota of the levels, in their order.</summary>
    /// <param name="levels">The levels of one caller.</param>
    /// <param name="cancellation">The caller no longer waits.</param>
    ValueTask<IReadOnlyList<QuotaStanding>> StandingAsync(IReadOnlyList<Level> levels, CancellationToken cancellation);

    /// <summary>Enters what has happened already into the ledger: it is not waited for, and never dropped.</summary>
    void Note(LedgerEntry entry);

    /// <summary>Enters what is to happen into the ledger.</summary>
    /// <exception cref="StoreUnavailableException">It does not stand there, so it must not happen.</exception>
    Task EnterAsync(LedgerEntry entry, CancellationToken cancellation);
}
