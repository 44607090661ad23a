using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>What is written in a body (of a function, a block, a program): its locals, what is assigned in it, and the calls on its names. Read once for each.</summary>
internal sealed class BuilderScope
{
    private static readonly ConditionalWeakTable<SyntaxNode, BuilderScope> Known = new();

    private readonly Dictionary<string, VariableDeclaratorSyntax> _locals = new(StringComparer.Ordinal);
    private readonly HashSet<string> _assigned = new(StringComparer.Ordinal);
    private readonly ILookup<string, InvocationExpressionSyntax> _calls;

    private BuilderScope(SyntaxNode node)
    {
        foreach (var variable in node.ChildNodes().Select(n => n is GlobalStatementSyntax global ? global.Statement : n).OfType<LocalDeclarationStatementSyntax>().SelectMany(d => d.Declaration.Variables))
        {
            _locals[variable.Identifier.ValueText] = variable;
        }

        // What another type or function calls by the same name is another thing.
        List<InvocationExpressionSyntax> calls = [];
        foreach (var inner in node.DescendantNodes(n => n == node || n is not (BaseTypeDeclarationSyntax or LocalFunctionStatementSyntax)))
        {
            switch (inner)
            {
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax left }:
                    _assigned.Add(left.Identifier.ValueText);
                    break;
                case ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None, Expression: IdentifierNameSyntax passed }:
                    _assigned.Add(passed.Identifier.ValueText);
                    break;
                case InvocationExpressionSyntax call:
                    calls.Add(call);
                    break;
            }
        }

        _calls = calls.Select(c => (Name: Root(c), Call: c)).Where(c => c.Name is not null).ToLookup(c => c.Name!, c => c.Call, StringComparer.Ordinal);
    }

    public static BuilderScope Of(SyntaxNode node) => Known.GetValue(node, n => new(n));

    public VariableDeclaratorSyntax? Local(string name) => _locals.TryGetValue(name, out var local) ? local : null;

    /// <summary>Whether a local or parameter gets another value.</summary>
    public bool IsAssigned(string name) => _assigned.Contains(name);

    /// <summary>The calls on a name, and those on what they give back: <c>group.WithTags("x").AllowAnonymous()</c>.</summary>
    public IEnumerable<InvocationExpressionSyntax> CallsOn(string name) => _calls[name];

    private static string? Root(InvocationExpressionSyntax call)
    {
        var at = MappingFunction.Receiver(call);
        while (at is InvocationExpressionSyntax inner)
        {
            at = MappingFunction.Receiver(inner);
        }

        return (at as IdentifierNameSyntax)?.Identifier.ValueText;
    }
}
