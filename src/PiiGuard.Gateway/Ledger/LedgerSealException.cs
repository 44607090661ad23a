namespace PiiGuard.Gateway.Ledger;

/// <summary>The ledger is not as it was left, or was written under another secret.</summary>
internal sealed class LedgerSealException(string message) : Exception(message);
