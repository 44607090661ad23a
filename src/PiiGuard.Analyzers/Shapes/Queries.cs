using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Queries of LINQ as chains of calls.</summary>
internal static class Queries
{
    private const int MostCalls = 12;

    private static readonly HashSet<string> Elements = new(new[] { "First", "FirstOrDefault", "Single", "SingleOrDefault", "Last", "LastOrDefault" }.SelectMany(n => new[] { n, n + "Async" }), StringComparer.Ordinal);

    /// <summary>Whether a method of LINQ's or Entity Framework's gives one element of a query.</summary>
    public static bool TakesElement(string method) => Elements.Contains(method);

    /// <summary>What a call of a name selects, or the nearest one of it before another call; empty where there is none, or no lambda: <c>users.Select(u => u.Email)</c>.</summary>
    public static IEnumerable<IOperation> Selected(IInvocationOperation? call, string by)
    {
        for (var i = 0; i < MostCalls && call is not null; i++)
        {
            if (call.TargetMethod.Name == by)
            {
                return call.Arguments.Select(a => BodyOperations.Unwrapped(a.Value)).Select(v => (v as IDelegateCreationOperation)?.Target ?? v).OfType<IAnonymousFunctionOperation>().Take(1).SelectMany(l => BodyOperations.Returned(l.Body));
            }

            call = BodyOperations.Unwrapped(call.Instance ?? call.Arguments.FirstOrDefault()?.Value) as IInvocationOperation;
        }

        return [];
    }

    /// <summary>The value that the key of a group was: <c>users.GroupBy(u => u.Email).Select(g => g.Key)</c>; null where the query cannot be followed.</summary>
    public static IOperation? GroupedBy(IPropertyReferenceOperation key)
    {
        if (key.Instance is not IParameterReferenceOperation { Parameter: var group })
        {
            return null;
        }

        IOperation? at = key;
        while (at is not (null or IAnonymousFunctionOperation) || (at is IAnonymousFunctionOperation lambda && !lambda.Symbol.Parameters.Contains(group, SymbolEqualityComparer.Default)))
        {
            at = at.Parent;
        }

        while (at is not (null or IInvocationOperation))
        {
            at = at.Parent;
        }

        return Selected(at as IInvocationOperation, by: "GroupBy").FirstOrDefault();
    }
}
