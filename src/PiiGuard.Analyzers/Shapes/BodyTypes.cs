using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Collects the types of bodies, by the way they go out.</summary>
internal sealed class BodyTypes
{
    private readonly HashSet<ITypeSymbol> _framework = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ITypeSymbol> _results = new(SymbolEqualityComparer.Default);
    private int _depth;

    public void Add(ITypeSymbol type) => (_depth > 0 ? _results : _framework).Add(type);

    public void Add(ResponseBodies bodies)
    {
        _framework.UnionWith(bodies.Types);
        _results.UnionWith(bodies.ResultTypes);
    }

    /// <summary>What is added meanwhile is written by an <c>IResult</c>.</summary>
    public bool InResult(bool isResult, Func<bool> read)
    {
        _depth += isResult ? 1 : 0;
        var complete = read();
        _depth -= isResult ? 1 : 0;
        return complete;
    }

    public ResponseBodies ToBodies(bool complete) => new(_framework, complete) { ResultTypes = _results };
}
