using PiiGuard.Classification;

namespace PiiGuard.Redaction;

/// <summary>What a <see cref="RedactionPlan"/> is made of. Names are compared in any case and separation unless told otherwise.</summary>
public sealed record RedactionPlanOptions
{
    /// <summary>Rule per category.</summary>
    public IReadOnlyDictionary<PiiCategory, RedactionRule> Actions { get; init; } = new Dictionary<PiiCategory, RedactionRule>();

    /// <summary>Rule of the categories that are not listed. Default <see cref="RedactionAction.Remove"/>.</summary>
    public RedactionRule DefaultAction { get; init; } = RedactionAction.Remove;

    /// <summary>Wire paths of the exposure contract with their categories. They decide before the names do.</summary>
    public IReadOnlyCollection<(string Path, PiiCategory Category)> Paths { get; init; } = [];

    /// <summary>Names that are personal data wherever they stand, alone (<c>ref</c>) or within an object of a name (<c>customer.ref</c>).</summary>
    public IReadOnlyCollection<(string Name, PiiCategory Category)> Names { get; init; } = [];

    /// <summary>Wire paths of the objects whose property names are data of a category: a map keyed by phone number.</summary>
    public IReadOnlyCollection<(string Path, PiiCategory Category)> KeyedBy { get; init; } = [];

    /// <summary>Wire paths of texts that are JSON in turn, as they are or in base64. What cannot be read there is removed.</summary>
    public IReadOnlyCollection<string> EmbeddedJson { get; init; } = [];

    /// <summary>
    /// Whether only what <see cref="Paths"/> and <see cref="AllowedPaths"/> list gets out, to the letter of its name. A listed object
    /// or array of which nothing inside is listed is allowed whole.
    /// </summary>
    public bool OnlyListed { get; init; }

    /// <summary>Wire paths of what is no personal data and gets out where <see cref="OnlyListed"/> is set.</summary>
    public IReadOnlyCollection<string> AllowedPaths { get; init; } = [];

    /// <summary>
    /// Whether texts and names of which nothing is known are searched for e-mail addresses, phone numbers, payment cards, bank accounts and
    /// Social Security numbers. Default true.
    /// </summary>
    public bool DetectValues { get; init; } = true;

    /// <summary>Names of the properties that identify a subject, most telling first.</summary>
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

    /// <summary>Secret of the pseudonyms; without one <see cref="RedactionAction.Pseudonym"/> and <see cref="RedactionAction.FormatPreserving"/> remove.</summary>
    public PseudonymKey? PseudonymKey { get; init; }
}
