using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>What the code itself says about a member.</summary>
/// <param name="IsPersonal">True or false where an attribute says so; null where none does.</param>
/// <param name="Category">The category that the attribute names; null where it names none.</param>
internal readonly record struct Annotation(bool? IsPersonal, PiiCategory? Category)
{
    /// <summary>Reads <c>[Pii]</c>, <c>[NotPii]</c>, Identity's <c>[PersonalData]</c> and the data classifications of Microsoft.Extensions.Compliance.</summary>
    public static Annotation Of(ISymbol member, KnownSymbols known)
    {
        Annotation weaker = default;
        foreach (var attribute in WireMembers.AttributesOf(member))
        {
            var type = attribute.AttributeClass;
            if (type.Is(known.Pii))
            {
                return new(true, attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Enum, Value: int category } && Enum.IsDefined(typeof(PiiCategory), category) ? (PiiCategory)category : null);
            }

            if (type.Is(known.NotPii) && attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string reason } && !string.IsNullOrWhiteSpace(reason))
            {
                return new(false, null);
            }

            if (type.Is(known.PersonalData))
            {
                weaker = new(true, null);
            }
            else if (type.Is(known.DataClassification) && weaker.IsPersonal is null)
            {
                weaker = OfDataClassification(type!.Name);
            }
        }

        return weaker;
    }

    // A taxonomy is a company's own, so only the name can tell: [NoDataClassification] denies, a public class of data says
    // nothing, and every other classification is a mark of data that must not leave unnoticed.
    private static Annotation OfDataClassification(string name) =>
        name == "NoDataClassificationAttribute" ? new(false, null)
        : name.StartsWith("Public", StringComparison.OrdinalIgnoreCase) || name.StartsWith("NonPersonal", StringComparison.OrdinalIgnoreCase) ? default
        : new(true, null);
}
