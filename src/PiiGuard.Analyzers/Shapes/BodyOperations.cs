using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Finds operations in the body of a method.</summary>
internal static class BodyOperations
{
    /// <summary>What a body returns.</summary>
    public static IEnumerable<IOperation> Returned(IOperation body) =>
        Own(body).Where(o => o.Kind == OperationKind.Return).Select(o => ((IReturnOperation)o).ReturnedValue).OfType<IOperation>();

    /// <summary>All operations of a body, those of the functions in it too; in any order, which is faster than in theirs.</summary>
    public static List<IOperation> All(IOperation body)
    {
        List<IOperation> all = [body];
        for (var i = 0; i < all.Count; i++)
        {
            foreach (var child in all[i].ChildOperations)
            {
                all.Add(child);
            }
        }

        return all;
    }

    /// <summary>The operations of a body, without those of the functions in it.</summary>
    public static IEnumerable<IOperation> Own(IOperation body)
    {
        var pending = new Stack<IOperation>([body]);
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            yield return operation;
            if (ReferenceEquals(operation, body) || operation is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
            {
                foreach (var child in operation.ChildOperations)
                {
                    pending.Push(child);
                }
            }
        }
    }

    /// <summary>Whether an operation stands in a body itself, and not in a function in it.</summary>
    public static bool IsOwn(IOperation operation, IOperation body)
    {
        var at = operation;
        while (!ReferenceEquals(at, body) && at is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            at = at.Parent;
        }

        return ReferenceEquals(at, body);
    }

    /// <summary>The outermost operation around one.</summary>
    public static IOperation Root(IOperation operation)
    {
        while (operation.Parent is not null)
        {
            operation = operation.Parent;
        }

        return operation;
    }

    /// <summary>The local function of a name that is used in the same body.</summary>
    public static ILocalFunctionOperation? LocalFunction(IOperation use, IMethodSymbol function) =>
        Root(use).Descendants().OfType<ILocalFunctionOperation>().FirstOrDefault(f => SymbolEqualityComparer.Default.Equals(f.Symbol, function.OriginalDefinition));

    /// <summary>The value without conversions, <c>await</c> and <c>ConfigureAwait</c> around it.</summary>
    public static IOperation? Unwrapped(IOperation? value)
    {
        while (true)
        {
            switch (value)
            {
                case IConversionOperation conversion:
                    value = conversion.Operand;
                    break;
                case IAwaitOperation wait:
                    value = wait.Operation;
                    break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task }:
                    value = task;
                    break;
                default:
                    return value;
            }
        }
    }
}
