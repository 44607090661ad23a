using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;

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
        var pattern = Argument(call, "pattern");
        if (pattern is not null && pattern.ConstantValue is not { HasValue: true, Value: string })
        {
            var named = handler is { MethodKind: not MethodKind.AnonymousFunction } ? handler : containing;
            return [new($"{named.ContainingType?.Name}.{named.Name}", location)];
        }

        var template = pattern?.ConstantValue.Value as string ?? "{**path}"; // MapFallback without a pattern
        var route = Route.Combine(PrefixOf(call.Arguments.FirstOrDefault()?.Value, depth: 0), template);
        return VerbsOf(call).Select(verb => new Endpoint(verb + " " + route, location));
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

    private static IEnumerable<string> VerbsOf(IInvocationOperation call)
    {
        var name = call.TargetMethod.Name;
        if (name is "MapGet" or "MapPost" or "MapPut" or "MapDelete" or "MapPatch")
        {
            return [name.Substring(3).ToUpperInvariant()];
        }

        var verbs = Argument(call, "httpMethods")?.DescendantsAndSelf()
            .Select(o => o.ConstantValue is { HasValue: true, Value: string verb } ? verb.ToUpperInvariant() : null)
            .OfType<string>().Distinct().ToList();
        return verbs is { Count: > 0 } ? verbs : ["*"];
    }

    private string PrefixOf(IOperation? builder, int depth)
    {
        switch (builder)
        {
            case var _ when depth > 16:
                return "";
            case IConversionOperation conversion:
                return PrefixOf(conversion.Operand, depth);
            case ILocalReferenceOperation { Local: var local } reference:
                return PrefixOf(Initializer(reference, local), depth + 1);
            case IInvocationOperation call:
                // Anything that is fed a builder and gives one back is taken to give the same group: RequireAuthorization, WithTags.
                var prefix = PrefixOf(call.Instance ?? call.Arguments.FirstOrDefault()?.Value, depth + 1);
                return call.TargetMethod.Name == "MapGroup" && call.TargetMethod.ContainingType.IsSame(known.EndpointRouteBuilderExtensions)
                    ? prefix + "/" + (Argument(call, "prefix")?.ConstantValue.Value as string ?? "")
                    : prefix;
            default:
                return "";
        }
    }

    private static IOperation? Initializer(IOperation reference, ILocalSymbol local)
    {
        var root = reference;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        return root.Descendants().OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(d => SymbolEqualityComparer.Default.Equals(d.Symbol, local))?.GetVariableInitializer()?.Value;
    }

    private static IOperation? Argument(IInvocationOperation call, string parameter) =>
        call.Arguments.FirstOrDefault(a => a.Parameter?.Name == parameter)?.Value;
}
