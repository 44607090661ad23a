using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PiiGuard.Classification;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>The types that an endpoint serialises into its response.</summary>
/// <param name="Types">The union over all returns, each once, of what the framework's own way out writes (in a controller, the formatter of MVC).</param>
/// <param name="Complete">False when a return could not be evaluated; then there may be more.</param>
internal sealed record ResponseBodies(IReadOnlyCollection<ITypeSymbol> Types, bool Complete)
{
    /// <summary>What <c>IResult</c> writes, wherever it is returned.</summary>
    public IReadOnlyCollection<ITypeSymbol> ResultTypes { get; init; } = [];

    /// <summary>Those of both that are the types of the values themselves, so that none that derives from them stands in their place.</summary>
    public IReadOnlyCollection<ITypeSymbol> ExactTypes { get; init; } = [];

    /// <summary>What is sent as a text that was made of it: <c>Content(JsonSerializer.Serialize(customer))</c>.</summary>
    public IReadOnlyCollection<SerializedText> Texts { get; init; } = [];

    /// <summary>Personal values that no member names: <c>Ok(users.Select(u => u.Email))</c>.</summary>
    public IReadOnlyCollection<BareValue> Bare { get; init; } = [];

    /// <summary>What the signature, or whoever describes the endpoint, says, where the body may say otherwise; null where nobody does.</summary>
    public IReadOnlyCollection<ITypeSymbol>? Declared { get; init; }

    /// <summary>Whether bodies of one kind are sent one after the other, without end: server-sent events.</summary>
    public bool IsStream { get; init; }

    /// <summary>What the code does beside answering.</summary>
    public HandlerChecks Checks { get; init; }

    /// <summary>The parameters that are sent on, of a method that helps others to answer: <c>Respond(object value) => Ok(value)</c>.</summary>
    public IReadOnlyCollection<BodyParameter> Parameters { get; init; } = [];

    /// <summary>What the bodies put into the objects that they make.</summary>
    public IReadOnlyCollection<Filling> Fillings { get; init; } = [];

    /// <summary>Names of the methods of this compilation that the bodies call, and of the types that they make.</summary>
    public IReadOnlyCollection<string> Mentions { get; init; } = [];

    /// <summary>The methods of this compilation whose bodies tell the rest.</summary>
    public IReadOnlyCollection<BodyCall> Calls { get; init; } = [];

    /// <summary>What the handler of the endpoint itself says, without what it only says back to the caller.</summary>
    public ResponseBodies WithoutEchoes() => this with { Bare = [.. Bare.Where(b => !b.IsEcho)], Fillings = [.. Fillings.Select(f => f.IsEcho ? f with { IsConstant = true, Origin = null } : f)] };

    /// <summary>The same, and what somebody claims of the endpoint: to hold the body against, and to go by where the body cannot be told.</summary>
    public ResponseBodies Claiming(IReadOnlyCollection<ITypeSymbol> claims) => claims.Count == 0 ? this : this with { Declared = claims };

    /// <summary>With the claims beside a body of which not everything is known.</summary>
    public ResponseBodies OrClaimed() => this is { Complete: false, Declared: { } claims } ? this with { Types = [.. Types.Union(claims, SymbolEqualityComparer.Default).OfType<ITypeSymbol>()] } : this;

    /// <summary>The response of a handler that stands elsewhere: what its body says.</summary>
    public static ResponseBodies Of(IMethodSymbol handler) => new([], Complete: true) { Calls = [new(handler, [], default)] };
}

/// <summary>An object that the handler itself makes a text of.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Serializer">Who writes it.</param>
internal readonly record struct SerializedText(ITypeSymbol Type, Serializer Serializer)
{
    public bool Equals(SerializedText other) => SymbolEqualityComparer.Default.Equals(Type, other.Type) && Serializer == other.Serializer;

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Type);
}

/// <summary>A text, or some, that is the body itself.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Classification">What it is by the name under which it stood before.</param>
/// <param name="Member">The member of a problem that it becomes; null: it is the body itself.</param>
/// <param name="IsEcho">Whether it is a parameter's, in an answer that refuses: of the endpoint's own handler, what the caller has sent.</param>
internal readonly record struct BareValue(ITypeSymbol Type, FieldClassification Classification, string? Member = null, bool IsEcho = false);

/// <summary>How a value goes out.</summary>
/// <param name="IsResult">Whether an <c>IResult</c> sends it.</param>
/// <param name="Text">Who made a text of it before; null where nobody did.</param>
internal readonly record struct WayOut(bool IsResult, Serializer? Text);

/// <summary>A parameter that is sent on.</summary>
/// <param name="Ordinal">Which.</param>
/// <param name="Way">How.</param>
/// <param name="Type">Its type, where nobody says more.</param>
internal readonly record struct BodyParameter(int Ordinal, WayOut Way, ITypeSymbol? Type = null);

/// <summary>A call whose result is sent.</summary>
/// <param name="Method">What is called, with its type arguments.</param>
/// <param name="Arguments">The type of each argument, by the ordinal of its parameter; null where there is none.</param>
/// <param name="Way">How.</param>
internal sealed record BodyCall(IMethodSymbol Method, ImmutableArray<ITypeSymbol?> Arguments, WayOut Way)
{
    /// <summary>Of arguments that are parameters of the caller, which those are, by the ordinal of the parameter; whoever calls that says what they hold.</summary>
    public ImmutableDictionary<int, int> Handed { get; init; } = ImmutableDictionary<int, int>.Empty;

    /// <summary>Of arguments that are a personal text, or some, what that is, by the ordinal of the parameter.</summary>
    public ImmutableDictionary<int, BareValue> Bare { get; init; } = ImmutableDictionary<int, BareValue>.Empty;

    /// <summary>Whether only what the method writes to the response is sent, and not what it returns.</summary>
    public bool WritesOnly { get; init; }

    /// <summary>Whether only what it puts into lists and dictionaries is asked for: its result is handed to a method that sends it, or put into a member.</summary>
    public bool FillsOnly { get; init; }

    public bool Equals(BodyCall? other) => other is not null && (Way, WritesOnly, FillsOnly) == (other.Way, other.WritesOnly, other.FillsOnly)
        && SymbolEqualityComparer.Default.Equals(Method, other.Method) && Enumerable.SequenceEqual(Arguments, other.Arguments, SymbolEqualityComparer.Default) && Handed.Count == other.Handed.Count && !Handed.Except(other.Handed).Any() && Bare.Count == other.Bare.Count && !Bare.Except(other.Bare).Any();

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Method);
}
