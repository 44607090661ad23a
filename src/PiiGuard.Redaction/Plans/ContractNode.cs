using PiiGuard.Classification;
using PiiGuard.Contracts;

namespace PiiGuard.Redaction.Plans;

/// <summary>The wire paths that a plan knows as a tree.</summary>
internal sealed class ContractNode
{
    private readonly Dictionary<string, ContractNode> _properties = new(StringComparer.Ordinal);
    private readonly HashSet<string> _spellings = new(StringComparer.Ordinal);

    public PiiCategory? Category { get; set; }

    /// <summary>Category of the names of the properties here, where they are data: a map keyed by phone number.</summary>
    public PiiCategory? KeyCategory { get; set; }

    /// <summary>Whether the plan lists this place, as personal or not.</summary>
    public bool IsListed { get; set; }

    /// <summary>Whether a text here is JSON in turn.</summary>
    public bool IsEmbeddedJson { get; set; }

    public ContractNode? Items { get; private set; }

    /// <summary>What is said of all properties here that are not named.</summary>
    public ContractNode? Values { get; private set; }

    public bool IsLeaf => _properties.Count == 0 && Values is null && Items is null;

    /// <summary>The place that a path names, made when it is new.</summary>
    public ContractNode Place(IEnumerable<WireStep> steps)
    {
        var node = this;
        foreach (var step in steps)
        {
            node = step.Kind switch
            {
                WireStepKind.Items => node.Items ??= new(),
                WireStepKind.Values => node.Values ??= new(),
                _ => node.GetOrAdd(step.Name),
            };
        }

        return node;
    }

    public ContractNode? Property(string foldedName) => _properties.GetValueOrDefault(foldedName) ?? Values;

    /// <summary>All names of properties in the paths from here on.</summary>
    public IEnumerable<string> AllNames() => _properties.Values.Append(Values).Append(Items).OfType<ContractNode>().SelectMany(n => n.AllNames()).Concat(_properties.Values.SelectMany(n => n._spellings));

    /// <summary>Whether the paths name this property, so that its name is none that the upstream made up.</summary>
    public bool Names(string foldedName) => _properties.ContainsKey(foldedName);

    /// <summary>Whether a name is written as the paths write it, to the letter: what is allowed is allowed for that alone.</summary>
    public bool IsExact(string name, string foldedName) =>
        _properties.TryGetValue(foldedName, out var node) ? node._spellings.Contains(name) : Values is not null;

    private ContractNode GetOrAdd(string name)
    {
        var folded = NameFolding.Fold(name);
        if (!_properties.TryGetValue(folded, out var node))
        {
            _properties.Add(folded, node = new());
        }

        node._spellings.Add(name);
        return node;
    }
}
