using PiiGuard.Classification;
using PiiGuard.Contracts;
using PiiGuard.Redaction.Plans;

namespace PiiGuard.Redaction;

/// <summary>
/// What one kind of caller may see of one endpoint. Immutable apart from a bounded cache of the names it has met; thread-safe,
/// so that one plan serves all responses.
/// </summary>
public sealed class RedactionPlan
{
    private readonly RedactionRule[] _rules;

    /// <param name="classifier">Finds personal data by property names.</param>
    /// <param name="options">What to do with it.</param>
    /// <exception cref="ArgumentException">A path cannot be read, or the digest key is shorter than 16 bytes.</exception>
    public RedactionPlan(FieldClassifier classifier, RedactionPlanOptions options)
    {
        if (options.DigestKey.Length < 16)
        {
            throw new ArgumentException("The digest key has to have at least 16 bytes.", nameof(options));
        }

        _rules = new RedactionRule[Enum.GetValues<PiiCategory>().Max(c => (int)c) + 1];
        Array.Fill(_rules, options.DefaultAction);
        foreach (var (category, rule) in options.Actions)
        {
            _rules[(int)category] = rule;
        }

        SubjectHashes = [.. options.SubjectKeys.Select(k => SubjectDigest.ForName(options.DigestKey.Span, k))];
        DetectsValues = options.DetectValues;
        OnlyListed = options.OnlyListed;
        Rules = RuleFor;
        PseudonymKey = options.PseudonymKey;
        Names = new NameTree(classifier, options, Places(options), Rules);
    }

    /// <summary>Digests of subject keys, by rank.</summary>
    internal SipHash[] SubjectHashes { get; }

    internal bool DetectsValues { get; }

    internal bool OnlyListed { get; }

    internal Func<PiiCategory, RedactionRule> Rules { get; }

    internal PseudonymKey? PseudonymKey { get; }

    internal NameTree Names { get; }

    internal NameNode Root => Names.Root;

    internal RedactionRule RuleFor(PiiCategory category) => _rules[(int)category];

    private static ContractNode Places(RedactionPlanOptions options)
    {
        var root = new ContractNode();
        foreach (var (path, category) in options.Paths)
        {
            var place = Place(root, path);
            place.Category = category;
            place.IsListed = true;
        }

        foreach (var path in options.AllowedPaths)
        {
            Place(root, path).IsListed = true;
        }

        foreach (var (path, category) in options.KeyedBy)
        {
            Place(root, path).KeyCategory = category;
        }

        foreach (var path in options.EmbeddedJson)
        {
            Place(root, path).IsEmbeddedJson = true;
        }

        return root;
    }

    private static ContractNode Place(ContractNode root, string path) => WirePath.TryParse(path, out var steps)
        ? root.Place(steps)
        : throw new ArgumentException($"'{path}' is not a wire path.", nameof(path));
}
