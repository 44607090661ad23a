using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Configuration;

/// <summary>
/// The types of frameworks beside MVC and minimal APIs whose handlers send data. All are found by name, so that none has to be
/// referenced here; those that a project does not reference are null and cost nothing.
/// </summary>
/// <param name="find">Finds a type by its metadata name.</param>
internal sealed class KnownFrameworks(Func<string, INamedTypeSymbol?> find)
{
    /// <summary>What the routes of Wolverine derive from: <c>[WolverineGet("/customers/{id}")]</c>.</summary>
    public INamedTypeSymbol? WolverineRoute { get; } = find("Wolverine.Http.WolverineHttpMethodAttribute");

    public INamedTypeSymbol? AccessTokenResponse { get; } = find("Microsoft.AspNetCore.Authentication.BearerToken.AccessTokenResponse");

    public INamedTypeSymbol? TwoFactorResponse { get; } = find("Microsoft.AspNetCore.Identity.Data.TwoFactorResponse");

    public INamedTypeSymbol? InfoResponse { get; } = find("Microsoft.AspNetCore.Identity.Data.InfoResponse");

    /// <summary>What ABP makes controllers of.</summary>
    public INamedTypeSymbol? AbpRemoteService { get; } = find("Volo.Abp.IRemoteService");

    /// <summary>Asp.Versioning, or the package before it: the versions that a controller serves.</summary>
    public INamedTypeSymbol? ApiVersion { get; } = find("Asp.Versioning.ApiVersionAttribute") ?? find("Microsoft.AspNetCore.Mvc.ApiVersionAttribute");

    /// <summary>The same: those that an action is for.</summary>
    public INamedTypeSymbol? MapToApiVersion { get; } = find("Asp.Versioning.MapToApiVersionAttribute") ?? find("Microsoft.AspNetCore.Mvc.MapToApiVersionAttribute");

    /// <summary>Razor Pages.</summary>
    public INamedTypeSymbol? PageModel { get; } = find("Microsoft.AspNetCore.Mvc.RazorPages.PageModel");

    /// <summary>Razor Pages: a method that is no handler.</summary>
    public INamedTypeSymbol? NonHandler { get; } = find("Microsoft.AspNetCore.Mvc.RazorPages.NonHandlerAttribute");

    /// <summary>SignalR.</summary>
    public INamedTypeSymbol? Hub { get; } = find("Microsoft.AspNetCore.SignalR.Hub");

    /// <summary>SignalR: <c>SendAsync</c>.</summary>
    public INamedTypeSymbol? ClientProxyExtensions { get; } = find("Microsoft.AspNetCore.SignalR.ClientProxyExtensions");

    /// <summary>SignalR: the clients of a typed hub.</summary>
    public INamedTypeSymbol? HubClientsOfT { get; } = find("Microsoft.AspNetCore.SignalR.IHubClients`1");

    /// <summary>SignalR: the clients of a typed hub, seen from one of its calls.</summary>
    public INamedTypeSymbol? HubCallerClientsOfT { get; } = find("Microsoft.AspNetCore.SignalR.IHubCallerClients`1");

    /// <summary>SignalR: streams.</summary>
    public INamedTypeSymbol? ChannelReaderOfT { get; } = find("System.Threading.Channels.ChannelReader`1");

    /// <summary>gRPC: marks the generated base class of a service.</summary>
    public INamedTypeSymbol? GrpcService { get; } = find("Grpc.Core.BindServiceMethodAttribute");

    /// <summary>gRPC, code first (protobuf-net.Grpc): marks the interface of a service.</summary>
    public INamedTypeSymbol? ProtobufNetService { get; } = find("ProtoBuf.Grpc.Configuration.ServiceAttribute");

    /// <summary>gRPC, code first: marks it too.</summary>
    public INamedTypeSymbol? ServiceContract { get; } = find("System.ServiceModel.ServiceContractAttribute");

    /// <summary>protobuf-net: a message.</summary>
    public INamedTypeSymbol? ProtoContract { get; } = find("ProtoBuf.ProtoContractAttribute");

    /// <summary>protobuf-net: a member of a message.</summary>
    public INamedTypeSymbol? ProtoMember { get; } = find("ProtoBuf.ProtoMemberAttribute");

    /// <summary>protobuf-net: what may stand in the place of a message.</summary>
    public INamedTypeSymbol? ProtoInclude { get; } = find("ProtoBuf.ProtoIncludeAttribute");

    /// <summary>protobuf-net: a member that is not sent.</summary>
    public INamedTypeSymbol? ProtoIgnore { get; } = find("ProtoBuf.ProtoIgnoreAttribute");

    /// <summary>gRPC: server streaming.</summary>
    public INamedTypeSymbol? ServerStreamWriter { get; } = find("Grpc.Core.IServerStreamWriter`1");

    /// <summary>Azure Functions, isolated worker.</summary>
    public INamedTypeSymbol? Function { get; } = find("Microsoft.Azure.Functions.Worker.FunctionAttribute");

    /// <summary>Azure Functions: marks the parameter of an HTTP function.</summary>
    public INamedTypeSymbol? HttpTrigger { get; } = find("Microsoft.Azure.Functions.Worker.HttpTriggerAttribute");

    /// <summary>Azure Functions: a response, which tells nothing of its body.</summary>
    public INamedTypeSymbol? HttpResponseData { get; } = find("Microsoft.Azure.Functions.Worker.Http.HttpResponseData");

    /// <summary>Azure Functions: <c>WriteAsJsonAsync</c>.</summary>
    public INamedTypeSymbol? HttpResponseDataExtensions { get; } = find("Microsoft.Azure.Functions.Worker.Http.HttpResponseDataExtensions");

    /// <summary>FastEndpoints: what all endpoints with a response derive from.</summary>
    public INamedTypeSymbol? FastEndpoint { get; } = find("FastEndpoints.Endpoint`2");

    /// <summary>OData: one entity.</summary>
    public INamedTypeSymbol? SingleResultOfT { get; } = find("Microsoft.AspNetCore.OData.Results.SingleResult`1");

    /// <summary>HotChocolate: a member that is not in the schema.</summary>
    public INamedTypeSymbol? GraphQLIgnore { get; } = find("HotChocolate.GraphQLIgnoreAttribute");

    /// <summary>HotChocolate: the name of a field.</summary>
    public INamedTypeSymbol? GraphQLName { get; } = find("HotChocolate.GraphQLNameAttribute");

    /// <summary>HotChocolate: marks the types whose members are fields of the root.</summary>
    public IReadOnlyList<INamedTypeSymbol> GraphQLRoots { get; } =
    [
        .. new[] { "QueryType", "MutationType", "SubscriptionType", "ExtendObjectType" }.Select(name => find($"HotChocolate.Types.{name}Attribute")).OfType<INamedTypeSymbol>(),
    ];

    /// <summary>Whether any is there that can be used without MVC and minimal APIs.</summary>
    public bool Any => (Hub ?? GrpcService ?? ProtobufNetService ?? Function ?? FastEndpoint ?? GraphQLIgnore) is not null;
}
