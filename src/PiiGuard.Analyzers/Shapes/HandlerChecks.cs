using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>What the code of a handler does beside answering.</summary>
[Flags]
internal enum HandlerChecks
{
    None = 0,

    /// <summary>It asks who is calling, or whether they may.</summary>
    AsksCaller = 1,

    /// <summary>It bounds the length of a list.</summary>
    BoundsList = 2,

    /// <summary>Its code was not looked at.</summary>
    NotSeen = AsksCaller | BoundsList,
}

/// <summary>Finds evidence of what a handler checks. It is meant to be generous: where it is wrong, a rule is silent.</summary>
internal static class HandlerEvidence
{
    private static readonly string[] CallerWords = ["Authoriz", "Authoris", "Permission", "Access", "CurrentUser", "UserContext", "UserAccessor", "Claim", "Principal", "Identity", "Ownership", "Session"];
    private static readonly HashSet<string> CallerTypes = new(StringComparer.Ordinal) { "ClaimsPrincipal", "IPrincipal", "IIdentity", "ClaimsIdentity", "Claim" };

    public static HandlerChecks Of(IMethodSymbol handler, IOperation body, KnownSymbols known)
    {
        var checks = handler.Parameters.Any(p => IsRanged(p, known)) ? HandlerChecks.BoundsList : HandlerChecks.None;
        foreach (var operation in body.Descendants())
        {
            checks |= operation switch
            {
                IInvocationOperation call => (SpeaksOfCaller(call.TargetMethod.Name) || SpeaksOfCaller(call.TargetMethod.ContainingType.Name) ? HandlerChecks.AsksCaller : 0) | (Bounds(call) ? HandlerChecks.BoundsList : 0),
                IPropertyReferenceOperation property => IsCaller(property.Type) || SpeaksOfCaller(property.Property.ContainingType.Name) || SpeaksOfCaller(property.Property.Name) ? HandlerChecks.AsksCaller : 0,
                IFieldReferenceOperation field => IsCaller(field.Type) ? HandlerChecks.AsksCaller : 0,
                IParameterReferenceOperation parameter => IsCaller(parameter.Type) ? HandlerChecks.AsksCaller : 0,
                _ => 0,
            };
            if (checks == HandlerChecks.NotSeen)
            {
                break;
            }
        }

        return checks;
    }

    private static bool IsCaller(ITypeSymbol? type) => type is not null && (CallerTypes.Contains(type.Name) || (type.TypeKind == TypeKind.Interface && SpeaksOfCaller(type.Name)));

    private static bool SpeaksOfCaller(string name) => Array.Exists(CallerWords, w => name.IndexOf(w, StringComparison.Ordinal) >= 0);

    /// <summary><c>Take(100)</c>, <c>Math.Min(size, 100)</c>, <c>Math.Clamp(size, 1, 100)</c>.</summary>
    private static bool Bounds(IInvocationOperation call) =>
        (call.TargetMethod.Name is "Take" && call.Arguments.LastOrDefault()?.Value.ConstantValue.HasValue == true)
        || (call.TargetMethod is { Name: "Min" or "Clamp", ContainingType.Name: "Math" } && call.Arguments.Any(a => a.Value.ConstantValue.HasValue));

    /// <summary><c>[Range(1, 100)] int pageSize</c>, or such a property of a query object.</summary>
    private static bool IsRanged(IParameterSymbol parameter, KnownSymbols known) => parameter.Attribute(known.Access.Range) is not null
        || (parameter.Type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None } type && known.IsOurs(type)
            && type.SelfAndBases().TakeWhile(known.IsOurs).SelectMany(t => t.GetMembers()).OfType<IPropertySymbol>().Any(p => WireMembers.AttributesOf(p).Any(a => a.AttributeClass.Is(known.Access.Range))));
}
