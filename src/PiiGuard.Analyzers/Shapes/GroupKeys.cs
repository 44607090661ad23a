using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>What the groups of a query are made by: <c>users.GroupBy(u => u.Email).Select(g => g.Key)</c>.</summary>
internal static class GroupKeys
{
    private const int MostCalls = 12; // of a query

    /// <summary>The value that a group's key was; null where the query cannot be followed.</summary>
    public static IOperation? Of(IPropertyReferenceOperation key)
    {
        if (key.Instance is not IParameterReferenceOperation { Parameter: var group })
        {
            return null;
        }

        IOperation? at = key;
        while (at is not null && !(at is IAnonymousFunctionOperation lambda && lambda.Symbol.Parameters.Contains(group, SymbolEqualityComparer.Default)))
        {
            at = at.Parent;
        }

        while (at is not (null or IInvocationOperation))
        {
            at = at.Parent;
        }

        for (var (call, i) = (at as IInvocationOperation, 0); call is not null && i < MostCalls; i++)
        {
            var source = BodyOperations.Unwrapped(call.Instance ?? call.Arguments.FirstOrDefault()?.Value) as IInvocationOperation;
            if (source?.TargetMethod.Name == "GroupBy")
            {
                var selector = source.Arguments.Select(a => BodyOperations.Unwrapped(a.Value)).Select(v => (v as IDelegateCreationOperation)?.Target ?? v).OfType<IAnonymousFunctionOperation>().FirstOrDefault();
                return selector is null ? null : BodyOperations.Returned(selector.Body).FirstOrDefault();
            }

            call = source;
        }

        return null;
    }
}
