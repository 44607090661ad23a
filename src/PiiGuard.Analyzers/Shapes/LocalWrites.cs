using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Writes to locals and parameters.</summary>
internal static class LocalWrites
{
    private static readonly ConditionalWeakTable<IOperation, Dictionary<ILocalSymbol, List<IOperation>?>> ByRoot = new();
    private static readonly ConditionalWeakTable<IOperation, ILookup<ILocalSymbol, IOperation>> AddedByRoot = new();

    private static readonly HashSet<string> Adding = new(["Add", "Append", "AppendLine", "AppendFormat", "AppendJoin", "Write", "WriteLine", "WriteAsync", "WriteLineAsync"], StringComparer.Ordinal);

    /// <summary>What is added to a list or a text that a local keeps: <c>names.Add(user.FullName)</c>, <c>text.AppendLine(user.Email)</c>.</summary>
    public static IEnumerable<IOperation> AddedTo(ILocalReferenceOperation reference) => AddedByRoot.GetValue(BodyOperations.Root(reference), ReadAdded)[reference.Local];

    /// <summary>Also down a chain: <c>text.Append(a).Append(b)</c>.</summary>
    private static ILookup<ILocalSymbol, IOperation> ReadAdded(IOperation root) => root.Descendants().OfType<IInvocationOperation>().Where(c => Adding.Contains(c.TargetMethod.Name))
        .Select(c => (Kept: KeptBy(c), Call: c)).Where(c => c.Kept is not null).SelectMany(c => c.Call.Arguments.Select(a => (Kept: c.Kept!, a.Value))).ToLookup<(ILocalSymbol Kept, IOperation Value), ILocalSymbol, IOperation>(a => a.Kept, a => a.Value, SymbolEqualityComparer.Default);

    private static ILocalSymbol? KeptBy(IInvocationOperation call)
    {
        IOperation? at = call.Instance;
        while (at is IInvocationOperation inner && Adding.Contains(inner.TargetMethod.Name))
        {
            at = inner.Instance;
        }

        return (at as ILocalReferenceOperation)?.Local;
    }

    /// <summary>Everything that is assigned to a local; null when it is written in a way that is not followed.</summary>
    public static IReadOnlyList<IOperation>? ValuesOf(ILocalReferenceOperation reference) =>
        ByRoot.GetValue(BodyOperations.Root(reference), Read).TryGetValue(reference.Local, out var values) ? values : [];

    /// <summary>Read once for each body: one with a thousand locals would be read a thousand times.</summary>
    private static Dictionary<ILocalSymbol, List<IOperation>?> Read(IOperation root)
    {
        var all = new Dictionary<ILocalSymbol, List<IOperation>?>(SymbolEqualityComparer.Default);
        foreach (var operation in root.Descendants())
        {
            if (OtherTarget(operation) is { } other)
            {
                all[other] = null;
            }

            var (local, value) = operation switch
            {
                IVariableDeclaratorOperation declared => (declared.Symbol, declared.GetVariableInitializer()?.Value),
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment => (target.Local, assignment.Value),
                _ => default,
            };
            if (local is not null && value is not null)
            {
                if (!all.TryGetValue(local, out var values))
                {
                    all.Add(local, values = []);
                }

                values?.Add(value);
            }
        }

        return all;
    }

    /// <summary>Whether a parameter is given another value anywhere in the body that uses it.</summary>
    public static bool IsWritten(IOperation use, IParameterSymbol parameter) => BodyOperations.Root(use).Descendants()
        .Select(o => o is IAssignmentOperation assignment ? assignment.Target : o is IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument ? argument.Value : null)
        .Any(target => target?.DescendantsAndSelf().OfType<IParameterReferenceOperation>().Any(p => SymbolEqualityComparer.Default.Equals(p.Parameter, parameter)) == true);

    /// <summary>The local of a write that the simple flow does not follow: <c>??=</c>, deconstruction, <c>ref</c> and <c>out</c>, a member of the result.</summary>
    private static ILocalSymbol? OtherTarget(IOperation operation) => (operation switch
    {
        ICoalesceAssignmentOperation coalesce => coalesce.Target,
        ICompoundAssignmentOperation compound => compound.Target,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => argument.Value,
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Value", Instance: { } instance } } => instance,
        ILocalReferenceOperation { Parent: ITupleOperation { Parent: IDeconstructionAssignmentOperation { Target: ITupleOperation target } } tuple } element when ReferenceEquals(target, tuple) => element,
        _ => null,
    } as ILocalReferenceOperation)?.Local;
}
