namespace BreachReplay.Virtual;

/// <summary>The honest callers of an API and its customers.</summary>
internal sealed record Population
{
    /// <summary>How many customers there are.</summary>
    public required long Customers { get; init; }

    public required IReadOnlyList<Group> Groups { get; init; }
}
