namespace PiiGuard.Gateway.Policies;

/// <summary>Where the spending and the ledger are kept.</summary>
public enum StoreKind
{
    /// <summary>Nowhere: a restart forgets them.</summary>
    Memory,

    /// <summary>In an SQLite file of one gateway.</summary>
    Sqlite,

    /// <summary>In PostgreSQL, for all gateways together.</summary>
    PostgreSql,
}
