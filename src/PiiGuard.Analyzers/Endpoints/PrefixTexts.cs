using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>The texts that groups are made with, read from the syntax alone.</summary>
internal sealed class PrefixTexts(BuilderOrigins all, CancellationToken cancellation)
{
    /// <summary>A text that is written down: a literal, a constant, or the argument for a parameter. Null where it cannot be told.</summary>
    public string? Of(ExpressionSyntax? expression, CallFrame? frame)
    {
        switch (expression)
        {
            case LiteralExpressionSyntax { Token.Value: string literal }:
                return literal;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } or:
                return IsNull(or.Left, frame) ? Of(or.Right, frame) : or.Left is IdentifierNameSyntax ? Of(or.Left, frame) : null;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum:
                return Of(sum.Left, frame) is { } left && Of(sum.Right, frame) is { } right ? left + right : null;
            case InterpolatedStringExpressionSyntax interpolated:
                var parts = interpolated.Contents.Select(c => c is InterpolatedStringTextSyntax text ? text.TextToken.ValueText.Replace("{{", "{").Replace("}}", "}") : Of((c as InterpolationSyntax)?.Expression, frame)).ToList();
                return parts.Contains(null) ? null : string.Concat(parts);
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Empty", Expression: PredefinedTypeSyntax or IdentifierNameSyntax { Identifier.ValueText: "String" } }:
                return "";
            case IdentifierNameSyntax name when frame?.Function.IndexOf(name.Identifier.ValueText) is >= 0 and var place:
                return BuilderScope.Of(frame.Function.Node).IsAssigned(name.Identifier.ValueText) ? null
                    : frame.Function.ArgumentOf(frame.Call, place) is { } argument ? Of(argument, frame.Outer) : Of(frame.Function.DefaultOf(place), null);
            case IdentifierNameSyntax { Identifier.ValueText: var name } when expression.Ancestors().Where(s => s is BlockSyntax or CompilationUnitSyntax).FirstOrDefault(s => BuilderScope.Of(s).Local(name) is not null) is { } scope:
                return BuilderScope.Of(scope).IsAssigned(name) ? null : Of(BuilderScope.Of(scope).Local(name)!.Initializer?.Value is LiteralExpressionSyntax value ? value : null, null);
            case IdentifierNameSyntax or MemberAccessExpressionSyntax:
                var type = MappingFunction.LastName((expression as MemberAccessExpressionSyntax)?.Expression) ?? MappingFunction.TypeAround(expression);
                var constants = all.Symbols(MappingFunction.LastName(expression)!, cancellation).OfType<IFieldSymbol>().Where(f => f.ContainingType.Name == type).Select(f => f.ConstantValue as string).Distinct().ToList();
                return constants.Count == 1 ? constants[0] : null;
            default:
                return null;
        }
    }

    /// <summary>Whether a parameter is left out, or handed null.</summary>
    private static bool IsNull(ExpressionSyntax expression, CallFrame? frame) =>
        expression is IdentifierNameSyntax name && frame?.Function.IndexOf(name.Identifier.ValueText) is >= 0 and var place
        && (frame.Function.ArgumentOf(frame.Call, place) ?? frame.Function.DefaultOf(place)) is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression };
}
