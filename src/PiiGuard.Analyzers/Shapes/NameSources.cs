using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>The names of the values in an expression, by the syntax alone; with the name of what holds each, or of its type.</summary>
internal static class NameSources
{
    private const int MostNested = 64;

    /// <param name="expression">The expression.</param>
    /// <param name="owner">Name of the type of the parameter in it, where that is known.</param>
    public static ImmutableArray<(string? Owner, string Name)> Of(ExpressionSyntax? expression, string? owner) => [.. Find(expression, owner)];

    private static IEnumerable<(string? Owner, string Name)> Find(ExpressionSyntax? expression, string? owner, int depth = 0)
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
                return [(owner ?? HolderOf(access.Expression), binding.Name.Identifier.ValueText)];
            case MemberAccessExpressionSyntax member:
                return [(member.Expression is IdentifierNameSyntax && owner is not null ? owner : HolderOf(member.Expression), member.Name.Identifier.ValueText)];
            case IdentifierNameSyntax name:
                return [(null, name.Identifier.ValueText)];
            default:
                return [];
        }
    }

    private static string? HolderOf(ExpressionSyntax holder) => holder switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        PostfixUnaryExpressionSyntax sure => HolderOf(sure.Operand),
        IdentifierNameSyntax name => TypeOf(name) ?? name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>The type of a parameter; of a lambda's, the set that it goes over.</summary>
    private static string? TypeOf(IdentifierNameSyntax name)
    {
        foreach (var around in name.Ancestors())
        {
            var parameters = around switch
            {
                SimpleLambdaExpressionSyntax lambda => [lambda.Parameter],
                ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList.Parameters,
                BaseMethodDeclarationSyntax method => method.ParameterList.Parameters,
                LocalFunctionStatementSyntax function => function.ParameterList.Parameters,
                TypeDeclarationSyntax { ParameterList: { } primary } => primary.Parameters,
                _ => default(SeparatedSyntaxList<ParameterSyntax>),
            };
            foreach (var parameter in parameters)
            {
                if (parameter.Identifier.ValueText == name.Identifier.ValueText)
                {
                    return parameter.Type?.SimpleName() ?? (around is LambdaExpressionSyntax lambda ? SetOf(lambda) : null);
                }
            }
        }

        return null;
    }

    /// <summary><c>Accounts</c> of <c>db.Accounts.Where(…).Select(a => …)</c>, <c>Account</c> of <c>db.Set&lt;Account&gt;()</c>.</summary>
    private static string? SetOf(LambdaExpressionSyntax lambda)
    {
        var at = ((lambda.Parent as ArgumentSyntax)?.Parent?.Parent as InvocationExpressionSyntax)?.Expression;
        while (true)
        {
            switch (at)
            {
                case MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax { Expression: var inner } }:
                    at = inner;
                    break;
                case MemberAccessExpressionSyntax { Name: GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } types } }:
                    return types[0].SimpleName();
                case MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax set }:
                    return set.Name.Identifier.ValueText;
                case MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax local }:
                    return local.Identifier.ValueText;
                default:
                    return null;
            }
        }
    }
}
