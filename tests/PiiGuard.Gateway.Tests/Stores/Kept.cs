using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Tests.Stores;

/// <summary>A gateway that goes on after the trace.</summary>
internal sealed class Kept(IBudgetStore store) : IBudgetStore
{
    public IBudgetStore Store => store;

    public bool IsOpen => store.IsOpen;

    public bool HasRoom => store.HasRoom;

    public IReadOnlyCollection<KnownCaller> KnownCallers => store.KnownCallers;

    public void WatchSteps(Action<LedgerRow> tell) => store.WatchSteps(tell);

    public ValueTask<ChargeResult> ChargeAsync(Charge charge, CancellationToken cancellation) => store.ChargeAsync(charge, cancellation);

    public ValueTask<IReadOnlyList<QuotaStanding>> StandingAsync(IReadOnlyList<Level> levels, CancellationToken cancellation) => store.StandingAsync(levels, cancellation);

    public void Note(LedgerEntry entry) => store.Note(entry);

    public Task EnterAsync(LedgerEntry entry, CancellationToken cancellation) => store.EnterAsync(entry, cancellation);
}
