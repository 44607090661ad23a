using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Policies;

/// <summary>What one kind of caller may see, and how much of it.</summary>
internal sealed record Tier
{
    public required string Name { get; init; }

    public required IReadOnlyDictionary<PiiCategory, RedactionRule> Actions { get; init; }

    /// <summary>Action of the categories that are not listed.</summary>
    public required RedactionRule DefaultAction { get; init; }

    /// <summary>Whether only what the contract and the allowed paths list gets out.</summary>
    public bool OnlyListed { get; init; }

    /// <summary>Requests per second in the long run.</summary>
    public required int RequestsPerSecond { get; init; }

    /// <summary>Requests at once after a pause.</summary>
    public required int RequestBurst { get; init; }

    /// <summary>Distinct subjects in every interval of <see cref="SubjectWindow"/>; the caller's own subject is not counted.</summary>
    public required int SubjectLimit { get; init; }

    public required TimeSpan SubjectWindow { get; init; }
}
