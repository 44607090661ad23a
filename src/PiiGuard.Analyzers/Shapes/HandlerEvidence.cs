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
    private static readonly string[] CallerWords = ["Authoriz", "Authoris", "Permission", "CanAccess", "HasAccess", "AccessControl", "CurrentUser", "UserContext", "UserAccessor", "ClaimsPrincipal", "ClaimTypes", "HasClaim", "IPrincipal", "IIdentity", "Owned", "Ownership", "Forbid", "Unauthorized", "Challenge", "ForUser"];

    private static readonly string[] SizeWords = ["size", "limit", "take", "count", "top", "max"];

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
                SimpleNameSyntax name => Array.Exists(CallerWords, w => name.Identifier.ValueText.IndexOf(w, StringComparison.OrdinalIgnoreCase) >= 0) || IsUser(name) || IsUserId(name, handler) ? HandlerChecks.AsksCaller : 0,
                InvocationExpressionSyntax call => Bounds(call) ? HandlerChecks.BoundsList : 0,
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.GreaterThanExpression or (int)SyntaxKind.GreaterThanOrEqualExpression } comparison => IsSizeCheck(comparison) ? HandlerChecks.BoundsList : 0,
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
            MemberAccessExpressionSyntax member when member.Expression == whole => member.Name.Identifier.ValueText is "FindFirst" or "FindFirstValue" or "FindAll" or "IsInRole" or "HasClaim" or "Claims" or "Identity"
                || member.Name.Identifier.ValueText.StartsWith("Get", StringComparison.Ordinal),
            ConditionalAccessExpressionSyntax => true,
            _ => false,
        };
    }

    /// <summary>The id of who is calling: a name like <c>GetUserId</c> that is none of the request's own.</summary>
    private static bool IsUserId(SimpleNameSyntax name, IMethodSymbol handler) =>
        name.Identifier.ValueText.IndexOf("UserId", StringComparison.OrdinalIgnoreCase) >= 0 && handler.Parameters.All(p => !string.Equals(p.Name, name.Identifier.ValueText, StringComparison.OrdinalIgnoreCase));

    /// <summary><c>pageSize > 100</c>: whoever asks for more is refused, or gets less.</summary>
    private static bool IsSizeCheck(BinaryExpressionSyntax comparison) => comparison is { Left: IdentifierNameSyntax { Identifier.ValueText: var size } } && IsFixed(comparison.Right)
        && Array.Exists(SizeWords, w => size.IndexOf(w, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary><c>Take(100)</c>, <c>Math.Min(size, MaxSize)</c>, <c>Math.Clamp(size, 1, 100)</c>.</summary>
    private static bool Bounds(InvocationExpressionSyntax call) => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var method, Expression: var on }
        && (method == "Take" ? call.ArgumentList.Arguments.Count == 1 && IsFixed(call.ArgumentList.Arguments[0].Expression) : method is "Min" or "Clamp" && on is IdentifierNameSyntax { Identifier.ValueText: "Math" } && call.ArgumentList.Arguments.Any(a => IsFixed(a.Expression)));

    /// <summary>A number, or a name with a capital, which is a constant or a setting and no parameter.</summary>
    private static bool IsFixed(ExpressionSyntax value) => value is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression }
        || (value is IdentifierNameSyntax { Identifier.ValueText: { Length: > 0 } name } && char.IsUpper(name[0]))
        || value is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member } && member.StartsWith("Max", StringComparison.Ordinal) && member != "MaxValue";

    /// <summary><c>[Range(1, 100)] int pageSize</c>, or such a property of a query object.</summary>
    private static bool IsRanged(IParameterSymbol parameter, KnownSymbols known) => IsBound(parameter.Attribute(known.Access.Range))
        || (parameter.Type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None } type && known.IsOurs(type)
            && type.SelfAndBases().TakeWhile(known.IsOurs).SelectMany(t => t.GetMembers()).OfType<IPropertySymbol>().Any(p => WireMembers.AttributesOf(p).Any(a => a.AttributeClass.Is(known.Access.Range) && IsBound(a))));

    private static bool IsBound(AttributeData? range) => range is not null && !range.ConstructorArguments.Any(a => a.Kind == TypedConstantKind.Primitive && a.Value is int.MaxValue or double.MaxValue);
}
