using PiiGuard.Gateway.Detection;
using PiiGuard.Gateway.Limits;
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

    /// <summary>What one credential may take. The caller's own subject is not counted.</summary>
    public required LevelLimits Limits { get; init; }

    /// <summary>What all credentials of one client may take together.</summary>
    public LevelLimits PerClient { get; init; } = LevelLimits.None;

    /// <summary>What all clients of one organisation may take together.</summary>
    public LevelLimits PerOrganisation { get; init; } = LevelLimits.None;

    /// <summary>How its callers are watched.</summary>
    public DetectionRules Detection { get; init; } = new() { ExpectedPerHour = 1_000_000 };

    /// <summary>What holds for its callers while the store cannot be asked.</summary>
    public WhenDown WhenDown { get; init; }

    /// <summary>Whether its callers may receive nobody's data but their own.</summary>
    public bool OwnDataOnly => Limits.Subjects.Any(q => q.Count == 0);
}
