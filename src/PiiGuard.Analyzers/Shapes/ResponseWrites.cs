using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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

    /// <summary>What of the context of a request writes nothing.</summary>
    private static readonly HashSet<string> HarmlessContext = new(StringComparer.Ordinal)
    {
        "Request", "Response", "User", "Items", "TraceIdentifier", "RequestAborted", "Connection", "Session", "RequestServices",
    };

    /// <summary>Whether something may be written that is not read elsewhere: bytes, a text of unknown making, or whatever a method does that is handed the response.</summary>
    /// <param name="body">The body of a handler.</param>
    /// <param name="operations">All its operations.</param>
    /// <param name="isHandedContext">Whether the handler is given the request's context: then it is asked too where that goes.</param>
    public static bool AreUnknown(IOperation body, IEnumerable<IOperation> operations, bool isHandedContext)
    {
        foreach (var operation in operations)
        {
            if (operation is IMemberReferenceOperation or IParameterReferenceOperation && operation.Type is { ContainingNamespace: { } space } type && space.IsAspNetCoreHttp()
                && ((type.Name == "HttpResponse" && !IsHarmlessResponse(operation) && !(IsReadWrite(operation) && BodyOperations.IsOwn(operation, body)))
                    || (isHandedContext && type.Name == "HttpContext" && !IsHarmless(operation))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHarmlessResponse(IOperation response) => response.Parent switch
    {
        IPropertyReferenceOperation property => Harmless.Contains(property.Property.Name),
        IInvocationOperation call when ReferenceEquals(call.Instance, response) => Harmless.Contains(call.TargetMethod.Name),
        IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation } when IsUsedHarmlessly(parameter) => true,
        IArgumentOperation { Parent: IInvocationOperation call } => (call.TargetMethod.Name == "WriteAsync" && call.Arguments.Any(a => a.Value.ConstantValue.HasValue))
            || (IsFrameworks(call) && call.TargetMethod.Name is not ("SendFileAsync" or "WriteAsync" or "WriteAsJsonAsync")),
        _ => false,
    };

    /// <summary>Whether a method of the project does nothing with a response that it is handed but to set headers and the like: <c>Response.AddPaginationHeader(page)</c>.</summary>
    private static bool IsUsedHarmlessly(IParameterSymbol response) => response.OriginalDefinition.ContainingSymbol.DeclaringSyntaxReferences is { Length: > 0 } places
        && places.SelectMany(p => p.GetSyntax().DescendantNodes()).OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == response.Name)
            .All(n => n.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: not "HttpContext" and var used } member && ReferenceEquals(member.Expression, n) && Harmless.Contains(used));

    /// <summary>Whether it is a write that is read: of an object as JSON, or of a text that is made of one.</summary>
    private static bool IsReadWrite(IOperation response) => response.Parent switch
    {
        IPropertyReferenceOperation { Property.Name: "Body", Parent: IArgumentOperation { Parent: IInvocationOperation call } stream } => ReferenceEquals(SerializedTexts.StreamOf(call), stream),
        IArgumentOperation { Parent: IInvocationOperation call } => IsFrameworks(call) && (call.TargetMethod.Name == "WriteAsJsonAsync" || SerializedTexts.WrittenBy(call).Count > 0),
        _ => false,
    };

    private static bool IsHarmless(IOperation context) => context.Parent switch
    {
        IPropertyReferenceOperation property => HarmlessContext.Contains(property.Property.Name),
        IBinaryOperation or IIsPatternOperation => true,
        IInvocationOperation method when ReferenceEquals(method.Instance, context) => true,
        IArgumentOperation { Parent: IInvocationOperation call } => IsFrameworks(call),
        _ => false,
    };

    /// <summary>Signing in, reading claims and tokens, and the like: not what executes something that may be anybody's.</summary>
    private static bool IsFrameworks(IInvocationOperation call) => call.TargetMethod is { MethodKind: not MethodKind.DelegateInvoke, Name: not ("ExecuteAsync" or "ExecuteResultAsync"), ContainingAssembly.Name: var assembly }
        && assembly.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static bool IsAspNetCoreHttp(this INamespaceSymbol space) => space is { Name: "Http", ContainingNamespace: { Name: "AspNetCore", ContainingNamespace.Name: "Microsoft" } };
}
