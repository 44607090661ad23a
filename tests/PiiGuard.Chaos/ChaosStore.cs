namespace PiiGuard.Chaos;

/// <summary>Where the gateways under test keep budgets and ledger.</summary>
public enum ChaosStore
{
    /// <summary>One gateway and its file.</summary>
    Sqlite,

    /// <summary>Two gateways and a server that decides.</summary>
    Exact,

    /// <summary>Two gateways with a file each, and a server that gives them shares.</summary>
    Leased,
}
