using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>The names of the values in an expression, by the syntax alone; with the name of what holds each, or of its type.</summary>
internal static class NameSources
{
    private const int MostNested = 64;

    /// <param name="expression">The expression.</param>
    /// <param name="owner">Name of the type of the parameter in it, where that is known.</param>
    public static ImmutableArray<NameSource> Of(ExpressionSyntax? expression, string? owner) => [.. Find(expression, owner)];

    private static IEnumerable<NameSource> Find(ExpressionSyntax? expression, string? owner, int depth = 0)
    {
        if (++depth > MostNested)
        {
            return [];
        }

        switch (expression)
        {
            case ParenthesizedExpressionSyntax inner:
                return Find(inner.Expression, owner, depth);
            case CastExpressionSyntax cast:
                return Find(cast.Expression, owner, depth);
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } sure:
                return Find(sure.Operand, owner, depth);
            case ConditionalExpressionSyntax choice:
                return Find(choice.WhenTrue, owner, depth).Concat(Find(choice.WhenFalse, owner, depth));
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression or (int)SyntaxKind.CoalesceExpression } pair:
                return Find(pair.Left, owner, depth).Concat(Find(pair.Right, owner, depth));
            case InterpolatedStringExpressionSyntax text when !text.Contents.OfType<InterpolatedStringTextSyntax>().Any(t => t.TextToken.ValueText.Any(char.IsLetter)): // no sentence
                return text.Contents.OfType<InterpolationSyntax>().SelectMany(p => Find(p.Expression, owner, depth));
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var called, Expression: var same }, ArgumentList.Arguments.Count: 0 } when PersonalValues.SameText.Contains(called):
                return Find(same, owner, depth);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Join" or "Concat", Expression: PredefinedTypeSyntax or IdentifierNameSyntax { Identifier.ValueText: "String" } } } join:
                return join.ArgumentList.Arguments.SelectMany(a => Find(a.Expression, owner, depth));
            case AwaitExpressionSyntax wait:
                return Find(wait.Expression, owner, depth);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var taken, Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Select" }, ArgumentList.Arguments: { Count: 1 } selector } } } when Queries.TakesElement(taken):
                return Find((selector[0].Expression as LambdaExpressionSyntax)?.ExpressionBody, owner, depth); // users.Select(u => u.UserName).First()
            case ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax binding } access:
                return [new(owner ?? HolderOf(access.Expression), binding.Name.Identifier.ValueText)];
            case MemberAccessExpressionSyntax member:
                return [new(member.Expression is IdentifierNameSyntax && owner is not null ? owner : HolderOf(member.Expression), member.Name.Identifier.ValueText)];
            case IdentifierNameSyntax name:
                return [new(char.IsUpper(name.Identifier.ValueText[0]) ? name.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText : null, name.Identifier.ValueText)];
            case InvocationExpressionSyntax { Expression: var method } when NameOf(method) is { } made:
                return [new(null, made, IsMade: true)];
            case ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax made } }:
                return [new(null, made.Name.Identifier.ValueText, IsMade: true)];
            case SwitchExpressionSyntax choice:
                return choice.Arms.SelectMany(a => Find(a.Expression, owner, depth));
            default:
                return [];
        }
    }

    private static string? NameOf(ExpressionSyntax method) => method switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    private static string? HolderOf(ExpressionSyntax holder) => holder switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        PostfixUnaryExpressionSyntax sure => HolderOf(sure.Operand),
        ThisExpressionSyntax own => own.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText,
        IdentifierNameSyntax name => NamedTypes.Of(name) ?? name.Identifier.ValueText,
        _ => null,
    };
}
