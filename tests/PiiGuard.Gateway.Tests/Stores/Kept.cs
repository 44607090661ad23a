using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Tests.Stores;

/// <summary>A store that is not disposed with what uses it.</summary>
/// <param name="store">The store.</param>
/// <param name="watch">Is given whom to tell of steps, in place of the store.</param>
internal sealed class Kept(IBudgetStore store, Action<Action<LedgerRow>>? watch = null) : IBudgetStore
{
    public IBudgetStore Store => store;

    public bool IsOpen => store.IsOpen;

    public bool HasRoom => store.HasRoom;

    public IReadOnlyCollection<KnownCaller> KnownCallers => store.KnownCallers;

    public void WatchSteps(Action<LedgerRow> tell) => (watch ?? store.WatchSteps)(tell);

    public ValueTask<ChargeResult> ChargeAsync(Charge charge, CancellationToken cancellation) => store.ChargeAsync(charge, cancellation);

    public ValueTask<IReadOnlyList<QuotaStanding>> StandingAsync(IReadOnlyList<Level> levels, CancellationToken cancellation) => store.StandingAsync(levels, cancellation);

    public void Note(LedgerEntry entry) => store.Note(entry);

    public Task EnterAsync(LedgerEntry entry, CancellationToken cancellation) => store.EnterAsync(entry, cancellation);
}
