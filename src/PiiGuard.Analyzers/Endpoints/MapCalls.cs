using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>
/// Tells which calls map an endpoint: those of ASP.NET Core, and extension methods of a library or of the project that hand pattern and handler on to them
/// (<c>group.MapGet(GetUsers, "{id}")</c>, <c>app.MapPost&lt;Order&gt;("/orders", …)</c>).
/// </summary>
internal sealed class MapCalls(KnownSymbols known)
{
    private static readonly string[] Verbs = ["Get", "Post", "Put", "Delete", "Patch"];

    public bool IsMap(IInvocationOperation call) => IsFrameworks(call.TargetMethod)
        ? Unwrapped(Handler(call)) is not IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol method } || !IsWrapper(method) // then who calls that one maps
        : IsWrapper(call.TargetMethod);

    /// <summary>What handles the requests, as it is handed over.</summary>
    public static IOperation? Handler(IInvocationOperation call) => call.Arguments.FirstOrDefault(a => a.Parameter is { } p && IsHandler(p))?.Value;

    /// <summary>The pattern; null where there is none.</summary>
    public static IOperation? Pattern(IInvocationOperation call) => call.Arguments.FirstOrDefault(a => a.Parameter is { Type.SpecialType: SpecialType.System_String } or { Name: "pattern" })?.Value;

    /// <summary>Whether the pattern of a call is the one that is served: a method of the project may add to it.</summary>
    public bool ServesPattern(IInvocationOperation call) => !known.IsOurs(call.TargetMethod) || InnerCall(call.TargetMethod) is { } inner
        && inner.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax receiver } && receiver.Identifier.ValueText == call.TargetMethod.Parameters[0].Name
        && (call.TargetMethod.Parameters.FirstOrDefault(p => p.Type.SpecialType == SpecialType.System_String) is not { } pattern || Hands(inner, pattern));

    /// <summary>Whether a method of the project that maps says more of the endpoint, which is not followed: a filter, say.</summary>
    public bool SaysMore(IInvocationOperation call) => known.IsOurs(call.TargetMethod)
        && SyntaxOf(call.TargetMethod).Any(n => n is IdentifierNameSyntax { Identifier.ValueText: "AddEndpointFilter" or "AddEndpointFilterFactory" } or GenericNameSyntax { Identifier.ValueText: "AddEndpointFilter" });

    /// <summary>Whether it lets anyone in.</summary>
    public bool AllowsAnonymous(IInvocationOperation call) => known.IsOurs(call.TargetMethod) && SyntaxOf(call.TargetMethod).Any(n => n is IdentifierNameSyntax { Identifier.ValueText: "AllowAnonymous" });

    /// <summary>The call by which a method of the project hands its handler on.</summary>
    private static InvocationExpressionSyntax? InnerCall(IMethodSymbol method) => method.Parameters.FirstOrDefault(IsHandler) is { } handler
        ? SyntaxOf(method).OfType<InvocationExpressionSyntax>().FirstOrDefault(c => MappingFunction.LastName(c.Expression)?.StartsWith("Map", StringComparison.Ordinal) == true && Hands(c, handler))
        : null;

    private static bool Hands(InvocationExpressionSyntax call, IParameterSymbol parameter) => call.ArgumentList.Arguments.Any(a => a.Expression is IdentifierNameSyntax name && name.Identifier.ValueText == parameter.Name);

    private static IEnumerable<SyntaxNode> SyntaxOf(IMethodSymbol method) => method.OriginalDefinition.DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax().DescendantNodes());

    /// <summary>The verb of a name such as <c>MapGet</c> or <c>MapApiGet</c>; null where it has none.</summary>
    public static string? Verb(IMethodSymbol method) => Array.Find(Verbs, v => method.Name.EndsWith(v, StringComparison.Ordinal))?.ToUpperInvariant();

    private bool IsFrameworks(IMethodSymbol method) => method.ContainingType.IsSame(known.EndpointRouteBuilderExtensions)
        && method.Name.StartsWith("Map", StringComparison.Ordinal) && method.Parameters.Any(p => p.Name is "handler" or "requestDelegate");

    private bool IsWrapper(IMethodSymbol method) => method is { IsExtensionMethod: true, Parameters.Length: > 1 }
        && !IsFrameworks(method)
        && method.Name.StartsWith("Map", StringComparison.Ordinal)
        && Verb(method) is not null
        && method.Parameters[0].Type.Name is "IEndpointRouteBuilder" or "RouteGroupBuilder" or "WebApplication"
        && method.Parameters.Count(IsHandler) == 1
        && method.Parameters.Count(p => p.Type.SpecialType == SpecialType.System_String) <= 1
        && (!known.IsOurs(method) || InnerCall(method) is not null);

    private static bool IsHandler(IParameterSymbol parameter) =>
        parameter.Name is "handler" or "requestDelegate" || parameter.Type.TypeKind == TypeKind.Delegate || parameter.Type is { Name: "Delegate", ContainingNamespace.Name: "System" };

    private static IOperation? Unwrapped(IOperation? handler) => BodyOperations.Unwrapped(handler) is IDelegateCreationOperation creation ? creation.Target : BodyOperations.Unwrapped(handler);
}
