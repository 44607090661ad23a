using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Answers that refuse a request and tell the caller what it has sent: <c>Conflict($"{dto.Email} is taken")</c>. That is no news to the caller.</summary>
internal static class Refusals
{
    private static readonly HashSet<string> Factories = new(["BadRequest", "Conflict", "NotFound", "UnprocessableEntity", "Problem", "ValidationProblem"], StringComparer.Ordinal);

    /// <summary>Whether a value is a part of the request, and stands in such an answer.</summary>
    public static bool Echoes(IOperation value) => RootOf(value) is IParameterReferenceOperation { Parameter: { Type.TypeKind: not TypeKind.Interface } parameter } root && IsOfHandler(root, parameter) && !LocalWrites.IsWritten(root, parameter) && IsInRefusal(value);

    private static IOperation? RootOf(IOperation? value) => BodyOperations.Unwrapped(value) switch
    {
        IPropertyReferenceOperation { Instance: { } instance } => RootOf(instance),
        IFieldReferenceOperation { Instance: { } instance } => RootOf(instance),
        IConditionalAccessOperation access => RootOf(access.Operation),
        IConditionalAccessInstanceOperation instance => RootOf(Around(instance).OfType<IConditionalAccessOperation>().FirstOrDefault()?.Operation),
        var root => root,
    };

    /// <summary>Of the method itself, or of a lambda that is mapped to a route; not of a lambda in it, which is handed anything.</summary>
    private static bool IsOfHandler(IOperation use, IParameterSymbol parameter) => parameter.ContainingSymbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } => true,
        IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } lambda => Around(use).FirstOrDefault(o => o is IAnonymousFunctionOperation f && SymbolEqualityComparer.Default.Equals(f.Symbol, lambda)) is { } made
            && Around(made).OfType<IInvocationOperation>().FirstOrDefault()?.TargetMethod.Name.StartsWith("Map", StringComparison.Ordinal) != false,
        _ => false,
    };

    private static bool IsInRefusal(IOperation value) => Around(value).TakeWhile(o => o is not (IBlockOperation or IAnonymousFunctionOperation or IReturnOperation)).OfType<IInvocationOperation>()
        .Any(c => c.TargetMethod.ContainingNamespace.IsAspNetCore() && (Factories.Contains(c.TargetMethod.Name) || c.Arguments.Any(a => a.Parameter?.Name == "statusCode" && a.Value.ConstantValue.Value is >= 400)));

    private static IEnumerable<IOperation> Around(IOperation value)
    {
        for (var at = value.Parent; at is not null; at = at.Parent)
        {
            yield return at;
        }
    }
}
