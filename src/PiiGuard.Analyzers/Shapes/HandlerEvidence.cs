using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>
/// Finds evidence of what a handler checks, in the names that its source uses: wherever the handler stands, and without binding anything. It is meant to be generous: where it is wrong, a
/// rule is silent.
/// </summary>
internal static class HandlerEvidence
{
    private static readonly string[] CallerWords = ["Authoriz", "Authoris", "Permission", "Access", "CurrentUser", "UserContext", "UserAccessor", "Claim", "Principal", "Identity", "Ownership", "Session"];

    public static HandlerChecks Of(IMethodSymbol handler, KnownSymbols known, CancellationToken cancellation = default)
    {
        if (handler.DeclaringSyntaxReferences.IsEmpty)
        {
            return HandlerChecks.NotSeen;
        }

        var checks = handler.Parameters.Any(p => IsRanged(p, known)) ? HandlerChecks.BoundsList : HandlerChecks.None;
        foreach (var node in handler.DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax(cancellation).DescendantNodes(n => n is not AttributeListSyntax)))
        {
            checks |= node switch
            {
                SimpleNameSyntax name => Array.Exists(CallerWords, w => name.Identifier.ValueText.IndexOf(w, StringComparison.OrdinalIgnoreCase) >= 0) || IsUser(name) ? HandlerChecks.AsksCaller : 0,
                InvocationExpressionSyntax call => Bounds(call) ? HandlerChecks.BoundsList : 0,
                _ => 0,
            };
        }

        return checks;
    }

    /// <summary><c>User.FindFirst(…)</c>, <c>context.User.Identity</c>, <c>IsOwner(User, id)</c>; not a type or a table of that name.</summary>
    private static bool IsUser(SimpleNameSyntax name)
    {
        if (name.Identifier.ValueText != "User")
        {
            return false;
        }

        ExpressionSyntax whole = name.Parent is MemberAccessExpressionSyntax { Name: var last } access && last == name ? access : name;
        return whole.Parent switch
        {
            ArgumentSyntax => true,
            MemberAccessExpressionSyntax member when member.Expression == whole => member.Name.Identifier.ValueText is "FindFirst" or "FindFirstValue" or "FindAll" or "IsInRole" or "HasClaim"
                || member.Name.Identifier.ValueText.StartsWith("Get", StringComparison.Ordinal),
            ConditionalAccessExpressionSyntax => true,
            _ => false,
        };
    }

    /// <summary><c>Take(100)</c>, <c>Math.Min(size, MaxSize)</c>, <c>Math.Clamp(size, 1, 100)</c>.</summary>
    private static bool Bounds(InvocationExpressionSyntax call) => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var method, Expression: var on }
        && (method == "Take" ? call.ArgumentList.Arguments.Count == 1 && IsFixed(call.ArgumentList.Arguments[0]) : method is "Min" or "Clamp" && on is IdentifierNameSyntax { Identifier.ValueText: "Math" } && call.ArgumentList.Arguments.Any(IsFixed));

    /// <summary>A number, or a name with a capital, which is a constant or a setting and no parameter.</summary>
    private static bool IsFixed(ArgumentSyntax argument) => argument.Expression is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression }
        || (argument.Expression is IdentifierNameSyntax { Identifier.ValueText: { Length: > 0 } name } && char.IsUpper(name[0]));

    /// <summary><c>[Range(1, 100)] int pageSize</c>, or such a property of a query object.</summary>
    private static bool IsRanged(IParameterSymbol parameter, KnownSymbols known) => parameter.Attribute(known.Access.Range) is not null
        || (parameter.Type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None } type && known.IsOurs(type)
            && type.SelfAndBases().TakeWhile(known.IsOurs).SelectMany(t => t.GetMembers()).OfType<IPropertySymbol>().Any(p => WireMembers.AttributesOf(p).Any(a => a.AttributeClass.Is(known.Access.Range))));
}
