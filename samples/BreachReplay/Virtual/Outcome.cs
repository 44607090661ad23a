namespace BreachReplay.Virtual;

/// <summary>What came of a scenario.</summary>
internal sealed record Outcome
{
    public required string Scenario { get; init; }

    public required int Seed { get; init; }

    public required int Days { get; init; }

    /// <summary>Distinct customers that the attacker received.</summary>
    public required long Leaked { get; init; }

    /// <summary>Distinct customers it would have received without the gateway.</summary>
    public required long LeakedWithout { get; init; }

    /// <summary>Seconds from its first request to the last one that brought it a new customer; null when it went on to the last day.</summary>
    public required double? ContainedAfterSeconds { get; init; }

    /// <summary>Why it was refused in the end.</summary>
    public required string StoppedBy { get; init; }

    /// <summary>The detection's own words, for the first key.</summary>
    public string? Reason { get; init; }

    /// <summary>The most that the policy announces for the stolen keys.</summary>
    public required long? Announced { get; init; }

    public required int HonestCallers { get; init; }

    public required long HonestRequests { get; init; }

    /// <summary>Honest callers of whom any request was refused.</summary>
    public required int HonestStopped { get; init; }

    /// <summary>Requests of honest callers that were refused, by the code of the refusal.</summary>
    public required IReadOnlyDictionary<string, long> HonestRefusals { get; init; }

    /// <summary>How long the simulation took.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>Days since the attack began, and distinct customers leaked by then.</summary>
    public required IReadOnlyList<double[]> Leak { get; init; }

    /// <summary>The same without the gateway.</summary>
    public required IReadOnlyList<double[]> LeakWithout { get; init; }
}
