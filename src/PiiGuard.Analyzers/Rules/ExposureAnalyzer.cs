using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Diagnostics;
using PiiGuard.Analyzers.Endpoints;
using PiiGuard.Analyzers.Shapes;
using PiiGuard.Classification;

namespace PiiGuard.Analyzers.Rules;

/// <summary>PII1001 to PII1007 and PII4002: what endpoints return against what the contract declares.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ExposureAnalyzer : PiiGuardAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [
            Descriptors.UndeclaredPersonalData, Descriptors.Credential, Descriptors.PersistenceEntity, Descriptors.SentTypeAdds, Descriptors.IgnoredElsewhere, Descriptors.RunTimeTypeAdds, Descriptors.NotEvaluable, Descriptors.StaleContractLine,
        ];

    private protected override void Start(CompilationStartAnalysisContext context, KnownSymbols known, IReadOnlyList<ContractFile> contracts)
    {
        var types = new SourceTypes(context.Compilation);
        var reporter = new ExposureReporter(
            new PersonalPaths(known, new FieldClassifier(LexiconFile.Read(context.Options, context.CancellationToken)), new RunTimeTypes(types), new PersistenceEntities(types, known)),
            SerializerSettings.Read(context.Compilation, context.CancellationToken),
            contracts);
        var reader = new ResponseBodyReader(known);
        var controllers = new ControllerEndpoints(known);
        var minimal = new MinimalApiEndpoints(known);
        var meetings = new HandlerMeetings(reporter);

        context.RegisterOperationBlockAction(block =>
        {
            if (block.OwningSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method)
            {
                return;
            }

            var body = block.OperationBlocks.FirstOrDefault(o => o is IBlockOperation);
            if (controllers.IsController(method.ContainingType) && controllers.IsAction(method))
            {
                var bodies = reader.Read(method, body);
                foreach (var endpoint in controllers.Of(method.ContainingType, method, method.Locations[0]))
                {
                    reporter.Report(endpoint, bodies, block.ReportDiagnostic, block.CancellationToken);
                }
            }

            // Of a handler that is mapped elsewhere, or an action that others inherit.
            if (!reader.FromDeclaration(method).Complete)
            {
                meetings.Read(method, reader.Read(method, body), block.ReportDiagnostic, block.CancellationToken);
            }
        });

        context.RegisterSymbolAction(
            symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;
                if (!controllers.IsController(type))
                {
                    return;
                }

                foreach (var action in controllers.InheritedActions(type))
                {
                    var bodies = reader.FromDeclaration(action);
                    foreach (var endpoint in controllers.Of(type, action, type.Locations[0]))
                    {
                        if (!bodies.Complete && action.Locations.Any(l => l.IsInSource))
                        {
                            meetings.Mapped(endpoint, action.OriginalDefinition, symbol.ReportDiagnostic, symbol.CancellationToken);
                        }
                        else
                        {
                            reporter.Report(endpoint, bodies, symbol.ReportDiagnostic, symbol.CancellationToken);
                        }
                    }
                }
            },
            SymbolKind.NamedType);

        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (!minimal.IsMap(call))
                {
                    return;
                }

                var handler = MinimalApiEndpoints.Handler(call);
                var method = (handler as IAnonymousFunctionOperation)?.Symbol ?? (handler as IMethodReferenceOperation)?.Method;
                foreach (var endpoint in minimal.Of(call, method, operation.ContainingSymbol))
                {
                    if (handler is IMethodReferenceOperation && method is { MethodKind: MethodKind.Ordinary } && !reader.FromDeclaration(method).Complete)
                    {
                        meetings.Mapped(endpoint, method.OriginalDefinition, operation.ReportDiagnostic, operation.CancellationToken);
                    }
                    else
                    {
                        reporter.Report(endpoint, ReadHandler(reader, call, handler, method), operation.ReportDiagnostic, operation.CancellationToken);
                    }
                }
            },
            OperationKind.Invocation);

        context.RegisterCompilationEndAction(end =>
        {
            foreach (var endpoint in meetings.Unmet())
            {
                reporter.Report(endpoint, new ResponseBodies([], Complete: false), end.ReportDiagnostic, end.CancellationToken);
            }

            reporter.ReportStale(end.ReportDiagnostic);
        });
    }

    private static ResponseBodies ReadHandler(ResponseBodyReader reader, IInvocationOperation call, IOperation? handler, IMethodSymbol? method) => handler switch
    {
        IAnonymousFunctionOperation lambda => reader.Read(lambda.Symbol, lambda.Body),
        IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } reference => reader.Read(method!, LocalFunction(reference)),
        IMethodReferenceOperation => reader.FromDeclaration(method!),
        _ when MinimalApiEndpoints.HandlerType(call) is { } type => reader.FromDeclaration(type),
        _ => new ResponseBodies([], Complete: false),
    };

    private static IOperation? LocalFunction(IMethodReferenceOperation reference)
    {
        IOperation root = reference;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        return root.Descendants().OfType<ILocalFunctionOperation>()
            .FirstOrDefault(f => SymbolEqualityComparer.Default.Equals(f.Symbol, reference.Method.OriginalDefinition));
    }
}
