using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>Routes that are put together where they are mapped: <c>$"{prefix}/customers/{{id}}"</c>.</summary>
internal static class RouteTexts
{
    /// <summary>The text, and whether all of it is known; what is not stands in it by its name.</summary>
    public static (string Text, bool IsWhole) Of(IOperation value, int depth = 0)
    {
        switch (value)
        {
            case { ConstantValue: { HasValue: true, Value: string constant } }:
                return (constant, true);
            case IConversionOperation conversion:
                return Of(conversion.Operand, depth);
            case IParenthesizedOperation inner:
                return Of(inner.Operand, depth);
            case ILocalReferenceOperation local when depth < 8 && LocalWrites.ValuesOf(local) is { Count: 1 } values && Of(values[0], depth + 1) is { IsWhole: true } text:
                return text;
            case IFieldReferenceOperation { Field: { IsReadOnly: true, IsStatic: true } } field when field.Field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: LiteralExpressionSyntax { Token.Value: string literal } }:
                return (literal, true);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum:
                return Join([Of(sum.LeftOperand, depth), Of(sum.RightOperand, depth)]);
            case IInterpolatedStringOperation interpolated:
                return Join([.. interpolated.Parts.Select(p => p is IInterpolatedStringTextOperation text ? Of(text.Text, depth) : p is IInterpolationOperation hole ? Of(hole.Expression, depth) : ("", false))]);
            default:
                return ("{" + (MappingFunction.LastName(value.Syntax as ExpressionSyntax) ?? "x") + "}", false);
        }
    }

    private static (string Text, bool IsWhole) Join(List<(string Text, bool IsWhole)> parts) => (string.Concat(parts.Select(p => p.Text)), parts.TrueForAll(p => p.IsWhole));
}
