using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>The members that System.Text.Json serialises, with ASP.NET Core's web defaults (camel case, no fields).</summary>
internal sealed class WireMembers(KnownSymbols known)
{
    public IEnumerable<WireMember> Of(ITypeSymbol type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var types = type.TypeKind == TypeKind.Interface ? type.AllInterfaces.Cast<ITypeSymbol>().Prepend(type) : type.SelfAndBases();
        foreach (var member in types.SelectMany(t => t.GetMembers()))
        {
            // The most derived of several members of one name is the one that is sent, or ignored.
            // An ignored one hides it only if it overrides it: of one that is merely new, the base's is sent instead.
            if (TypeOf(member) is not { } memberType || seen.Contains(member.Name))
            {
                continue;
            }

            var ignored = IsIgnored(member);
            if (!ignored || member.IsOverride)
            {
                seen.Add(member.Name);
            }

            if (!ignored)
            {
                yield return new(member, memberType, WireName(member));
            }
        }
    }

    /// <summary>The attributes of a member, of what it overrides, and of the record parameter it comes from: what is said first counts.</summary>
    public static IEnumerable<AttributeData> AttributesOf(ISymbol member)
    {
        var attributes = member.GetAttributes().AsEnumerable();
        for (var overridden = (member as IPropertySymbol)?.OverriddenProperty; overridden is not null; overridden = overridden.OverriddenProperty)
        {
            attributes = attributes.Concat(overridden.GetAttributes());
        }

        if (member is IPropertySymbol { ContainingType.IsRecord: true } property)
        {
            var parameter = property.ContainingType.InstanceConstructors.SelectMany(c => c.Parameters)
                .FirstOrDefault(p => p.Name == property.Name && SymbolEqualityComparer.Default.Equals(p.Type, property.Type)
                    && p.ContainingSymbol.DeclaringSyntaxReferences.Any(r => property.ContainingType.DeclaringSyntaxReferences.Contains(r)
                        || property.DeclaringSyntaxReferences.Any(d => r.Span.Contains(d.Span))));
            attributes = attributes.Concat(parameter?.GetAttributes() ?? []);
        }

        return attributes;
    }

    private ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        { IsStatic: true } => null,
        IPropertySymbol { IsIndexer: true } or IPropertySymbol { GetMethod: null } or IPropertySymbol { ExplicitInterfaceImplementations.IsEmpty: false } => null,
        IPropertySymbol property when property.GetMethod!.DeclaredAccessibility == Accessibility.Public || IsIncluded(property) => property.Type,
        IFieldSymbol { IsImplicitlyDeclared: false } field when IsIncluded(field) => field.Type,
        _ => null,
    };

    private bool IsIncluded(ISymbol member) => member.Attribute(known.JsonInclude) is not null;

    // WhenWritingNull and WhenWritingDefault hide nothing that matters; Always (1), the default, and WhenWriting (4) do.
    private bool IsIgnored(ISymbol member) =>
        member.Attribute(known.JsonIgnore) is { } attribute
        && (attribute.NamedArguments.FirstOrDefault(a => a.Key == "Condition").Value.Value is null or 1 or 4);

    private string WireName(ISymbol member) =>
        member.Attribute(known.JsonPropertyName)?.ConstructorArguments.FirstOrDefault().Value as string ?? CamelCase(member.Name);

    /// <summary>As <c>JsonNamingPolicy.CamelCase</c>: the leading capitals go down, but the last of them when a small letter follows.</summary>
    internal static string CamelCase(string name)
    {
        var letters = name.ToCharArray();
        for (var i = 0; i < letters.Length && char.IsUpper(letters[i]); i++)
        {
            if (i > 0 && i + 1 < letters.Length && !char.IsUpper(letters[i + 1]))
            {
                if (letters[i + 1] == ' ')
                {
                    letters[i] = char.ToLowerInvariant(letters[i]);
                }

                break;
            }

            letters[i] = char.ToLowerInvariant(letters[i]);
        }

        return new string(letters);
    }
}
