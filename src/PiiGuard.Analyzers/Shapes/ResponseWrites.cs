using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>What a body does with the response of ASP.NET Core itself, past its return value.</summary>
internal static class ResponseWrites
{
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "Headers", "StatusCode", "Cookies", "ContentType", "ContentLength", "HttpContext", "HasStarted",
        "Redirect", "OnStarting", "OnCompleted", "RegisterForDispose", "RegisterForDisposeAsync", "StartAsync", "CompleteAsync",
    };

    /// <summary>Whether something may be written that is not read elsewhere: bytes, a text of unknown making, or whatever a method does that is handed the response.</summary>
    /// <param name="operations">All operations of the body of a handler.</param>
    /// <param name="isHandedContext">Whether the handler is given the request's context: then it is asked too where that goes.</param>
    public static bool AreUnknown(IEnumerable<IOperation> operations, bool isHandedContext)
    {
        foreach (var operation in operations)
        {
            if (operation is IPropertyReferenceOperation or IParameterReferenceOperation && operation.Type is { ContainingNamespace: { } space } type && space.IsAspNetCoreHttp()
                && ((type.Name == "HttpResponse" && !IsKnownUse(operation)) || (isHandedContext && type.Name == "HttpContext" && !IsHarmless(operation))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsKnownUse(IOperation response) => response.Parent switch
    {
        IPropertyReferenceOperation { Property.Name: "Body" } stream => stream.Parent is IArgumentOperation { Parent: IInvocationOperation call } && SerializedTexts.WritesToStream(call),
        IPropertyReferenceOperation property => Harmless.Contains(property.Property.Name),
        IInvocationOperation call when ReferenceEquals(call.Instance, response) => Harmless.Contains(call.TargetMethod.Name),
        IArgumentOperation { Parent: IInvocationOperation call } => call.TargetMethod.Name switch
        {
            "WriteAsJsonAsync" => true,
            "WriteAsync" => call.Arguments.Any(a => a.Value.ConstantValue.HasValue) || SerializedTexts.ReadWritten(call, new BodyTypes()),
            _ => IsFrameworks(call) && call.TargetMethod.Name is not ("SendFileAsync" or "WriteAsJson"),
        },
        _ => false,
    };

    private static bool IsHarmless(IOperation context) => context.Parent is IPropertyReferenceOperation or IBinaryOperation or IIsPatternOperation
        || (context.Parent is IInvocationOperation method && ReferenceEquals(method.Instance, context))
        || (context.Parent is IArgumentOperation { Parent: IInvocationOperation call } && IsFrameworks(call));

    /// <summary>Signing in, reading claims and tokens, and the like.</summary>
    private static bool IsFrameworks(IInvocationOperation call) => call.TargetMethod is { MethodKind: not MethodKind.DelegateInvoke, Name: not "ExecuteAsync", ContainingNamespace: { IsGlobalNamespace: false } space } && space.ToDisplayString().StartsWith("Microsoft.", StringComparison.Ordinal);

    private static bool IsAspNetCoreHttp(this INamespaceSymbol space) => space is { Name: "Http", ContainingNamespace: { Name: "AspNetCore", ContainingNamespace.Name: "Microsoft" } };
}
