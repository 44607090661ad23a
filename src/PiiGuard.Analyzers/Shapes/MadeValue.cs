using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>What an expression gives, by its syntax alone: an object of a type and of none that derives from it, what a method returns, or nothing.</summary>
/// <param name="Type">Name of the type; empty: the one that is declared.</param>
/// <param name="Method">Name of the method.</param>
internal sealed record MadeValue(string? Type, string? Method)
{
    private const int MostNested = 16;

    /// <summary>No object: <c>null</c>, or an exception.</summary>
    public static readonly MadeValue Nothing = new(null, null);

    /// <summary>What the method is handed.</summary>
    public ImmutableArray<MadeValue?> Arguments { get; init; } = [];

    /// <summary>What an expression gives, each way it can go; null among them where that cannot be told.</summary>
    public static IEnumerable<MadeValue?> Of(ExpressionSyntax? expression, int depth = 0) => ++depth > MostNested ? [null] : expression switch
    {
        null or ThrowExpressionSyntax or DefaultExpressionSyntax or LiteralExpressionSyntax => [Nothing],
        ParenthesizedExpressionSyntax inner => Of(inner.Expression, depth),
        AwaitExpressionSyntax wait => Of(wait.Expression, depth),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } sure => Of(sure.Operand, depth),
        ConditionalExpressionSyntax choice => Of(choice.WhenTrue, depth).Concat(Of(choice.WhenFalse, depth)),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } pair => Of(pair.Left, depth).Concat(Of(pair.Right, depth)),
        SwitchExpressionSyntax choice => choice.Arms.SelectMany(a => Of(a.Expression, depth)),
        ObjectCreationExpressionSyntax made => [new(made.Type.SimpleName(), null)],
        ImplicitObjectCreationExpressionSyntax => [new("", null)],
        WithExpressionSyntax changed => Of(changed.Expression, depth),
        IdentifierNameSyntax local => OfLocal(local, depth),
        ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax method } call } => [Called(method.Name, call, depth)],
        InvocationExpressionSyntax call => OfCall(call, depth),
        _ => [null],
    };

    private static IEnumerable<MadeValue?> OfCall(InvocationExpressionSyntax call, int depth)
    {
        if (call.Expression is not MemberAccessExpressionSyntax { Name: var method, Expression: var on })
        {
            return [call.Expression is SimpleNameSyntax own ? Called(own, call, depth) : null];
        }

        return method.Identifier.ValueText switch
        {
            "ConfigureAwait" => Of(on, depth),
            "FromResult" => Of(call.ArgumentList.Arguments.FirstOrDefault()?.Expression, depth),
            var name when Queries.TakesElement(name) => OfElement(on, depth),
            _ => [Called(method, call, depth)],
        };
    }

    /// <summary>One element of a query: what its last projection makes.</summary>
    private static IEnumerable<MadeValue?> OfElement(ExpressionSyntax query, int depth)
    {
        while (query is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var method, Expression: var on } } call)
        {
            if (method.Identifier.ValueText == "Select")
            {
                return call.ArgumentList.Arguments.FirstOrDefault()?.Expression is LambdaExpressionSyntax { ExpressionBody: { } selected } ? Of(selected, depth) : [null];
            }

            if (Mapped(method) is { } mapped)
            {
                return [mapped];
            }

            query = on;
        }

        return [null];
    }

    private static MadeValue Called(SimpleNameSyntax method, InvocationExpressionSyntax call, int depth) => Mapped(method)
        ?? new(null, method.Identifier.ValueText) { Arguments = [.. call.ArgumentList.Arguments.Select(a => Of(a.Expression, depth).ToList() is { Count: 1 } single ? single[0] : null)] };

    /// <summary>What a mapper was asked for: <c>mapper.Map&lt;OrderDto&gt;(order)</c>.</summary>
    private static MadeValue? Mapped(SimpleNameSyntax method) => method is GenericNameSyntax { Identifier.ValueText: "Map" or "Adapt" or "ProjectTo" or "ProjectToType", TypeArgumentList.Arguments: { Count: > 0 } types }
        ? new(types[types.Count - 1].SimpleName(), null)
        : null;

    /// <summary>A local: all that it is given in its method.</summary>
    private static IEnumerable<MadeValue?> OfLocal(IdentifierNameSyntax local, int depth)
    {
        var name = local.Identifier.ValueText;
        if (local.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method || method.ParameterList.Parameters.Any(p => p.Identifier.ValueText == name))
        {
            return [null];
        }

        var given = method.DescendantNodes().SelectMany(n => n switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var value, Parent: VariableDeclarationSyntax declared } variable when variable.Identifier.ValueText == name => Of(value, depth).Select(m => m is { Type: "" } ? new(declared.Type.SimpleName(), null) : m),
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax target, Right: var value } when target.Identifier.ValueText == name => Of(value, depth).Select(m => m is { Type: "" } ? null : m),
            ArgumentSyntax { Expression: IdentifierNameSyntax handed, RefKindKeyword.RawKind: not 0 } when handed.Identifier.ValueText == name => [null],
            SingleVariableDesignationSyntax designated when designated.Identifier.ValueText == name => [null],
            ForEachStatementSyntax each when each.Identifier.ValueText == name => [null],
            _ => Enumerable.Empty<MadeValue?>(),
        }).ToList();
        return given.Count > 0 ? given : [null];
    }
}
