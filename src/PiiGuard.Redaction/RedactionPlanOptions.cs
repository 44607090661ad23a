using PiiGuard.Classification;

namespace PiiGuard.Redaction;

/// <summary>What a <see cref="RedactionPlan"/> is made of.</summary>
public sealed record RedactionPlanOptions
{
    /// <summary>Action per category.</summary>
    public IReadOnlyDictionary<PiiCategory, RedactionAction> Actions { get; init; } = new Dictionary<PiiCategory, RedactionAction>();

    /// <summary>Action of the categories that are not listed. Default <see cref="RedactionAction.Remove"/>.</summary>
    public RedactionAction DefaultAction { get; init; } = RedactionAction.Remove;

    /// <summary>Wire paths of the exposure contract with their categories. They decide before the names do.</summary>
    public IReadOnlyCollection<(string Path, PiiCategory Category)> Paths { get; init; } = [];

    /// <summary>Names of the properties that identify a subject, most telling first; in any case and separation.</summary>
    public IReadOnlyList<string> SubjectKeys { get; init; } = [];

    /// <summary>What the body is about, as a context for the names at its root: <c>customers</c>. Null when unknown.</summary>
    public string? RootName { get; init; }

    /// <summary>
    /// Is told of every field that is taken for personal data by its name, once for each place, with the reason. The reason holds
    /// words of the lexicon only, never the name itself, which may be personal data in turn. May be called on any thread.
    /// </summary>
    public Action<FieldClassification>? Found { get; init; }

    /// <summary>Secret under which subject keys are digested, at least 16 bytes.</summary>
    public required ReadOnlyMemory<byte> DigestKey { get; init; }
}
