namespace BreachReplay.Virtual;

/// <summary>Somebody with stolen keys.</summary>
internal sealed record Attack
{
    /// <summary>Whose keys.</summary>
    public required string Group { get; init; }

    /// <summary>How many.</summary>
    public int Keys { get; init; } = 1;

    /// <summary>Requests in a second, over all keys.</summary>
    public required double PerSecond { get; init; }

    public AttackOrder Order { get; init; }

    public int PageSize { get; init; } = 1;

    /// <summary>Share of those asked for who are not there.</summary>
    public double MissShare { get; init; }

    /// <summary>Between which hours.</summary>
    public int[] Hours { get; init; } = [0, 24];

    public bool WorkdaysOnly { get; init; }
}
