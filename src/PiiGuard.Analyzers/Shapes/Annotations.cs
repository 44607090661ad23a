using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Classification;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>What the code itself says about a member.</summary>
internal static class Annotations
{
    /// <summary>Reads <c>[Pii]</c>, <c>[NotPii]</c>, Identity's <c>[PersonalData]</c> and the data classifications of Microsoft.Extensions.Compliance.</summary>
    public static FieldAnnotation? Of(ISymbol member, KnownSymbols known)
    {
        FieldAnnotation? weaker = null;
        foreach (var attribute in WireMembers.AttributesOf(member))
        {
            var type = attribute.AttributeClass;
            if (type.Is(known.Pii))
            {
                return new FieldAnnotation(true, attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Enum, Value: int category } && Enum.IsDefined(typeof(PiiCategory), category) ? (PiiCategory)category : null);
            }

            if (type.Is(known.NotPii) && attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string reason } && !string.IsNullOrWhiteSpace(reason))
            {
                return new FieldAnnotation(false);
            }

            if (type.Is(known.PersonalData) && !IsOfIdentity(member))
            {
                weaker = new FieldAnnotation(true);
            }
            else if (type.Is(known.DataClassification) && weaker is null)
            {
                weaker = OfDataClassification(type!.Name);
            }
        }

        return weaker;
    }

    /// <summary>Identity marks what a user may download, flags and the id among it: of its own members the names tell more.</summary>
    private static bool IsOfIdentity(ISymbol member) => member.ContainingType?.ContainingNamespace?.ToDisplayString() == "Microsoft.AspNetCore.Identity";

    // A taxonomy is a company's own, so only the name can tell: [NoDataClassification] denies, a public class of data says
    // nothing, and every other classification is a mark of data that must not leave unnoticed.
    private static FieldAnnotation? OfDataClassification(string name) =>
        name == "NoDataClassificationAttribute" ? new FieldAnnotation(false)
        : name.StartsWith("Public", StringComparison.OrdinalIgnoreCase) || name.StartsWith("NonPersonal", StringComparison.OrdinalIgnoreCase) ? null
        : new FieldAnnotation(true);
}
