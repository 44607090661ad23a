using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>Finds the fields of HotChocolate's root types: those that are marked, and those that <c>AddQueryType&lt;T&gt;()</c> names.</summary>
internal sealed class GraphQLEndpoints(KnownSymbols symbols)
{
    private readonly KnownFrameworks _known = symbols.Frameworks;

    public bool IsRoot(INamedTypeSymbol type) => _known.GraphQLRoots.Any(root => type.Attribute(root) is not null);

    /// <summary>The type that a call makes a root; null when it makes none, or one that is marked as well.</summary>
    public INamedTypeSymbol? RootOf(IInvocationOperation call) =>
        call.TargetMethod is { Name: "AddQueryType" or "AddMutationType" or "AddSubscriptionType" or "AddTypeExtension", TypeArguments.Length: 1 } && call.TargetMethod.TypeArguments[0] is INamedTypeSymbol type && !IsRoot(type)
        && symbols.IsOurs(type)
            ? type
            : null;

    /// <summary>Each field and the member that answers it.</summary>
    public IEnumerable<(Endpoint Endpoint, ISymbol Member)> Of(INamedTypeSymbol root) => root.GetMembers()
        .Where(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsImplicitlyDeclared: false, OverriddenMethod: null } or IPropertySymbol { IsIndexer: false })
        .Where(m => m.DeclaredAccessibility == Accessibility.Public && m.Attribute(_known.GraphQLIgnore) is null)
        .Select(m => (new Endpoint(root.Name + "." + m.Name, m.Locations[0], EndpointKind.GraphQL), m));
}
