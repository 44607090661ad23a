using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>Finds <c>MapGet</c> and its kin, the routes they map and the handlers they call.</summary>
internal sealed class MinimalApiEndpoints(KnownSymbols known)
{
    public bool IsMap(IInvocationOperation call) =>
        call.TargetMethod.ContainingType.IsSame(known.EndpointRouteBuilderExtensions)
        && call.TargetMethod.Name.StartsWith("Map", StringComparison.Ordinal)
        && call.TargetMethod.Parameters.Any(p => p.Name is "handler" or "requestDelegate");

    /// <summary>One endpoint for each verb. The name is the handler's where the route is not constant.</summary>
    public IEnumerable<Endpoint> Of(IInvocationOperation call, IMethodSymbol? handler, ISymbol containing)
    {
        var location = call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member }
            ? member.Name.GetLocation()
            : call.Syntax.GetLocation();
        var isAnonymous = Access.IsAnonymous(call) || Access.IsAnonymous(known, handler);
        var hasPolicy = Access.HasPolicy(call) || Access.HasPolicy(known, handler);
        var pattern = Argument(call, "pattern");
        if (pattern is not null && pattern.ConstantValue is not { HasValue: true, Value: string })
        {
            var named = handler is { MethodKind: not MethodKind.AnonymousFunction } ? handler : containing;
            return [new($"{named.ContainingType?.Name}.{named.Name}", location, IsAnonymous: isAnonymous) { Handler = handler, HasPolicy = hasPolicy }];
        }

        var template = pattern?.ConstantValue.Value as string ?? "{**path}"; // MapFallback without a pattern
        if (PrefixOf(call.Arguments.FirstOrDefault()?.Value, depth: 0) is { } prefix)
        {
            var route = Route.Combine(prefix, template);
            return VerbsOf(call).Select(verb => new Endpoint(verb + " " + route, location, IsAnonymous: isAnonymous) { Handler = handler, HasPolicy = hasPolicy });
        }

        // A group that comes from elsewhere: the name must not be that of another group's endpoint.
        return VerbsOf(call).Select(verb => new Endpoint($"{containing.ContainingType?.Name}.{containing.Name}:{verb}{Route.Combine("", template)}", location, IsAnonymous: isAnonymous) { Handler = handler, HasPolicy = hasPolicy });
    }

    /// <summary>The lambda or method that handles the requests; null when it cannot be told.</summary>
    public static IOperation? Handler(IInvocationOperation call)
    {
        var operation = Argument(call, "handler") ?? Argument(call, "requestDelegate");
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
        var operation = Argument(call, "handler") ?? Argument(call, "requestDelegate");
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return (operation?.Type as INamedTypeSymbol)?.DelegateInvokeMethod?.ReturnType;
    }

    private static IEnumerable<string> VerbsOf(IInvocationOperation call)
    {
        var name = call.TargetMethod.Name;
        if (name is "MapGet" or "MapPost" or "MapPut" or "MapDelete" or "MapPatch")
        {
            return [name.Substring(3).ToUpperInvariant()];
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

    /// <summary>The prefix of a builder; null when it is a group whose prefix cannot be told.</summary>
    private string? PrefixOf(IOperation? builder, int depth)
    {
        switch (builder)
        {
            case var _ when depth > 16:
                return null;
            case IConversionOperation conversion:
                return PrefixOf(conversion.Operand, depth);
            case ILocalReferenceOperation { Local: var local } reference:
                return Initializer(reference, local) is { } value ? PrefixOf(value, depth + 1) : RootOnly(reference);
            case IInvocationOperation call:
                // Anything that is fed a builder and gives one back is taken to give the same group: RequireAuthorization, WithTags.
                var prefix = PrefixOf(call.Instance ?? call.Arguments.FirstOrDefault()?.Value, depth + 1);
                return call.TargetMethod.Name != "MapGroup" || !call.TargetMethod.ContainingType.IsSame(known.EndpointRouteBuilderExtensions) ? prefix
                    : prefix is not null && Argument(call, "prefix")?.ConstantValue.Value is string constant ? prefix + "/" + constant
                    : null;
            default:
                return RootOnly(builder);
        }
    }

    /// <summary>The application itself has no prefix; a group that is handed in has one that is not known here.</summary>
    private static string? RootOnly(IOperation? builder) => builder?.Type?.Name == "RouteGroupBuilder" ? null : "";

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
