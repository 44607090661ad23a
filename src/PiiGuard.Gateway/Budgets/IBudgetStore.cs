using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Budgets;

/// <summary>Keeps what the levels have received. The store's clock decides.</summary>
internal interface IBudgetStore
{
    /// <summary>Charges a delivery at all levels in one step.</summary>
    /// <param name="charge">What is to be delivered.</param>
    /// <param name="cancellation">The caller no longer waits; what is charged stays charged.</param>
    ValueTask<ChargeResult> ChargeAsync(Charge charge, CancellationToken cancellation);

    /// <summary>What is left of each quota of the levels, in their order.</summary>
    /// <param name="levels">The levels of one caller.</param>
    /// <param name="cancellation">The caller no longer waits.</param>
    ValueTask<IReadOnlyList<QuotaStanding>> StandingAsync(IReadOnlyList<Level> levels, CancellationToken cancellation);
}
