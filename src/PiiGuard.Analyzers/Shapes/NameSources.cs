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
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Join" or "Concat" or "Create" or "Format", Expression: PredefinedTypeSyntax or IdentifierNameSyntax { Identifier.ValueText: "String" } } } join:
                return join.ArgumentList.Arguments.SelectMany(a => Find(a.Expression, owner, depth));
            case AwaitExpressionSyntax wait:
                return Find(wait.Expression, owner, depth);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var taken, Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Select" }, ArgumentList.Arguments: { Count: 1 } selector } } } when Queries.TakesElement(taken):
                return Find((selector[0].Expression as LambdaExpressionSyntax)?.ExpressionBody, owner, depth); // users.Select(u => u.UserName).First()
            case ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax binding } access:
                return [new(owner ?? HolderOf(access.Expression), binding.Name.Identifier.ValueText)];
            case MemberAccessExpressionSyntax part when ListOf(part.Expression) is { } list:
                return [new(HolderOf(list.Expression), $"{list.Name.Identifier.ValueText}.{part.Name.Identifier.ValueText}")]; // author.Photos.First().Url
            case MemberAccessExpressionSyntax member:
                return [new(member.Expression is IdentifierNameSyntax && owner is not null ? owner : HolderOf(member.Expression), member.Name.Identifier.ValueText)];
            case IdentifierNameSyntax { Identifier.ValueText.Length: > 0 } name:
                return [new(char.IsUpper(name.Identifier.ValueText[0]) ? name.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText : null, name.Identifier.ValueText)];
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Replace", Expression: var template }, ArgumentList.Arguments: { Count: 2 } filled }:
                return Find(template, owner, depth).Concat(Find(filled[1].Expression, owner, depth)); // a letter
            case ElementAccessExpressionSyntax { Expression: var row, ArgumentList.Arguments: { Count: 1 } key } when IsRow(row) && key[0].Expression is LiteralExpressionSyntax { Token.Value: string column }:
                return [new(null, column)];
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var row }, ArgumentList.Arguments: { Count: > 0 } key } read when IsRow(row) && ColumnOf(key[0].Expression) is { } column:
                return [new(null, column)]; // reader.GetString("Email"), row.Field<string>("Email")
            case InvocationExpressionSyntax query when Selector(query) is { } selected:
                return Find(selected, owner, depth);
            case InvocationExpressionSyntax { Expression: var method } when NameOf(method) is { } made:
                return [new(null, made, IsMade: true) { Arguments = [.. ((InvocationExpressionSyntax)expression).ArgumentList.Arguments.SelectMany(a => Find(a.Expression, owner, depth))] }];
            case ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax made } }:
                return [new(null, made.Name.Identifier.ValueText, IsMade: true)];
            case SwitchExpressionSyntax choice:
                return choice.Arms.SelectMany(a => Find(a.Expression, owner, depth));
            default:
                return [];
        }
    }

    /// <summary>Whether it is a row that was read, by the names that such have.</summary>
    private static bool IsRow(ExpressionSyntax row) => row is IdentifierNameSyntax { Identifier.ValueText: var name }
        && (name is "r" or "rd" or "rdr" or "dr" || name.EndsWith("eader", StringComparison.Ordinal) || name.EndsWith("ow", StringComparison.Ordinal) || name.EndsWith("ecord", StringComparison.Ordinal));

    private static string? ColumnOf(ExpressionSyntax key) => key switch
    {
        LiteralExpressionSyntax { Token.Value: string column } => column,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetOrdinal" }, ArgumentList.Arguments: { Count: 1 } of } => ColumnOf(of[0].Expression),
        _ => null,
    };

    /// <summary>What the last <c>Select</c> of a query selects; null of any other call.</summary>
    private static ExpressionSyntax? Selector(InvocationExpressionSyntax query)
    {
        for (var at = query; at is { Expression: MemberAccessExpressionSyntax access }; at = access.Expression as InvocationExpressionSyntax)
        {
            if (access.Name.Identifier.ValueText == "Select")
            {
                return at.ArgumentList.Arguments.Count == 1 ? (at.ArgumentList.Arguments[0].Expression as LambdaExpressionSyntax)?.ExpressionBody : null;
            }

            if (access.Name.Identifier.ValueText is not ("ToList" or "ToListAsync" or "ToArray" or "ToArrayAsync" or "Distinct" or "OrderBy" or "Order" or "Where" or "Take" or "Skip" or "AsEnumerable"))
            {
                return null;
            }
        }

        return null;
    }

    private static string? NameOf(ExpressionSyntax method) => method switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>The list that one element is taken of.</summary>
    private static MemberAccessExpressionSyntax? ListOf(ExpressionSyntax element) => element switch
    {
        PostfixUnaryExpressionSyntax sure => ListOf(sure.Operand),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var taken, Expression: MemberAccessExpressionSyntax list } } when Queries.TakesElement(taken) => list,
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
