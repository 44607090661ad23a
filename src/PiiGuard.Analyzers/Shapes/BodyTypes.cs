using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Collects the types of bodies, by the way they go out.</summary>
internal sealed class BodyTypes
{
    private readonly HashSet<ITypeSymbol> _framework = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ITypeSymbol> _results = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ITypeSymbol> _perhapsDerived = new(SymbolEqualityComparer.Default);
    private readonly HashSet<BodyParameter> _parameters = [];
    private readonly List<BodyCall> _calls = [];
    private readonly HashSet<SerializedText> _texts = [];
    private readonly List<Filling> _fillings = [];
    private readonly List<BareValue> _bare = [];
    private readonly Dictionary<(ILocalSymbol, WayOut), bool> _locals = [];
    private readonly HashSet<string> _mentions = new(StringComparer.Ordinal);
    private HandlerChecks _checks;
    private bool _isStream;
    private bool _isCut;
    private WayOut _way;
    private bool _isExact;

    public void Add(ITypeSymbol type)
    {
        if (_way.Text is { } serializer)
        {
            _texts.Add(new(type, serializer));
            return;
        }

        (_way.IsResult ? _results : _framework).Add(type);
        if (!_isExact)
        {
            _perhapsDerived.Add(type);
        }
    }

    /// <summary>A parameter is sent on, whose own type does not tell what it is.</summary>
    public void Add(IParameterSymbol parameter) => _parameters.Add(new(parameter.Ordinal, _way, parameter.Type));

    /// <summary>What a method of this compilation returns is sent, and its signature does not tell what that is.</summary>
    public void Add(IMethodSymbol method, ImmutableArray<ITypeSymbol?> arguments, bool writesOnly = false, ImmutableDictionary<int, int>? handed = null, ImmutableDictionary<int, BareValue>? bare = null) => Add(fillsOnly: false, method, arguments, writesOnly, handed, bare);

    public void Add(bool fillsOnly, IMethodSymbol method, ImmutableArray<ITypeSymbol?> arguments, bool writesOnly, ImmutableDictionary<int, int>? handed, ImmutableDictionary<int, BareValue>? bare = null) =>
        _calls.Add(new(method, arguments, _way) { WritesOnly = writesOnly, FillsOnly = fillsOnly, Handed = handed ?? ImmutableDictionary<int, int>.Empty, Bare = bare ?? ImmutableDictionary<int, BareValue>.Empty });

    /// <summary>The same calls, for what they put into lists and dictionaries alone.</summary>
    public void AddFillings(IEnumerable<BodyCall> calls) => _calls.AddRange(calls.Select(c => c with { FillsOnly = true }));

    public void Add(Filling filling) => _fillings.Add(filling);

    public void Add(BareValue value) => _bare.Add(value);

    public void Add(ResponseBodies bodies)
    {
        if (_way.Text is { } serializer)
        {
            _texts.UnionWith(bodies.Types.Concat(bodies.ResultTypes).Select(t => new SerializedText(t, serializer)));
        }
        else
        {
            (_way.IsResult ? _results : _framework).UnionWith(bodies.Types);
            _results.UnionWith(bodies.ResultTypes);
            _perhapsDerived.UnionWith(bodies.Types.Concat(bodies.ResultTypes).Except(bodies.ExactTypes, SymbolEqualityComparer.Default).OfType<ITypeSymbol>());
        }

        _texts.UnionWith(bodies.Texts);
        _parameters.UnionWith(bodies.Parameters);
        _calls.AddRange(bodies.Calls);
        _fillings.AddRange(bodies.Fillings);
        _bare.AddRange(bodies.Bare);
        _mentions.UnionWith(bodies.Mentions);
        _checks |= bodies.Checks;
        _isStream |= bodies.IsStream;
    }

    /// <summary>Says that there are many of what is added, one after the other.</summary>
    public void Streams() => _isStream = true;

    /// <summary>What is added meanwhile is written by an <c>IResult</c>.</summary>
    public bool InResult(bool isResult, Func<bool> read) => Through(new(isResult, Text: null), read);

    /// <summary>What is added meanwhile goes out in a way.</summary>
    public bool Through(WayOut way, Func<bool> read)
    {
        var before = _way;
        _way = new(before.IsResult || way.IsResult, before.Text ?? way.Text);
        var complete = read();
        _way = before;
        return complete;
    }

    /// <summary>The types that are added meanwhile are those of the values themselves, and none that others derive from: <c>new Customer()</c>.</summary>
    public bool Exactly(bool isExact, Func<bool> read)
    {
        var before = _isExact;
        _isExact = isExact;
        var complete = read();
        _isExact = before;
        return complete;
    }

    /// <summary>Says that something was too deep to be read: false.</summary>
    public bool IsCut() => !(_isCut = true);

    /// <summary>Reads a local the first time; later on, and while it is being read, the answer is the one that it had. What was too deep the first time is read again.</summary>
    public bool Once(ILocalSymbol local, Func<bool> read)
    {
        var key = (local, _way);
        if (_locals.TryGetValue(key, out var known))
        {
            return known;
        }

        var before = _isCut;
        _isCut = false;
        _locals.Add(key, true);
        var complete = read();
        if (_isCut)
        {
            _locals.Remove(key);
        }
        else
        {
            _locals[key] = complete;
        }

        _isCut |= before;
        return complete;
    }

    public ResponseBodies ToBodies(bool complete) => new(_framework, complete) { ResultTypes = _results, ExactTypes = [.. _framework.Concat(_results).Where(t => !_perhapsDerived.Contains(t))], Parameters = _parameters, Calls = _calls, Texts = _texts, Fillings = _fillings, Bare = _bare, Mentions = _mentions, Checks = _checks, IsStream = _isStream };
}
