using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Policies;

/// <summary>What picks out values beside the contract and the lexicon, for all tiers alike (<see cref="RedactionPlanOptions"/>).</summary>
internal sealed record FieldRules
{
    public bool DetectValues { get; init; } = true;

    public IReadOnlyList<(string Name, PiiCategory Category)> Names { get; init; } = [];

    public IReadOnlyList<(string Path, PiiCategory Category)> KeyedBy { get; init; } = [];

    public IReadOnlyList<string> EmbeddedJson { get; init; } = [];

    public IReadOnlyList<string> AllowedPaths { get; init; } = [];

    public PseudonymKey? PseudonymKey { get; init; }
}
