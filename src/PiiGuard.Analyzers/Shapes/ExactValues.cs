using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Values whose type is that of the expression, and none that derives from it.</summary>
internal static class ExactValues
{
    /// <summary><c>new Order()</c>, the element of a projection into such, and what a mapper was asked for.</summary>
    public static bool IsExact(IOperation? value) => BodyOperations.Unwrapped(value) switch
    {
        IObjectCreationOperation => true,
        IInvocationOperation { TargetMethod: { Name: "Map" or "Adapt", TypeArguments.Length: > 0 } method } when SymbolEqualityComparer.Default.Equals(method.ReturnType, method.TypeArguments[method.TypeArguments.Length - 1]) => true,
        IInvocationOperation { TargetMethod.Name: var name } call when Queries.TakesElement(name) =>
            Queries.Selected(call, by: "Select").ToList() is { Count: > 0 } made && made.TrueForAll(v => BodyOperations.Unwrapped(v) is IObjectCreationOperation),
        _ => false,
    };
}
