namespace PiiGuard.Gateway.Budgets;

/// <summary>The store of the budgets and of the ledger cannot be used, so the application does not start.</summary>
public sealed class StoreOpenException : Exception
{
    /// <param name="message">Which store, and what is wrong with it. Holds no secret.</param>
    /// <param name="inner">What the store said.</param>
    public StoreOpenException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
