using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>
/// Where a builder comes from that is handed to a method: <c>app.MapGroup("/api").MapCustomers()</c>. Callers are found by name in the syntax, since the rules of an edited file
/// must not wait for all others to be bound. That something is the application has to be seen; what cannot be told, or can be meant by several methods, is unknown.
/// </summary>
internal sealed class BuilderOrigins(Compilation compilation)
{
    /// <summary>A text without any of these hands no builder over.</summary>
    private static readonly string[] Marks = ["MapGroup", "RouteBuilder", "RouteGroupBuilder", "WebApplication"];

    private static readonly ConditionalWeakTable<SyntaxTree, ILookup<string, InvocationExpressionSyntax>> Calls = new();

    private readonly ConcurrentDictionary<IParameterSymbol, IReadOnlyList<BuilderOrigin>> _byParameter = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<string, IReadOnlyList<ISymbol>> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<InvocationExpressionSyntax>> _callsByName = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(InvocationExpressionSyntax, bool), bool> _isPlain = [];

    /// <summary>What is handed to a parameter.</summary>
    public IReadOnlyList<BuilderOrigin> Of(IParameterSymbol parameter, CancellationToken cancellation) => _byParameter.GetOrAdd(parameter, p =>
        MappingFunction.Of(p.ContainingSymbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation)) is { } function && p.Ordinal < function.Parameters
            ? OrUnknown(new BuilderSearch(this, cancellation).Handed(function, p.Ordinal, 0))
            : [BuilderExpressions.IsApplication(p.Type.Name) ? BuilderOrigin.Root : BuilderOrigin.Unknown]); // of a constructor, say

    /// <summary>What a call of the project's own gives back.</summary>
    public IReadOnlyList<BuilderOrigin> Of(InvocationExpressionSyntax call, CancellationToken cancellation) => OrUnknown(new BuilderSearch(this, cancellation).Evaluate(call, null, 0));

    /// <summary>Functions that only call each other are handed nothing, but what they map is there.</summary>
    private static IReadOnlyList<BuilderOrigin> OrUnknown(IReadOnlyList<BuilderOrigin> found) => found.Count > 0 ? found : [BuilderOrigin.Unknown];

    /// <summary>Whether the project has no other type of a name.</summary>
    public bool IsOnlyType(string name, CancellationToken cancellation) => compilation.GetSymbolsWithName(name, SymbolFilter.Type, cancellation).Skip(1).FirstOrDefault() is null;

    /// <summary>The members of a name.</summary>
    public IReadOnlyList<ISymbol> Symbols(string name, CancellationToken cancellation) => _byName.GetOrAdd(name, n => [.. compilation.GetSymbolsWithName(n, SymbolFilter.Member, cancellation)]);

    /// <summary>Whether a call can mean one method alone, or objects of one interface, which get the same; of others, a name does not tell which is meant.</summary>
    public bool IsPlain(InvocationExpressionSyntax call, bool isStatic, CancellationToken cancellation) => _isPlain.GetOrAdd((call, isStatic), key =>
    {
        var name = MappingFunction.LastName(call.Expression)!;
        var meant = Symbols(name, cancellation).OfType<IMethodSymbol>().Where(m => m.MethodKind == MethodKind.Ordinary && m.ContainingType.TypeKind != TypeKind.Interface)
            .Where(m => MappingFunction.Of(m.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation)) is { HandsBuilders: true } function && function.IsStatic == isStatic && function.CanBeCalledBy(call)).ToList();
        return meant.Count <= 1
            || (!isStatic && MappingFunction.Receiver(call) is not BaseObjectCreationExpressionSyntax && meant[0].ContainingType.AllInterfaces.Where(i => i.GetMembers(name).Length > 0)
                .Any(shared => meant.TrueForAll(m => m.ContainingType.AllInterfaces.Contains(shared, SymbolEqualityComparer.Default))));
    });

    /// <summary>The calls of a name, in files that have to do with builders.</summary>
    public IReadOnlyList<InvocationExpressionSyntax> CallsOf(string name, CancellationToken cancellation) =>
        _callsByName.GetOrAdd(name, n => [.. compilation.SyntaxTrees.SelectMany(tree => Calls.GetValue(tree, t => Find(t, cancellation))[n])]);

    private static ILookup<string, InvocationExpressionSyntax> Find(SyntaxTree tree, CancellationToken cancellation) =>
        tree.CallsWhereAny(Marks, cancellation).ToLookup(c => MappingFunction.LastName(c.Expression) ?? "", StringComparer.Ordinal);
}
