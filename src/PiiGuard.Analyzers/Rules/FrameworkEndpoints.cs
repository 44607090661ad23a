using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Endpoints;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.Analyzers.Rules;

/// <summary>
/// Reports what the frameworks beside MVC and minimal APIs send. For one that the project does not reference nothing is looked at. Bodies and calls are handed in by who looks at them
/// anyway: an action of its own costs its share of each.
/// </summary>
internal sealed class FrameworkEndpoints(KnownSymbols symbols, ResponseBodyReader reader, ReturnTypes returnTypes, ResponseAssembly responses)
{
    private readonly HandlerEndpoints? _handlers = (symbols.Frameworks.PageModel ?? symbols.Frameworks.Hub ?? symbols.Frameworks.GrpcService ?? symbols.Frameworks.ProtobufNetService ?? symbols.Frameworks.Function ?? symbols.Frameworks.WolverineRoute) is null ? null : new(symbols);
    private readonly PipelineEndpoints? _pipeline = symbols.RunExtensions is null ? null : new(symbols);
    private readonly HubMessages? _messages = symbols.Frameworks.Hub is null ? null : new(symbols.Frameworks);
    private readonly GraphQLEndpoints? _graph = symbols.Frameworks.GraphQLIgnore is null ? null : new(symbols);
    private readonly FastEndpointRoutes? _routes = symbols.Frameworks.FastEndpoint is null ? null : new(symbols.Frameworks);

    public void OnBody(OperationBlockAnalysisContext block, IMethodSymbol method)
    {
        if (_handlers is not null)
        {
            OnHandler(block, method, _handlers);
        }

        if (_pipeline?.Of(method) is { } middleware)
        {
            responses.Report(middleware, reader.Read(method, block.OperationBlocks.FirstOrDefault(o => o is IBlockOperation)), block.ReportDiagnostic, block.CancellationToken);
        }

        if (_routes is not null)
        {
            OnFastEndpoint(block, method, _routes);
        }
    }

    public void OnCall(OperationAnalysisContext operation, IInvocationOperation call)
    {
        if (_messages?.Of(call, operation.ContainingSymbol) is { } message)
        {
            responses.Report(message.Endpoint, reader.ReadValues(message.Values), operation.ReportDiagnostic, operation.CancellationToken);
        }

        if (_pipeline?.Of(call, operation.ContainingSymbol) is { } middleware)
        {
            responses.Report(middleware.Endpoint, reader.Read(middleware.Handler.Symbol, middleware.Handler.Body), operation.ReportDiagnostic, operation.CancellationToken);
        }

        if (_graph is not null)
        {
            OnRoot(_graph, _graph.RootOf(call), operation.ReportDiagnostic, operation.CancellationToken);
        }
    }

    public void OnType(SymbolAnalysisContext symbol, INamedTypeSymbol type)
    {
        if (_graph?.IsRoot(type) == true)
        {
            OnRoot(_graph, type, symbol.ReportDiagnostic, symbol.CancellationToken);
        }

        if (_routes?.IsEndpoint(type) == true)
        {
            Report(_routes, type, FastEndpointRoutes.OfAttributes(type).Concat(FastEndpointRoutes.OfBase(type)), symbol.ReportDiagnostic, symbol.CancellationToken);
        }
    }

    private void OnHandler(OperationBlockAnalysisContext block, IMethodSymbol method, HandlerEndpoints handlers)
    {
        ResponseBodies? bodies = null;
        foreach (var endpoint in handlers.Of(method))
        {
            bodies ??= reader.Read(method, block.OperationBlocks.FirstOrDefault(o => o is IBlockOperation));
            responses.Report(endpoint, bodies, block.ReportDiagnostic, block.CancellationToken);
        }
    }

    private void OnRoot(GraphQLEndpoints graph, INamedTypeSymbol? root, Action<Diagnostic> report, CancellationToken cancellation)
    {
        foreach (var (endpoint, member) in root is null ? [] : graph.Of(root))
        {
            var bodies = member switch
            {
                IMethodSymbol method when returnTypes.NeedsBody(method) && !method.IsAbstract => ResponseBodies.Of(method),
                IMethodSymbol method => returnTypes.Of(method),
                _ => returnTypes.Of(((IPropertySymbol)member).Type),
            };
            responses.Report(endpoint, bodies, report, cancellation);
        }
    }

    private void OnFastEndpoint(OperationBlockAnalysisContext block, IMethodSymbol method, FastEndpointRoutes routes)
    {
        if (!method.ContainingType.Is(symbols.Frameworks.FastEndpoint) || block.OperationBlocks.FirstOrDefault(o => o is IBlockOperation) is not { } body)
        {
            return;
        }

        if (method is { Name: "Configure", IsOverride: true } && routes.IsEndpoint(method.ContainingType))
        {
            Report(routes, method.ContainingType, FastEndpointRoutes.Of(method.ContainingType, body), block.ReportDiagnostic, block.CancellationToken);
        }
        else if (!returnTypes.NeedsBody(method))
        {
            // The handler, or what it calls to send the answer.
            responses.Read(method, reader.Read(method, body), block.ReportDiagnostic, block.CancellationToken);
        }
    }

    private void Report(FastEndpointRoutes routes, INamedTypeSymbol type, IEnumerable<Endpoint> endpoints, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var handler = FastEndpointRoutes.HandlerOf(type);
        var bodies = returnTypes.Of(routes.ResponseOf(type)) is { Complete: true } told ? told with { Checks = HandlerChecks.NotSeen, Calls = handler is null ? [] : [new(handler, [], default) { FillsOnly = true }] }
            : handler is not null ? ResponseBodies.Of(handler)
            : new ResponseBodies([], Complete: false) { Checks = HandlerChecks.NotSeen };
        foreach (var endpoint in endpoints)
        {
            responses.Report(endpoint, bodies, report, cancellation);
        }
    }
}
