using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Writes to locals.</summary>
internal static class LocalWrites
{
    /// <summary>A write that the simple flow does not follow: <c>??=</c>, deconstruction, <c>ref</c> and <c>out</c>, a member of the result.</summary>
    public static bool IsOther(IOperation operation, ILocalSymbol local)
    {
        var target = operation switch
        {
            ICoalesceAssignmentOperation coalesce => coalesce.Target,
            ICompoundAssignmentOperation compound => compound.Target,
            IDeconstructionAssignmentOperation { Target: ITupleOperation tuple } => tuple.Elements.FirstOrDefault(e => IsLocal(e, local)),
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => argument.Value,
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Value", Instance: { } instance } } => instance,
            _ => null,
        };
        return target is not null && IsLocal(target, local);
    }

    private static bool IsLocal(IOperation operation, ILocalSymbol local) =>
        operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local);
}
