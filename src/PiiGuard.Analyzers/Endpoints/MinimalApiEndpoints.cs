using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>Finds <c>MapGet</c> and its kin, the routes they map and the handlers they call.</summary>
internal sealed class MinimalApiEndpoints(KnownSymbols known, BuilderOrigins origins)
{
    private readonly MapCalls _calls = new(known);

    public bool IsMap(IInvocationOperation call) => _calls.IsMap(call);

    /// <summary>Whether the method that maps says more of the endpoint than is followed.</summary>
    public bool SaysMore(IInvocationOperation call) => _calls.SaysMore(call);

    /// <summary>One endpoint for each verb. The name is the handler's, or has that of the method, where the route cannot be told.</summary>
    public IEnumerable<Endpoint> Of(IInvocationOperation call, IMethodSymbol? handler, ISymbol containing, CancellationToken cancellation)
    {
        var location = call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member }
            ? member.Name.GetLocation()
            : call.Syntax.GetLocation();
        var isAnonymous = _calls.AllowsAnonymous(call) || Access.IsAnonymous(call) || Access.IsAnonymous(known, handler);
        var hasPolicy = Access.HasPolicy(call) || Access.HasPolicy(known, handler);
        var (template, isWhole) = MapCalls.Pattern(call) is { } pattern ? RouteTexts.Of(pattern)
            : call.TargetMethod.Name == "MapFallback" ? ("{**path}", true)
            : ("", true);
        isWhole &= _calls.ServesPattern(call);
        if (!isWhole && handler is { MethodKind: not MethodKind.AnonymousFunction })
        {
            return [new($"{handler.ContainingType?.Name}.{handler.Name}", location, IsAnonymous: isAnonymous) { Handler = handler, HasPolicy = hasPolicy }];
        }

        return
        [
            .. from origin in OriginsOf(call.Arguments.FirstOrDefault()?.Value, depth: 0, cancellation)
               from verb in VerbsOf(call)
               // Of a group that comes from elsewhere, of a route that is made while the program runs: the name must not be that of another one's endpoint.
               let route = isWhole && origin.Prefix is { } prefix ? verb + " " + Route.Combine(prefix, template) : null
               from name in route is null ? [$"{containing.ContainingType?.Name}.{containing.Name}:{verb}{Route.Combine("", template)}"]
                   : ApiVersions.Of(call, origin) is { Count: > 0 } versions ? versions.Select(v => ApiVersions.Named(route, v))
                   : [route]
               group origin by name into endpoints
               select new Endpoint(endpoints.Key, location, IsAnonymous: isAnonymous || endpoints.Any(o => o.IsAnonymous)) { Handler = handler, HasPolicy = hasPolicy || endpoints.All(o => o.HasPolicy) },
        ];
    }

    /// <summary>The lambda or method that handles the requests; null when it cannot be told.</summary>
    public static IOperation? Handler(IInvocationOperation call)
    {
        var operation = MapCalls.Handler(call);
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IDelegateCreationOperation creation:
                    operation = creation.Target;
                    break;
                case ILocalReferenceOperation { Local: var local } reference:
                    operation = Initializer(reference, local);
                    break;
                default:
                    return operation is IAnonymousFunctionOperation or IMethodReferenceOperation ? operation : null;
            }
        }
    }

    /// <summary>What the delegate that is handed over returns, where its own type says so.</summary>
    public static ITypeSymbol? HandlerType(IInvocationOperation call)
    {
        var operation = MapCalls.Handler(call);
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return (operation?.Type as INamedTypeSymbol)?.DelegateInvokeMethod?.ReturnType;
    }

    private static IEnumerable<string> VerbsOf(IInvocationOperation call)
    {
        if (MapCalls.Verb(call.TargetMethod) is { } one)
        {
            return [one];
        }

        var verbs = Argument(call, "httpMethods")?.DescendantsAndSelf()
            .Select(o => o switch
            {
                { ConstantValue: { HasValue: true, Value: string verb } } => verb.ToUpperInvariant(),
                IFieldReferenceOperation { Field: { Name: var name, ContainingType.Name: "HttpMethods" } } => name.ToUpperInvariant(), // static readonly
                _ => null,
            })
            .OfType<string>().Distinct().ToList();
        return verbs is { Count: > 0 } ? verbs : ["*"];
    }

    /// <summary>What a builder brings along; not what is said of it in the same body, of access.</summary>
    private IReadOnlyList<BuilderOrigin> OriginsOf(IOperation? builder, int depth, CancellationToken cancellation)
    {
        switch (builder)
        {
            case var _ when depth > 16:
                return [BuilderOrigin.Unknown];
            case { Type: { Name: "WebApplication" or "IApplicationBuilder" } }:
                return [BuilderOrigin.Root]; // which no group is
            case IConversionOperation conversion:
                return OriginsOf(conversion.Operand, depth, cancellation);
            case IConditionalOperation { WhenFalse: { } otherwise } either:
                return [.. OriginsOf(either.WhenTrue, depth + 1, cancellation).Union(OriginsOf(otherwise, depth + 1, cancellation))];
            case ICoalesceOperation or:
                return [.. OriginsOf(or.Value, depth + 1, cancellation).Union(OriginsOf(or.WhenNull, depth + 1, cancellation))];
            case ILocalReferenceOperation { Local: var local } reference:
                return Initializer(reference, local) is { } value ? OriginsOf(value, depth + 1, cancellation) : [BuilderOrigin.Unknown];
            case IParameterReferenceOperation { Parameter: var parameter } when LocalWrites.IsWritten(builder, parameter):
                return [BuilderOrigin.Unknown];
            case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } parameter }:
                return [IsOfUseEndpoints(builder, parameter) ? BuilderOrigin.Root : BuilderOrigin.Unknown];
            case IParameterReferenceOperation { Parameter: var parameter }:
                return origins.Of(parameter, cancellation);
            case IInvocationOperation { TargetMethod: var method, Syntax: InvocationExpressionSyntax syntax } when known.IsOurs(method):
                return origins.Of(syntax, cancellation);
            case IInvocationOperation call:
                // Anything that is fed a builder and gives one back is taken to give the same group: RequireAuthorization, WithTags.
                var outer = OriginsOf(BuilderCalls.Receiver(call), depth + 1, cancellation);
                return call.TargetMethod.Name != "MapGroup" || !call.TargetMethod.ContainingType.IsSame(known.EndpointRouteBuilderExtensions)
                    ? outer
                    : [.. outer.Select(o => o.Below(Argument(call, "prefix")?.ConstantValue.Value as string))];
            default:
                return [BuilderOrigin.Unknown];
        }
    }

    /// <summary><c>app.UseEndpoints(endpoints => …)</c>: its parameter stands for the application.</summary>
    private static bool IsOfUseEndpoints(IOperation use, IParameterSymbol parameter)
    {
        for (var at = use; at is not null; at = at.Parent)
        {
            if (at is IAnonymousFunctionOperation lambda && SymbolEqualityComparer.Default.Equals(lambda.Symbol, parameter.ContainingSymbol))
            {
                return lambda.Parent is IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "UseEndpoints" } } };
            }
        }

        return false;
    }

    private static IOperation? Initializer(IOperation reference, ILocalSymbol local)
    {
        var root = BodyOperations.Root(reference);

        // One that is assigned again may be anything by then.
        return root.Descendants().OfType<ISimpleAssignmentOperation>().Any(a => a.Target is ILocalReferenceOperation t && SymbolEqualityComparer.Default.Equals(t.Local, local))
            ? null
            : root.Descendants().OfType<IVariableDeclaratorOperation>()
                .FirstOrDefault(d => SymbolEqualityComparer.Default.Equals(d.Symbol, local))?.GetVariableInitializer()?.Value;
    }

    private static IOperation? Argument(IInvocationOperation call, string parameter) =>
        call.Arguments.FirstOrDefault(a => a.Parameter?.Name == parameter)?.Value;
}
