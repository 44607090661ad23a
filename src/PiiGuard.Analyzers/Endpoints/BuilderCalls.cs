using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>The calls that configure an endpoint where it is mapped: <c>app.MapGet(…).Produces&lt;T&gt;().AllowAnonymous()</c>.</summary>
internal static class BuilderCalls
{
    private static readonly ConditionalWeakTable<IOperation, ILookup<ISymbol, IInvocationOperation>> ByKept = new();

    /// <summary>The calls on what a call gives back, the innermost first; also those on a local that it is kept in.</summary>
    public static IEnumerable<IInvocationOperation> On(IInvocationOperation map)
    {
        var last = map;
        for (var outer = Around(map); outer is not null; outer = Around(outer))
        {
            yield return last = outer;
        }

        var parent = last.Parent is IConversionOperation conversion ? conversion.Parent : last.Parent;
        if (parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } })
        {
            foreach (var call in On(last, local))
            {
                yield return call;
            }
        }
    }

    /// <summary>The calls on a local or a parameter that keeps a builder, in a body; not those on what is mapped by it: <c>g.WithTags("x").AllowAnonymous()</c>, not <c>g.MapGet(…).AllowAnonymous()</c>.</summary>
    public static IEnumerable<IInvocationOperation> On(IOperation use, ISymbol kept) =>
        ByKept.GetValue(BodyOperations.Root(use), Read)[kept];

    /// <summary>Read once for each body: one that maps a thousand endpoints would be read a thousand times.</summary>
    private static ILookup<ISymbol, IInvocationOperation> Read(IOperation body) => body.Descendants().OfType<IInvocationOperation>()
        .Select(c => (Call: c, Kept: Kept(c))).Where(c => c.Kept is not null).ToLookup<(IInvocationOperation Call, ISymbol? Kept), ISymbol, IInvocationOperation>(c => c.Kept!, c => c.Call, SymbolEqualityComparer.Default);

    /// <summary>The local or parameter at the start of a chain of calls.</summary>
    private static ISymbol? Kept(IInvocationOperation call)
    {
        IOperation? at = call;
        while (true)
        {
            switch (at)
            {
                case IConversionOperation conversion:
                    at = conversion.Operand;
                    break;
                case IInvocationOperation inner when ReferenceEquals(inner, call) || !inner.TargetMethod.Name.StartsWith("Map", StringComparison.Ordinal):
                    at = Receiver(inner);
                    break;
                case ILocalReferenceOperation local:
                    return local.Local;
                case IParameterReferenceOperation parameter:
                    return parameter.Parameter;
                default:
                    return null;
            }
        }
    }

    public static IOperation? Receiver(IInvocationOperation call) => call.Instance ?? call.Arguments.FirstOrDefault()?.Value;

    /// <summary>The bodies of success that <c>Produces&lt;T&gt;()</c> names.</summary>
    public static IReadOnlyCollection<ITypeSymbol> Claims(IInvocationOperation map) =>
    [
        .. from call in On(map)
           where call.TargetMethod is { Name: "Produces", TypeArguments.Length: <= 1, ContainingType.Name: "OpenApiRouteHandlerBuilderExtensions" }
           where call.Arguments.FirstOrDefault(a => a.Parameter?.Name == "statusCode")?.Value.ConstantValue.Value is null or (>= 200 and < 300)
           let type = call.TargetMethod.TypeArguments.FirstOrDefault() ?? call.Arguments.Select(a => a.Value).OfType<IConversionOperation>().Select(c => c.Operand).Concat(call.Arguments.Select(a => a.Value)).OfType<ITypeOfOperation>().FirstOrDefault()?.TypeOperand
           where type is not null
           select type,
    ];

    private static IInvocationOperation? Around(IInvocationOperation call)
    {
        var parent = call.Parent;
        while (parent is IConversionOperation or IArgumentOperation)
        {
            parent = parent.Parent;
        }

        return parent is IInvocationOperation outer && Receiver(outer) is { } receiver && ReferenceEquals(BodyOperations.Unwrapped(receiver), call) ? outer : null;
    }
}
