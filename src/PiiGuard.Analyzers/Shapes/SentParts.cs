using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>The operations of a body that have a part in what is sent: the values themselves, what the locals and members in them are given, and what is put into those on the way.</summary>
internal static class SentParts
{
    public static HashSet<IOperation> Of(IEnumerable<IOperation> sent, IEnumerable<IOperation> operations)
    {
        var changes = operations.Select(o => (Holder: HolderOf(o), Operation: o)).Where(c => c.Holder is not null).ToLookup(c => c.Holder!, c => c.Operation, SymbolEqualityComparer.Default);
        var kept = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var parts = new HashSet<IOperation>();
        var pending = new Queue<IOperation>(sent);
        while (pending.Count > 0)
        {
            foreach (var part in BodyOperations.All(pending.Dequeue()).Where(parts.Add))
            {
                if (SymbolOf(part) is { } symbol && kept.Add(symbol))
                {
                    var values = part is ILocalReferenceOperation local ? LocalWrites.ValuesOf(local) ?? [] : [];
                    values.Concat(changes[symbol]).ToList().ForEach(pending.Enqueue);
                }
                else if (FunctionOf(part) is { MethodKind: MethodKind.LocalFunction } function && BodyOperations.LocalFunction(part, function)?.Body is { } body)
                {
                    pending.Enqueue(body);
                }
            }
        }

        return parts;
    }

    /// <summary>What an operation changes: <c>answer.Data = customer</c>, <c>list.Add(customer)</c>, <c>row["email"] = email</c>.</summary>
    private static ISymbol? HolderOf(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: { } instance } } => RootOf(instance),
        ISimpleAssignmentOperation { Target: IDynamicMemberReferenceOperation { Instance: { } instance } } => RootOf(instance),
        IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd" or "AddRange" or "Insert" or "InsertRange", Instance: { } instance } => RootOf(instance),
        IInvocationOperation { TargetMethod.Name: "Load", Instance: { Type.Name: "DataTable" } table } => RootOf(table),
        IInvocationOperation { TargetMethod.Name: "Fill", Arguments: { Length: > 0 } filled } => RootOf(filled[0].Value),
        _ => null,
    };

    private static ISymbol? RootOf(IOperation instance)
    {
        var at = instance;
        while (SymbolOf(at) is null && at is IMemberReferenceOperation { Instance: { } outer })
        {
            at = outer;
        }

        return SymbolOf(at);
    }

    /// <summary>A local, or a member of the object that answers.</summary>
    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }, Member: IFieldSymbol or IPropertySymbol } member => member.Member,
        _ => null,
    };

    private static IMethodSymbol? FunctionOf(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod,
        IMethodReferenceOperation reference => reference.Method,
        _ => null,
    };
}
