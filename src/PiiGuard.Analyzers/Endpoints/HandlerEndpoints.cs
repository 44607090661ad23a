using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>Finds handlers that are methods of a class by convention: Razor Pages, SignalR hubs, gRPC services, Azure Functions.</summary>
internal sealed class HandlerEndpoints(KnownSymbols symbols)
{
    private static readonly string[] PageVerbs = ["OnGet", "OnPost", "OnPut", "OnDelete", "OnPatch", "OnHead", "OnOptions"];

    private readonly KnownFrameworks _known = symbols.Frameworks;

    public IEnumerable<Endpoint> Of(IMethodSymbol method)
    {
        var kind = IsPageHandler(method) ? EndpointKind.Mvc
            : IsHubMethod(method) ? EndpointKind.Hub
            : IsGrpcMethod(method) ? EndpointKind.Grpc
            : (EndpointKind?)null;
        return kind is not null ? [new(method.ContainingType.Name + "." + NameOf(method), method.Locations[0], kind.Value, Access.IsAnonymous(symbols, method, method.ContainingType))]
            : FunctionsOf(method).Concat(WolverineOf(method));
    }

    /// <summary>By the rules of ASP.NET Core's DefaultPageApplicationModelPartsProvider.</summary>
    private bool IsPageHandler(IMethodSymbol method) =>
        method.Name.StartsWith("On", StringComparison.Ordinal) && IsPublicInstance(method) && method.ContainingType.Is(_known.PageModel) && !method.IsGenericMethod && method.Attribute(_known.NonHandler) is null
        && PageVerbs.Any(verb => method.Name.StartsWith(verb, StringComparison.Ordinal) && (method.Name.Length == verb.Length || char.IsUpper(method.Name[verb.Length])));

    private bool IsHubMethod(IMethodSymbol method) => IsPublicInstance(method) && !method.IsOverride && method.ContainingType.Is(_known.Hub);

    /// <summary>A method that stands for one of the generated base class of a service, or of the interface of one that is written code first.</summary>
    private bool IsGrpcMethod(IMethodSymbol method) =>
        (_known.GrpcService is not null && method.OverriddenMethod is { } overridden && overridden.ContainingType.Attribute(_known.GrpcService) is not null)
        || (_known.ProtobufNetService is not null && !method.IsStatic && method.ContainingType.AllInterfaces
            .Where(i => i.Attribute(_known.ProtobufNetService) is not null || i.Attribute(_known.ServiceContract) is not null)
            .SelectMany(i => i.GetMembers(NameOf(method))).Any(m => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(m), method)));

    /// <summary>Methods with a route of Wolverine, static ones too.</summary>
    private IEnumerable<Endpoint> WolverineOf(IMethodSymbol method) => _known.WolverineRoute is null ? [] :
        from attribute in method.GetAttributes()
        where attribute.AttributeClass.Is(_known.WolverineRoute)
        let verb = attribute.AttributeClass!.Name.Replace("Wolverine", "").Replace("Attribute", "").ToUpperInvariant()
        from route in attribute.ConstructorArguments.Select(a => a.Value).OfType<string>().Take(1)
        select new Endpoint(verb + " " + Route.Combine("", route), method.Locations[0], EndpointKind.Minimal, Access.IsAnonymous(symbols, method, method.ContainingType));

    private IEnumerable<Endpoint> FunctionsOf(IMethodSymbol method)
    {
        if (method.Attribute(_known.Function) is not { } function
            || method.Parameters.Select(p => p.Attribute(_known.HttpTrigger)).FirstOrDefault(t => t is not null) is not { } trigger)
        {
            return [];
        }

        var route = trigger.NamedArguments.FirstOrDefault(a => a.Key == "Route").Value.Value as string ?? function.ConstructorArguments.FirstOrDefault().Value as string ?? method.Name;
        var verbs = trigger.ConstructorArguments.Where(a => a.Kind == TypedConstantKind.Array).Flat().Select(v => v.Value).OfType<string>();
        var isAnonymous = trigger.ConstructorArguments.Any(a => a is { Kind: TypedConstantKind.Enum, Value: 0 }); // AuthorizationLevel.Anonymous
        // "api" is the prefix of routes where host.json names no other one.
        return verbs.Select(v => v.ToUpperInvariant()).Distinct().DefaultIfEmpty("*").Select(verb => new Endpoint(verb + " " + Route.Combine("api", route), method.Locations[0], EndpointKind.Function, isAnonymous));
    }

    /// <summary>The name that callers know: without the interface, where it is implemented explicitly.</summary>
    private static string NameOf(IMethodSymbol method) => method.ExplicitInterfaceImplementations.FirstOrDefault()?.Name ?? method.Name;

    private static bool IsPublicInstance(IMethodSymbol method) => method is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsAbstract: false, MethodKind: MethodKind.Ordinary };
}
