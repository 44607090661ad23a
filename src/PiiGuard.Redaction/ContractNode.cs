using PiiGuard.Classification;
using PiiGuard.Contracts;

namespace PiiGuard.Redaction;

/// <summary>The wire paths of the contract as a tree.</summary>
internal sealed class ContractNode
{
    private readonly Dictionary<string, ContractNode> _properties = new(StringComparer.Ordinal);
    private ContractNode? _values;

    public PiiCategory? Category { get; private set; }

    public ContractNode? Items { get; private set; }

    public void Add(IReadOnlyList<WireStep> steps, PiiCategory category)
    {
        var node = this;
        foreach (var step in steps)
        {
            node = step.Kind switch
            {
                WireStepKind.Items => node.Items ??= new(),
                WireStepKind.Values => node._values ??= new(),
                _ => node.GetOrAdd(NameFolding.Fold(step.Name)),
            };
        }

        node.Category = category;
    }

    public ContractNode? Property(string foldedName) => _properties.GetValueOrDefault(foldedName) ?? _values;

    private ContractNode GetOrAdd(string foldedName)
    {
        if (!_properties.TryGetValue(foldedName, out var node))
        {
            _properties.Add(foldedName, node = new());
        }

        return node;
    }
}
