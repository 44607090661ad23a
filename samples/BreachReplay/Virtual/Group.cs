namespace BreachReplay.Virtual;

/// <summary>Callers of one kind.</summary>
internal sealed record Group
{
    public required string Name { get; init; }

    /// <summary>Their tier in the gateway's policy.</summary>
    public required string Tier { get; init; }

    public required int Count { get; init; }

    /// <summary>Requests of one caller in a day: from and to, drawn anew for each day.</summary>
    public required int[] PerDay { get; init; }

    /// <summary>Between which hours they come.</summary>
    public int[] Hours { get; init; } = [0, 24];

    public bool WorkdaysOnly { get; init; }

    /// <summary>Customers that belong to one caller, whom it asks for again and again.</summary>
    public int Pool { get; init; }

    /// <summary>Share of requests for somebody else.</summary>
    public double NewShare { get; init; }

    /// <summary>Customers in one answer.</summary>
    public int PageSize { get; init; } = 1;

    /// <summary>Whether they go through all customers in order.</summary>
    public bool InOrder { get; init; }

    /// <summary>Whether each caller is a customer and asks for itself.</summary>
    public bool OwnData { get; init; }
}
