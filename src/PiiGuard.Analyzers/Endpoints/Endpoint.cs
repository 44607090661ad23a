using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>One endpoint of the API.</summary>
/// <param name="Name">Verb and route (<c>GET /customers/{id}</c>); <c>Type.Method</c> where there is no route.</param>
/// <param name="Location">Where to report: the name of the action, or of the <c>Map…</c> call.</param>
/// <param name="Kind">What serves it.</param>
/// <param name="IsAnonymous">Whether the code says that anyone may call it (<c>[AllowAnonymous]</c>). Without that it depends on what is configured.</param>
internal sealed record Endpoint(string Name, Location Location, EndpointKind Kind = EndpointKind.Minimal, bool IsAnonymous = false)
{
    /// <summary>Whether the formatter is chosen by what the caller accepts; not where <c>[Produces("application/json")]</c> names others than XML.</summary>
    public bool IsNegotiated { get; init; } = true;

    /// <summary>Whether OData's formatter writes its bodies.</summary>
    public bool IsOData { get; init; }

    /// <summary>What handles it, where its parameters are those of the request; else null.</summary>
    public IMethodSymbol? Handler { get; init; }

    /// <summary>Whether more is asked for than a log-in: a policy, roles, a filter of the project's own.</summary>
    public bool HasPolicy { get; init; }
}

/// <summary>What serves an endpoint, and so who writes its bodies.</summary>
internal enum EndpointKind
{
    /// <summary>Minimal APIs, and FastEndpoints, which writes as they do.</summary>
    Minimal,

    /// <summary>Actions of controllers and handlers of Razor Pages, whose bodies the formatter of MVC writes.</summary>
    Mvc,

    /// <summary>Azure Functions, isolated worker.</summary>
    Function,

    /// <summary>SignalR.</summary>
    Hub,

    /// <summary>gRPC services.</summary>
    Grpc,

    /// <summary>HotChocolate.</summary>
    GraphQL,
}
