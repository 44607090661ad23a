using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Writes to locals and parameters.</summary>
internal static class LocalWrites
{
    /// <summary>Everything that is assigned to a local; null when it is written in a way that is not followed.</summary>
    public static IReadOnlyList<IOperation>? ValuesOf(ILocalReferenceOperation reference)
    {
        var values = new List<IOperation>();
        foreach (var operation in BodyOperations.Root(reference).Descendants())
        {
            if (IsOther(operation, reference.Local))
            {
                return null;
            }

            var value = operation switch
            {
                IVariableDeclaratorOperation d when SymbolEqualityComparer.Default.Equals(d.Symbol, reference.Local) => d.GetVariableInitializer()?.Value,
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation t } a when SymbolEqualityComparer.Default.Equals(t.Local, reference.Local) => a.Value,
                _ => null,
            };
            if (value is not null)
            {
                values.Add(value);
            }
        }

        return values;
    }

    /// <summary>Whether a parameter is given another value anywhere in the body that uses it.</summary>
    public static bool IsWritten(IOperation use, IParameterSymbol parameter) => BodyOperations.Root(use).Descendants()
        .Select(o => o is IAssignmentOperation assignment ? assignment.Target : o is IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument ? argument.Value : null)
        .Any(target => target?.DescendantsAndSelf().OfType<IParameterReferenceOperation>().Any(p => SymbolEqualityComparer.Default.Equals(p.Parameter, parameter)) == true);

    /// <summary>A write that the simple flow does not follow: <c>??=</c>, deconstruction, <c>ref</c> and <c>out</c>, a member of the result.</summary>
    private static bool IsOther(IOperation operation, ILocalSymbol local)
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
