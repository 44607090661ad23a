using PiiGuard.Classification;
using PiiGuard.Contracts;

namespace PiiGuard.Redaction;

/// <summary>
/// What one kind of caller may see of one endpoint. Immutable apart from a bounded cache of the names it has met; thread-safe,
/// so that one plan serves all responses.
/// </summary>
public sealed class RedactionPlan
{
    private readonly RedactionAction[] _actions;

    /// <param name="classifier">Finds personal data by property names.</param>
    /// <param name="options">What to do with it.</param>
    /// <exception cref="ArgumentException">A path cannot be read, or the digest key is shorter than 16 bytes.</exception>
    public RedactionPlan(FieldClassifier classifier, RedactionPlanOptions options)
    {
        if (options.DigestKey.Length < 16)
        {
            throw new ArgumentException("The digest key has to have at least 16 bytes.", nameof(options));
        }

        _actions = new RedactionAction[Enum.GetValues<PiiCategory>().Max(c => (int)c) + 1];
        Array.Fill(_actions, options.DefaultAction);
        foreach (var (category, action) in options.Actions)
        {
            _actions[(int)category] = action;
        }

        DigestKey = options.DigestKey;
        var contract = new ContractNode();
        foreach (var (path, category) in options.Paths)
        {
            if (!WirePath.TryParse(path, out var steps))
            {
                throw new ArgumentException($"'{path}' is not a wire path.", nameof(options));
            }

            contract.Add(steps, category);
        }

        Names = new NameTree(classifier, options.SubjectKeys, options.Found);
        Root = Names.Root(contract, options.RootName);
    }

    internal ReadOnlyMemory<byte> DigestKey { get; }

    internal NameTree Names { get; }

    internal NameNode Root { get; }

    internal RedactionAction ActionFor(PiiCategory category) => _actions[(int)category];
}
