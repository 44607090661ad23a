using Microsoft.CodeAnalysis;
using PiiGuard.Classification;
using PiiGuard.Contracts;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>A walk through a type: where it stands, and what it has found.</summary>
internal sealed class ShapeWalk
{
    private readonly HashSet<ITypeSymbol> _open = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<WireStep> _steps = [];
    private readonly List<string> _context = [];

    /// <summary>The personal paths, in the order of the members.</summary>
    public List<PersonalPath> Found { get; } = [];

    /// <summary>False when something could not be looked into: an untyped member, or more than the bounds allow.</summary>
    public bool Complete { get; set; } = true;

    /// <summary>Names of the properties that lead to where the walk stands.</summary>
    public IReadOnlyList<string> Context => _context;

    public int Visits { get; private set; }

    public int Depth => _open.Count;

    /// <summary>False in a cycle: the type is being walked already, further up.</summary>
    public bool Enter(ITypeSymbol type)
    {
        Visits++;
        return _open.Add(type);
    }

    public void Leave(ITypeSymbol type) => _open.Remove(type);

    public void Inside(IReadOnlyList<WireStep> steps, string name, Action visit)
    {
        _steps.AddRange(steps);
        if (name.Length > 0)
        {
            _context.Add(name);
        }

        visit();
        _steps.RemoveRange(_steps.Count - steps.Count, steps.Count);
        if (name.Length > 0)
        {
            _context.RemoveAt(_context.Count - 1);
        }
    }

    public void Add(string wireName, IReadOnlyList<WireStep> lists, FieldClassification classification)
    {
        var path = WirePath.Format(_steps.Append(WireStep.Property(wireName)).Concat(lists));
        if (_seen.Add(path))
        {
            Found.Add(new(path, classification.Category!.Value, classification.Explain()));
        }
    }
}
