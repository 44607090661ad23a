using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.CodeFixes;

/// <summary>The values that a handler sends, as expressions.</summary>
internal static class ResponseValues
{
    /// <summary>The method of a controller, or the lambda of a <c>Map…</c> call, that a diagnostic stands at.</summary>
    public static SyntaxNode? Handler(SyntaxNode root, Location location)
    {
        var node = root.FindNode(location.SourceSpan);
        return node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && method.Identifier.Span == location.SourceSpan ? method
            : node.FirstAncestorOrSelf<InvocationExpressionSyntax>()?.ArgumentList.Arguments.Select(a => a.Expression).OfType<ParenthesizedLambdaExpressionSyntax>().FirstOrDefault();
    }

    /// <summary>What is passed to <c>Ok</c> and its kin, or returned itself, in every branch.</summary>
    public static IEnumerable<ExpressionSyntax> Of(SyntaxNode handler, SemanticModel model, KnownSymbols known)
    {
        var returned = handler switch
        {
            MethodDeclarationSyntax { ExpressionBody.Expression: { } expression } => [expression],
            ParenthesizedLambdaExpressionSyntax { ExpressionBody: { } expression } => [expression],
            _ => handler.DescendantNodes(n => n == handler || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
                .OfType<ReturnStatementSyntax>().Select(r => r.Expression).OfType<ExpressionSyntax>(),
        };
        return returned.SelectMany(e => Values(e, model, known));
    }

    private static IEnumerable<ExpressionSyntax> Values(ExpressionSyntax expression, SemanticModel model, KnownSymbols known)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax inner:
                return Values(inner.Expression, model, known);
            case ConditionalExpressionSyntax choice:
                return Values(choice.WhenTrue, model, known).Concat(Values(choice.WhenFalse, model, known));
            case SwitchExpressionSyntax choice:
                return choice.Arms.SelectMany(a => Values(a.Expression, model, known));
            case CastExpressionSyntax cast:
                return Values(cast.Expression, model, known);
            case ThrowExpressionSyntax or LiteralExpressionSyntax or DefaultExpressionSyntax:
                return [];
        }

        if (model.GetTypeInfo(expression).Type is not { } type)
        {
            return [];
        }

        if (!known.IsUntypedResult(type) && !type.IsSame(known.ActionResultOfT))
        {
            return [expression];
        }

        var arguments = expression is InvocationExpressionSyntax call ? call.ArgumentList
            : (expression as BaseObjectCreationExpressionSyntax)?.ArgumentList;
        return arguments is null || model.GetSymbolInfo(expression).Symbol is not IMethodSymbol method
            ? []
            : arguments.Arguments.Where((a, i) => ValueReader.BodyParameters.Contains(a.NameColon?.Name.Identifier.ValueText ?? (i < method.Parameters.Length ? method.Parameters[i].Name : "")))
                .SelectMany(a => Values(a.Expression, model, known));
    }
}
