namespace PiiGuard.Gateway.Budgets;

/// <summary>The store cannot be reached or written to, so nothing can be charged.</summary>
internal sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
