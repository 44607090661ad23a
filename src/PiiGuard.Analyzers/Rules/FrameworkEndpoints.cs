using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Endpoints;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.Analyzers.Rules;

/// <summary>Reports what the frameworks beside MVC and minimal APIs send. For one that the project does not reference nothing is registered.</summary>
internal sealed class FrameworkEndpoints(KnownSymbols symbols, ResponseBodyReader reader, ReturnTypes returnTypes, ResponseAssembly responses)
{
    public void Register(CompilationStartAnalysisContext context)
    {
        var known = symbols.Frameworks;
        if ((known.PageModel ?? known.Hub ?? known.GrpcService ?? known.ProtobufNetService ?? known.Function) is not null)
        {
            var handlers = new HandlerEndpoints(symbols);
            context.RegisterOperationBlockAction(block => OnHandler(block, handlers));
        }

        if (known.Hub is not null)
        {
            var messages = new HubMessages(known);
            context.RegisterOperationAction(
                o =>
                {
                    if (messages.Of((IInvocationOperation)o.Operation, o.ContainingSymbol) is { } message)
                    {
                        responses.Report(message.Endpoint, reader.ReadValues(message.Values), o.ReportDiagnostic, o.CancellationToken);
                    }
                },
                OperationKind.Invocation);
        }

        if (known.GraphQLIgnore is not null)
        {
            var graph = new GraphQLEndpoints(symbols);
            context.RegisterSymbolAction(s => OnRoot(graph, graph.IsRoot((INamedTypeSymbol)s.Symbol) ? (INamedTypeSymbol)s.Symbol : null, s.ReportDiagnostic, s.CancellationToken), SymbolKind.NamedType);
            context.RegisterOperationAction(o => OnRoot(graph, graph.RootOf((IInvocationOperation)o.Operation), o.ReportDiagnostic, o.CancellationToken), OperationKind.Invocation);
        }

        if (known.FastEndpoint is not null)
        {
            var routes = new FastEndpointRoutes(known);
            context.RegisterOperationBlockAction(block => OnFastEndpoint(block, routes));
            context.RegisterSymbolAction(
                s =>
                {
                    if (s.Symbol is INamedTypeSymbol type && routes.IsEndpoint(type))
                    {
                        Report(routes, type, FastEndpointRoutes.OfAttributes(type), s.ReportDiagnostic, s.CancellationToken);
                    }
                },
                SymbolKind.NamedType);
        }
    }

    private void OnHandler(OperationBlockAnalysisContext block, HandlerEndpoints handlers)
    {
        if (block.OwningSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method)
        {
            return;
        }

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

    private void OnFastEndpoint(OperationBlockAnalysisContext block, FastEndpointRoutes routes)
    {
        if (block.OwningSymbol is not IMethodSymbol { IsOverride: true } method || !routes.IsEndpoint(method.ContainingType) || block.OperationBlocks.FirstOrDefault(o => o is IBlockOperation) is not { } body)
        {
            return;
        }

        if (method.Name == "Configure")
        {
            Report(routes, method.ContainingType, FastEndpointRoutes.Of(method.ContainingType, body), block.ReportDiagnostic, block.CancellationToken);
        }
        else if (SymbolEqualityComparer.Default.Equals(method, FastEndpointRoutes.HandlerOf(method.ContainingType)) && !returnTypes.NeedsBody(method))
        {
            responses.Read(method, reader.Read(method, body), block.ReportDiagnostic, block.CancellationToken);
        }
    }

    private void Report(FastEndpointRoutes routes, INamedTypeSymbol type, IEnumerable<Endpoint> endpoints, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var response = routes.ResponseOf(type);
        var bodies = response.SpecialType != SpecialType.System_Object ? returnTypes.Of(response) with { Checks = HandlerChecks.NotSeen }
            : FastEndpointRoutes.HandlerOf(type) is { } handler ? ResponseBodies.Of(handler)
            : new ResponseBodies([], Complete: false) { Checks = HandlerChecks.NotSeen };
        foreach (var endpoint in endpoints)
        {
            responses.Report(endpoint, bodies, report, cancellation);
        }
    }
}
