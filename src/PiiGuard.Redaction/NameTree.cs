using PiiGuard.Classification;

namespace PiiGuard.Redaction;

/// <summary>
/// Classifies each name once per place and remembers it, up to a bound: names come from the upstream and may be without end
/// (a map keyed by phone number). Past the bound the answers are the same, only slower.
/// </summary>
internal sealed class NameTree(FieldClassifier classifier, IReadOnlyList<string> subjectKeys)
{
    private const int MaxNodes = 16_384;

    private readonly string[] _subjectKeys = [.. subjectKeys.Select(NameFolding.Fold)];
    private int _nodes;

    public NameNode Root(ContractNode contract, string? name) => new()
    {
        Name = name,
        Contract = contract,
        // A value that no property names cannot be judged, so it counts as personal.
        Category = contract.Category ?? PiiCategory.Other,
        FlagCategory = contract.Category,
    };

    public NameNode Items(NameNode array) => array.Items ??= new()
    {
        Name = array.Name,
        Parent = array.Parent,
        Contract = array.Contract?.Items,
        Category = array.Contract?.Items?.Category ?? array.Category,
        FlagCategory = array.Contract?.Items?.Category ?? array.FlagCategory,
        Term = array.Term,
    };

    public NameNode Property(NameNode parent, ReadOnlySpan<char> name)
    {
        if (parent.Children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var known))
        {
            return known;
        }

        var node = Create(parent, name.ToString());
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
        return new()
        {
            Name = name,
            Parent = parent,
            Contract = contract,
            Category = contract?.Category ?? value.Category,
            FlagCategory = contract?.Category ?? classifier.Classify(new(name, null, parents, FieldType.Boolean)).Category,
            Term = value.Term,
            SubjectRank = Array.IndexOf(_subjectKeys, folded),
        };
    }
}
