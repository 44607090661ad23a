using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Diagnostics;
using PiiGuard.Analyzers.Shapes;
using PiiGuard.Classification;

namespace PiiGuard.Analyzers.Rules;

/// <summary>PII3001 to PII3004: personal data that leaves on other ways than in a response.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FlowAnalyzer : PiiGuardAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.PersonalUrl, Descriptors.PersonalLog, Descriptors.PersonalException, Descriptors.PersonalTag];

    private protected override void Start(CompilationStartAnalysisContext context, KnownSymbols known, IReadOnlyList<ContractFile> contracts)
    {
        var classifier = new FieldClassifier(LexiconFile.Read(context.Options, context.CancellationToken));
        var values = new PersonalValues(classifier, known, new MadeTexts(context.Compilation, classifier));
        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (RuleOf(call.TargetMethod, known) is { } rule)
                {
                    // Of an extension the first argument is what it is called on; of a tag, its name.
                    var first = rule == Descriptors.PersonalTag || (call.TargetMethod.IsExtensionMethod && call.Instance is null) ? 1 : 0;
                    foreach (var argument in call.Arguments.Where(a => a.Parameter?.Ordinal >= first && a.Parameter.Attribute(known.DataClassification) is null)) // or a redactor takes care of it
                    {
                        foreach (var part in rule == Descriptors.PersonalUrl ? PartsOf(argument) : [argument.Value])
                        {
                            Report(operation, rule, part, values);
                        }
                    }
                }
            },
            OperationKind.Invocation);
        context.RegisterOperationAction(
            operation =>
            {
                var creation = (IObjectCreationOperation)operation.Operation;
                if (creation.Type.Is(known.Exception))
                {
                    foreach (var argument in creation.Arguments)
                    {
                        Report(operation, Descriptors.PersonalException, argument.Value, values);
                    }
                }
            },
            OperationKind.ObjectCreation);
    }

    private static void Report(OperationAnalysisContext operation, DiagnosticDescriptor rule, IOperation? value, PersonalValues values)
    {
        foreach (var (found, name, classification) in values.Of(value))
        {
            var properties = ImmutableDictionary<string, string?>.Empty.Add(DiagnosticKeys.Categories, classification.Category.ToString());
            operation.ReportDiagnostic(Diagnostic.Create(rule, found.Syntax.GetLocation(), properties, $"{name} ({classification.Category})", classification.Explain()));
        }
    }

    /// <summary>What an argument puts into a URL: route values one by one, and a URL that is made of others; not one that is a value by itself. A local is looked through once: code that does not compile can name it in its own value.</summary>
    private static IEnumerable<IOperation> PartsOf(IArgumentOperation argument)
    {
        var whole = BodyOperations.Unwrapped(argument.Value) is ILocalReferenceOperation local && LocalWrites.ValuesOf(local) is { Count: 1 } values ? values[0] : argument.Value;
        return BodyOperations.Unwrapped(whole) switch
        {
            IAnonymousObjectCreationOperation routeValues when IsRouteValues(argument.Parameter) => routeValues.Initializers.OfType<ISimpleAssignmentOperation>().Select(i => i.Value),
            var dictionary when IsRouteValues(argument.Parameter) => dictionary is null ? [] : [dictionary],
            IInterpolatedStringOperation or IBinaryOperation or IInvocationOperation => [whole],
            _ => [],
        };
    }

    /// <summary>Of <c>RedirectToAction</c>, <c>CreatedAtRoute</c>, <c>Url.Action</c>, a link generator.</summary>
    private static bool IsRouteValues(IParameterSymbol? parameter) => parameter is { Name: "routeValues" or "values", ContainingSymbol: IMethodSymbol { ContainingNamespace: var space, ContainingType: var type } } && space.IsAspNetCore()
        && (parameter.Name == "routeValues" || type.Name.IndexOf("Url", StringComparison.Ordinal) >= 0 || type.Name.IndexOf("Link", StringComparison.Ordinal) >= 0);

    private static DiagnosticDescriptor? RuleOf(IMethodSymbol method, KnownSymbols known) =>
        method.ContainingType.IsSame(known.LoggerExtensions) || (method.Name == "BeginScope" && method.ContainingType is { Name: "ILogger", ContainingNamespace.Name: "Logging" }) || method.Attribute(known.LoggerMessage) is not null ? Descriptors.PersonalLog
        : method is { Name: "SetTag" or "AddTag" or "SetBaggage" or "AddBaggage" } && method.ContainingType.IsSame(known.Activity) ? Descriptors.PersonalTag
        : method is { Name: "Redirect" or "RedirectPermanent" or "LocalRedirect" or "RedirectPreserveMethod" or "LocalRedirectPermanent", ContainingNamespace: var space } && space.IsAspNetCore() ? Descriptors.PersonalUrl
        : method.Parameters.Any(IsRouteValues) ? Descriptors.PersonalUrl
        : null;
}
