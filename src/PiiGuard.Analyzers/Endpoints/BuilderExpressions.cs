using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>What the writing of an expression or a type tells of builders.</summary>
internal static class BuilderExpressions
{
    private const int MostSteps = 12;

    public static bool IsApplication(string type) => type.TrimEnd('?').Split('.').Last() is "WebApplication" or "IApplicationBuilder";

    public static bool IsBuilder(string type) => type.IndexOf("Builder", StringComparison.Ordinal) >= 0 || IsApplication(type);

    /// <summary>Whether something handed over can be a builder: <c>endpoint.Map(group)</c>, not <c>mapper.Map(customer)</c>.</summary>
    public static bool CanBeBuilder(ExpressionSyntax handed)
    {
        for (var steps = 0; steps < MostSteps; steps++)
        {
            while (handed is InvocationExpressionSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax or BinaryExpressionSyntax)
            {
                if (handed is InvocationExpressionSyntax call)
                {
                    if (MappingFunction.LastName(call.Expression) is not { } name || name is "MapGroup" or "Build" || MappingFunction.Receiver(call) is not { } receiver)
                    {
                        return true;
                    }

                    handed = receiver;
                }
                else
                {
                    handed = handed switch { ParenthesizedExpressionSyntax p => p.Expression, CastExpressionSyntax c => c.Expression, _ => ((BinaryExpressionSyntax)handed).Left };
                }
            }

            if (handed is not IdentifierNameSyntax { Identifier.ValueText: var root })
            {
                return handed is not LiteralExpressionSyntax; // a field, a choice: perhaps
            }

            ExpressionSyntax? next = null;
            foreach (var scope in handed.Ancestors())
            {
                if (MappingFunction.Of(scope) is { } function && function.IndexOf(root) is >= 0 and var place)
                {
                    return IsBuilder(function.TypeOf(place));
                }

                if (scope is BlockSyntax or CompilationUnitSyntax && BuilderScope.Of(scope).Local(root) is { } local)
                {
                    if (local.Parent is VariableDeclarationSyntax { Type: { IsVar: false } type })
                    {
                        return IsBuilder(type.ToString());
                    }

                    next = local.Initializer?.Value;
                    break;
                }
            }

            if (next is null)
            {
                return false;
            }

            handed = next;
        }

        return true;
    }

    /// <summary>The parts of <c>x is null ? other : x</c> and <c>x != null ? x : other</c>; null where it is none of them.</summary>
    public static (IdentifierNameSyntax Name, ExpressionSyntax Otherwise)? NullCheck(ConditionalExpressionSyntax either)
    {
        var (tested, isNull) = either.Condition switch
        {
            IsPatternExpressionSyntax { Expression: IdentifierNameSyntax x, Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } } => (x, true),
            IsPatternExpressionSyntax { Expression: IdentifierNameSyntax x, Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } } } => (x, false),
            BinaryExpressionSyntax { Left: IdentifierNameSyntax x, Right.RawKind: (int)SyntaxKind.NullLiteralExpression } test => (x, test.RawKind == (int)SyntaxKind.EqualsExpression),
            _ => default((IdentifierNameSyntax?, bool)),
        };
        var (given, otherwise) = isNull ? (either.WhenFalse, either.WhenTrue) : (either.WhenTrue, either.WhenFalse);
        return tested is not null && given is IdentifierNameSyntax name && name.Identifier.ValueText == tested.Identifier.ValueText ? (name, otherwise) : null;
    }
}
