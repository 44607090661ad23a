namespace PiiGuard.Gateway.Ledger;

/// <summary>What an entry of the ledger says. The numbers are those of the tables.</summary>
internal enum LedgerKind
{
    /// <summary>Data of subjects is about to be released: written, and charged, before.</summary>
    Attempt = 1,

    /// <summary>What became of it. An attempt without an outcome may have been delivered.</summary>
    Outcome = 2,

    /// <summary>The detection took a step up.</summary>
    Step = 3,

    /// <summary>An operator released a caller.</summary>
    Release = 4,
}
