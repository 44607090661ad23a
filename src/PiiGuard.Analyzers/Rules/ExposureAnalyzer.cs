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

/// <summary>PII1001 to PII1007, PII1009, PII1010, PII2001, PII2002, PII3001 and PII4002: what endpoints return against what the contract declares.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ExposureAnalyzer : PiiGuardAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [
            Descriptors.UndeclaredPersonalData, Descriptors.Credential, Descriptors.PersistenceEntity, Descriptors.SentTypeAdds, Descriptors.IgnoredElsewhere, Descriptors.RunTimeTypeAdds, Descriptors.NotEvaluable, Descriptors.AnonymousExposure, Descriptors.OpenRoot, Descriptors.GuessableKey, Descriptors.UnboundedList, Descriptors.PersonalUrl, Descriptors.StaleContractLine,
        ];

    private protected override void Start(CompilationStartAnalysisContext context, KnownSymbols known, IReadOnlyList<ContractFile> contracts)
    {
        var project = ProjectTypes.Read(context.Options);
        var types = new SourceTypes(context.Compilation);
        var classifier = new FieldClassifier(LexiconFile.Read(context.Options, context.CancellationToken));
        var texts = new MadeTexts(context.Compilation, classifier);
        var odata = ODataModel.Read(context.Compilation, context.CancellationToken);
        var runTimeTypes = new RunTimeTypes(types);
        var shapes = new TypeShapes(known, project);
        var entities = new PersistenceEntities(types, known);
        var reporter = new ExposureReporter(
            new PersonalPaths(project, shapes, classifier, runTimeTypes, entities, new Renames(context.Compilation, types, texts)),
            SerializerSettings.Read(context.Compilation, odata, project, context.CancellationToken),
            contracts,
            new RequestParameters(classifier, known),
            new OpenRoots(shapes, types, entities, known),
            known);
        var returnTypes = new ReturnTypes(known);
        var values = new PersonalValues(classifier, known, texts);
        var reader = new ResponseBodyReader(known, returnTypes, new ValueReader(known, returnTypes, runTimeTypes, new(context.Compilation), values), values);
        var controllers = new ControllerEndpoints(known, ConventionalRoutes.Read(context.Compilation, context.CancellationToken), odata);
        var minimal = new MinimalApiEndpoints(known, new BuilderOrigins(context.Compilation));
        var responses = new ResponseAssembly(reporter, returnTypes, known);

        var filters = AnswerFilters.Read(context.Compilation, project, context.CancellationToken);
        var frameworks = new FrameworkEndpoints(known, reader, returnTypes, responses);

        context.RegisterOperationBlockAction(block =>
        {
            if (block.OwningSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && returnTypes.IsOwnResult(constructor.ContainingType))
            {
                responses.Read(constructor, reader.ReadConstructor(constructor.ContainingType, block.OperationBlocks), block.ReportDiagnostic, block.CancellationToken);
            }

            if (block.OwningSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation or MethodKind.Conversion } method)
            {
                return;
            }

            frameworks.OnBody(block, method);
            var body = block.OperationBlocks.FirstOrDefault(o => o is IBlockOperation);
            var isAction = controllers.IsController(method.ContainingType) && controllers.IsAction(method);
            var needsBody = returnTypes.NeedsBody(method);
            if (!isAction && !needsBody)
            {
                return;
            }

            var bodies = reader.Read(method, body);
            foreach (var endpoint in isAction ? controllers.Of(method.ContainingType, method, method.Locations[0]) : [])
            {
                responses.Report(endpoint, Behind(filters.ReplacesAnswerOf(method, method.ContainingType), bodies), block.ReportDiagnostic, block.CancellationToken);
            }

            // Of a handler that is mapped elsewhere, an action that others inherit, a helper.
            if (needsBody)
            {
                responses.Read(method, bodies, block.ReportDiagnostic, block.CancellationToken);
            }
        });

        context.RegisterSymbolAction(
            symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;
                frameworks.OnType(symbol, type);
                if (!controllers.IsController(type))
                {
                    return;
                }

                foreach (var action in controllers.InheritedActions(type))
                {
                    var bodies = returnTypes.NeedsBody(action) && known.IsOurs(action) ? ResponseBodies.Of(action) : returnTypes.Of(action) with { Checks = HandlerEvidence.Of(action, known, symbol.CancellationToken) };
                    foreach (var endpoint in controllers.Of(type, action, type.Locations[0]))
                    {
                        responses.Report(endpoint, Behind(filters.ReplacesAnswerOf(action, type), bodies), symbol.ReportDiagnostic, symbol.CancellationToken);
                    }
                }
            },
            SymbolKind.NamedType);

        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                frameworks.OnCall(operation, call);
                foreach (var (endpoint, answer) in IdentityEndpoints.Maps(call) ? minimal.Of(call, null, operation.ContainingSymbol, operation.CancellationToken).SelectMany(e => IdentityEndpoints.Of(e, known.Frameworks)) : [])
                {
                    responses.Report(endpoint, new([answer], Complete: true) { Checks = HandlerChecks.AsksCaller }, operation.ReportDiagnostic, operation.CancellationToken);
                }

                if (!minimal.IsMap(call))
                {
                    return;
                }

                var handler = MinimalApiEndpoints.Handler(call);
                var method = (handler as IAnonymousFunctionOperation)?.Symbol ?? (handler as IMethodReferenceOperation)?.Method;
                var bodies = Behind(minimal.SaysMore(call) || filters.ReplacesAnswerOf(call), ReadHandler(call, handler, method).Claiming(BuilderCalls.Claims(call)));
                foreach (var endpoint in minimal.Of(call, method, operation.ContainingSymbol, operation.CancellationToken))
                {
                    responses.Report(endpoint, bodies, operation.ReportDiagnostic, operation.CancellationToken);
                }
            },
            OperationKind.Invocation);

        context.RegisterCompilationEndAction(end =>
        {
            responses.ReportRest(end.ReportDiagnostic, end.CancellationToken);
            reporter.ReportStale(end.ReportDiagnostic);
        });

        // What a filter makes of an answer nobody follows; what it is made of is still told.
        static ResponseBodies Behind(bool filter, ResponseBodies bodies) => filter ? bodies with { Complete = false } : bodies;

        ResponseBodies ReadHandler(IInvocationOperation call, IOperation? handler, IMethodSymbol? method) => handler switch
        {
            IAnonymousFunctionOperation lambda => reader.Read(lambda.Symbol, lambda.Body),
            IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } => reader.Read(method!, BodyOperations.LocalFunction(handler, method!)),
            IMethodReferenceOperation when returnTypes.NeedsBody(method!) && !method!.IsAbstract && known.IsOurs(method) => ResponseBodies.Of(method),
            IMethodReferenceOperation => returnTypes.Of(method!) with { Checks = HandlerEvidence.Of(method!, known) },
            _ when MinimalApiEndpoints.HandlerType(call) is { } type => returnTypes.Of(type) with { Checks = HandlerChecks.NotSeen },
            _ => new ResponseBodies([], Complete: false) { Checks = HandlerChecks.NotSeen },
        };
    }
}
