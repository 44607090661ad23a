using PiiGuard.Classification;

namespace PiiGuard.Redaction;

/// <summary>
/// Classifies each name once per place and remembers it, up to a bound: names come from the upstream and may be without end
/// (a map keyed by phone number). Past the bound the answers are the same, only slower.
/// </summary>
internal sealed class NameTree(FieldClassifier classifier, IReadOnlyList<string> subjectKeys, Action<FieldClassification>? found)
{
    private const int MaxNodes = 4_096;
    private const int MaxCachedName = 64;

    private static readonly HashSet<string> BagNames = new(StringComparer.Ordinal) { "name", "key", "code", "label", "attributename", "characteristicname", "fieldname" };

    /// <summary>The value of a bag whose name has not been met: it may be anything.</summary>
    private readonly NameNode _unknownBagValue = new() { Category = PiiCategory.Other, ScalarCategory = PiiCategory.Other, FlagCategory = PiiCategory.Other };

    private readonly string[] _subjectKeys = [.. subjectKeys.Select(NameFolding.Fold)];
    private int _nodes;

    public NameNode Root(ContractNode contract, string? name) => new()
    {
        Name = name,
        Contract = contract,
        // A value that no property names cannot be judged, so it counts as personal.
        Category = contract.Category ?? PiiCategory.Other,
        ScalarCategory = contract.Category ?? PiiCategory.Other,
        FlagCategory = contract.Category,
    };

    /// <summary>What the value of a bag is, as if it were a property of the name that stands beside it.</summary>
    /// <param name="bag">The bag.</param>
    /// <param name="value">The value's own place, for its contract.</param>
    /// <param name="name">The name beside it; null when none was met before the value.</param>
    public NameNode BagValue(NameNode bag, NameNode value, string? name) =>
        value.Contract?.Category is not null ? value : name is null ? _unknownBagValue : Property(bag, name);

    public NameNode Items(NameNode array) => array.Items ??= new()
    {
        Name = array.Name,
        Parent = array.Parent,
        Contract = array.Contract?.Items,
        Category = array.Contract?.Items?.Category ?? array.Category,
        ScalarCategory = array.Contract?.Items?.Category ?? array.ScalarCategory,
        FlagCategory = array.Contract?.Items?.Category ?? array.FlagCategory,
        Term = array.Term,
        SubjectRank = array.SubjectRank,
    };

    public NameNode Property(NameNode parent, ReadOnlySpan<char> name)
    {
        if (parent.Children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var known))
        {
            return known;
        }

        var node = Create(parent, name.ToString());
        if (name.Length > MaxCachedName)
        {
            return node;
        }

        if (Interlocked.Increment(ref _nodes) <= MaxNodes)
        {
            return parent.Children.GetOrAdd(node.Name!, node);
        }

        Interlocked.Decrement(ref _nodes);
        return node;
    }

    private NameNode Create(NameNode parent, string name)
    {
        List<string> parents = [];
        for (var node = parent; node is not null; node = node.Parent)
        {
            if (node.Name is not null)
            {
                parents.Add(node.Name);
            }
        }

        parents.Reverse();
        var folded = NameFolding.Fold(name);
        var contract = parent.Contract?.Property(folded);
        var value = classifier.Classify(new(name, null, parents));
        if (value.IsPersonal && contract?.Category is null)
        {
            found?.Invoke(value);
        }

        return new()
        {
            Name = name,
            Parent = parent,
            Contract = contract,
            Category = contract?.Category ?? (value.IsJudgedByContent ? null : value.Category),
            ScalarCategory = contract?.Category ?? value.Category,
            FlagCategory = contract?.Category ?? classifier.Classify(new(name, null, parents, FieldType.Boolean)).Category,
            Term = value.Term,
            IsBagValue = value.Rule == ClassificationRule.MayCarryAnything,
            IsBagName = BagNames.Contains(folded),
            SubjectRank = Array.IndexOf(_subjectKeys, folded),
        };
    }
}
