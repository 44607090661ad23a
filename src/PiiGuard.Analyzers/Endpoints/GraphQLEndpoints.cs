using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>Finds the fields of HotChocolate's root types: those that are marked, and those that <c>AddQueryType&lt;T&gt;()</c> names.</summary>
internal sealed class GraphQLEndpoints(KnownSymbols symbols)
{
    private readonly KnownFrameworks _known = symbols.Frameworks;

    public bool IsRoot(INamedTypeSymbol type) => _known.GraphQLRoots.Any(root => type.Attribute(root) is not null);

    /// <summary>The type that a call makes a root, itself or through an <c>ObjectType&lt;T&gt;</c>; null when it makes none, or one that is marked as well.</summary>
    public INamedTypeSymbol? RootOf(IInvocationOperation call)
    {
        if (call.TargetMethod.Name is not ("AddQueryType" or "AddMutationType" or "AddSubscriptionType" or "AddTypeExtension"))
        {
            return null;
        }

        var named = call.TargetMethod.TypeArguments.FirstOrDefault() ?? call.Arguments.Select(a => a.Value).OfType<ITypeOfOperation>().FirstOrDefault()?.TypeOperand;
        var described = named?.SelfAndBases().OfType<INamedTypeSymbol>().FirstOrDefault(t => t is { Name: "ObjectType" or "ObjectTypeExtension", TypeArguments.Length: 1, ContainingNamespace: { Name: "Types", ContainingNamespace.Name: "HotChocolate" } });
        return (described?.TypeArguments[0] ?? named) is INamedTypeSymbol type && !IsRoot(type)
            && (described is null || call.TargetMethod.Name != "AddTypeExtension" || type.Name is "Query" or "Mutation" or "Subscription") // else fields are added to a model
            && symbols.IsOurs(type) ? type : null;
    }

    /// <summary>Each field and the member that answers it; also those that the type inherits.</summary>
    public IEnumerable<(Endpoint Endpoint, ISymbol Member)> Of(INamedTypeSymbol root)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return root.SelfAndBases().Where(t => t.SpecialType == SpecialType.None).Concat(root.TypeKind == TypeKind.Interface ? root.AllInterfaces : []).SelectMany(t => t.GetMembers())
            .Where(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsImplicitlyDeclared: false } or IPropertySymbol { IsIndexer: false })
            .Where(m => m.DeclaredAccessibility == Accessibility.Public && !IsOfObject(m) && names.Add(m.Name) && m.Attribute(_known.GraphQLIgnore) is null)
            .Select(m => (new Endpoint(root.Name + "." + m.Name, symbols.IsOurs(m) ? m.Locations[0] : root.Locations[0], EndpointKind.GraphQL), m));    }

    /// <summary><c>ToString</c> and its kin, overridden.</summary>
    private static bool IsOfObject(ISymbol member)
    {
        var method = member as IMethodSymbol;
        while (method?.OverriddenMethod is { } overridden)
        {
            method = overridden;
        }

        return method?.ContainingType.SpecialType == SpecialType.System_Object;
    }
}
