namespace PiiGuard.Gateway.Policies;

/// <summary>Where the spending and the ledger are kept, and what holds when they cannot be.</summary>
internal sealed record StoreRules
{
    public StoreKind Kind { get; init; }

    /// <summary>Of PostgreSQL: how the gateways share.</summary>
    public StoreMode Mode { get; init; }

    /// <summary>Of SQLite, and of each gateway that leases: the file.</summary>
    public string File { get; init; } = "";

    /// <summary>Of PostgreSQL: the connection string. Holds a password.</summary>
    public string Connection { get; init; } = "";

    /// <summary>Gateways that share the limits: what is not kept in common is divided by their number.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>How long a charge may take.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Of a file: how long behind one commit the next comes, so that those who wait share one.</summary>
    public TimeSpan CommitDelay { get; init; }

    /// <summary>Entries that may wait for the store.</summary>
    public int QueueEntries { get; init; } = 10_000;

    /// <summary>What holds while the store cannot be asked.</summary>
    public WhenDown WhenDown { get; init; }
}
