using Microsoft.CodeAnalysis;
using PiiGuard.Classification;
using PiiGuard.Contracts;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>A walk through a type: where it stands, and what it has found.</summary>
internal sealed class ShapeWalk(Serializer serializer)
{
    private readonly List<ITypeSymbol> _open = [];
    private readonly List<ITypeSymbol> _holders = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<WireStep> _steps = [];
    private readonly List<string> _context = [];
    private int _rootDepth;
    private int _rootSteps;

    /// <summary>Who writes the body.</summary>
    public Serializer Serializer { get; } = serializer;

    /// <summary>Whether the body itself is of the type that is walked, and of none that derives from it.</summary>
    public bool IsExact { get; init; }

    /// <summary>Whether it stands at the body itself.</summary>
    public bool IsAtBody => _open.Count <= 1 && _steps.Count == 0;

    /// <summary>What is known of values beside what types and names say.</summary>
    public Fillings? Fillings { get; init; }

    /// <summary>The personal paths, in the order of the members.</summary>
    public List<PersonalPath> Found { get; } = [];

    /// <summary>The types that a database keeps, where a path of theirs is personal; each once.</summary>
    public List<ITypeSymbol> Entities { get; } = [];

    /// <summary>False when something could not be looked into: an untyped member, or more than the bounds allow.</summary>
    public bool Complete { get; set; } = true;

    /// <summary>Whether a member was met whose makers are not of one mind.</summary>
    public bool HasMixed { get; set; }

    /// <summary>Names of the properties that lead to where the walk stands.</summary>
    public IReadOnlyList<string> Context => _context;

    /// <summary>Whether it stands below the root: in a list, or in a property.</summary>
    public bool IsInside => _steps.Count > _rootSteps;

    public int Visits { get; private set; }

    public int Depth => _open.Count;

    /// <summary>How many objects are open around the place, from the root on.</summary>
    public int DepthBelowRoot => _open.Count - _rootDepth;

    /// <summary>All types that were walked, with their bases.</summary>
    public HashSet<ITypeSymbol> Visited { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Starts on what was put into a list or dictionary of anything; false in the third of one type, as that may hold others without end.</summary>
    public bool Open(ITypeSymbol holder)
    {
        if (_holders.Count(h => SymbolEqualityComparer.Default.Equals(h, holder)) > 1)
        {
            return false;
        }

        Visits++;
        _holders.Add(holder);
        return true;
    }

    public void Close() => _holders.RemoveAt(_holders.Count - 1);

    /// <summary>
    /// False in a cycle: the type is being walked already, further up. A type that holds itself (a tree) is entered a second time,
    /// so that the paths of its children are named too.
    /// </summary>
    public bool Enter(ITypeSymbol type)
    {
        Visits++;
        var times = _open.Count(t => SymbolEqualityComparer.Default.Equals(t, type));
        if (times > 1 || (times == 1 && !SymbolEqualityComparer.Default.Equals(_open[_open.Count - 1], type)))
        {
            return false;
        }

        _open.Add(type);
        for (var t = type; t is not null && Visited.Add(t); t = t.BaseType)
        {
        }

        return true;
    }

    public void Leave() => _open.RemoveAt(_open.Count - 1);

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

    /// <summary>A value that is written as what it is at run time, like the root: in a member of type <c>object</c>.</summary>
    public void AsRoot(Action visit)
    {
        var before = (_rootDepth, _rootSteps);
        (_rootDepth, _rootSteps) = (_open.Count, _steps.Count);
        visit();
        (_rootDepth, _rootSteps) = before;
    }

    /// <summary>The type that is walked in place of the declared one; null outside of such.</summary>
    public string? RunTimeType { get; set; }

    public void Add(WireMember member, IReadOnlyList<WireStep> lists, FieldClassification classification) => Add(member.WireName, member.Symbol, lists, classification, member.IsIgnoredElsewhere);

    /// <summary>Adds a value under a name that is no member's: a key.</summary>
    public void Add(string name, ISymbol symbol, IReadOnlyList<WireStep> lists, FieldClassification classification, bool isIgnoredElsewhere = false) => Add(symbol, [WireStep.Property(name), .. lists], classification, isIgnoredElsewhere);

    /// <summary>Adds a value where the walk stands, or in lists there.</summary>
    public void Add(ISymbol symbol, IReadOnlyList<WireStep> steps, FieldClassification classification, bool isIgnoredElsewhere = false)
    {
        var path = WirePath.Format(_steps.Concat(steps));
        if (_seen.Add(path))
        {
            Found.Add(new(path, classification.Category!.Value, classification, symbol, Serializer.Kind, RunTimeType, isIgnoredElsewhere));
        }
    }
}
