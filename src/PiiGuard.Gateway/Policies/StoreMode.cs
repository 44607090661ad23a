namespace PiiGuard.Gateway.Policies;

/// <summary>How several gateways share a budget.</summary>
public enum StoreMode
{
    /// <summary>Each delivery is decided by the store: one trip.</summary>
    Exact,

    /// <summary>Each gateway takes a share of a budget in advance and decides by itself: no trip, and no more than the budget; what is left elsewhere may be missing here.</summary>
    Leased,
}
