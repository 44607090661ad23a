using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Values whose type is that of the expression, and none that derives from it.</summary>
internal static class ExactValues
{
    private const int MostCalls = 12; // of a query

    private static readonly HashSet<string> Elements = new(new[] { "First", "FirstOrDefault", "Single", "SingleOrDefault", "Last", "LastOrDefault" }.SelectMany(n => new[] { n, n + "Async" }), StringComparer.Ordinal);

    /// <summary>Whether a method of LINQ's or Entity Framework's gives one element of a query.</summary>
    public static bool TakesElement(string method) => Elements.Contains(method);

    /// <summary><c>new Order()</c>, the element of a projection into such, and what a mapper was asked for.</summary>
    public static bool IsExact(IOperation? value) => BodyOperations.Unwrapped(value) switch
    {
        IObjectCreationOperation => true,
        IInvocationOperation { TargetMethod: { Name: "Map" or "Adapt", TypeArguments.Length: > 0 } method } when SymbolEqualityComparer.Default.Equals(method.ReturnType, method.TypeArguments[method.TypeArguments.Length - 1]) => true,
        IInvocationOperation { TargetMethod.Name: var name } call when TakesElement(name) => IsProjected(call),
        _ => false,
    };

    /// <summary>Whether the last projection before a call makes objects.</summary>
    private static bool IsProjected(IInvocationOperation call)
    {
        var at = call;
        for (var i = 0; i < MostCalls; i++)
        {
            if (BodyOperations.Unwrapped(at.Instance ?? at.Arguments.FirstOrDefault()?.Value) is not IInvocationOperation source)
            {
                return false;
            }

            if (source.TargetMethod.Name == "Select")
            {
                var selector = BodyOperations.Unwrapped(source.Arguments.LastOrDefault()?.Value);
                return ((selector as IDelegateCreationOperation)?.Target ?? selector) is IAnonymousFunctionOperation lambda && BodyOperations.Returned(lambda.Body).All(v => BodyOperations.Unwrapped(v) is IObjectCreationOperation);
            }

            at = source;
        }

        return false;
    }
}
