using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>
/// Finds what answers in the pipeline itself, whatever the route: middleware by convention or <c>IMiddleware</c>, <c>IExceptionHandler</c>, and the lambdas of <c>app.Run</c> and <c>app.Use</c>.
/// Most of it hands the request on, so only what writes something itself counts.
/// </summary>
internal sealed class PipelineEndpoints(KnownSymbols known)
{
    /// <summary>By the name of the method: <c>ErrorHandler.TryHandleAsync</c>.</summary>
    public Endpoint? Of(IMethodSymbol method) => method is { Name: "Invoke" or "InvokeAsync" or "TryHandleAsync", DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsAbstract: false, MethodKind: MethodKind.Ordinary }
        && method.Parameters.FirstOrDefault()?.Type.IsSame(known.HttpContext) == true
        && (method.ContainingType.Is(known.Middleware) || method.ContainingType.Is(known.ExceptionHandler) || method.ContainingType.InstanceConstructors.Any(c => c.Parameters.Any(p => p.Type.IsSame(known.RequestDelegate))))
        && method.DeclaringSyntaxReferences.Any(r => Writes(r.GetSyntax()))
            ? new(method.ContainingType.Name + "." + method.Name, method.Locations[0], IsAnonymous: Access.IsAnonymous(known, method, method.ContainingType))
            : null;

    /// <summary>By the method that it stands in: <c>Program.&lt;Main&gt;$:Run</c>.</summary>
    public (Endpoint Endpoint, IAnonymousFunctionOperation Handler)? Of(IInvocationOperation call, ISymbol containing) =>
        call.TargetMethod is { Name: "Run" or "Use" } method && (method.ContainingType.IsSame(known.RunExtensions) || method.ContainingType.IsSame(known.UseExtensions))
        && call.Arguments.Select(a => a.Value is IDelegateCreationOperation creation ? creation.Target : a.Value).OfType<IAnonymousFunctionOperation>().FirstOrDefault() is { } handler && Writes(handler.Syntax)
            ? (new($"{containing.ContainingType?.Name}.{containing.Name}:{method.Name}", ((call.Syntax as InvocationExpressionSyntax)?.Expression as MemberAccessExpressionSyntax)?.Name.GetLocation() ?? call.Syntax.GetLocation()), handler)
            : null;

    private static bool Writes(SyntaxNode body) => body.DescendantNodes().OfType<SimpleNameSyntax>().Select(n => n.Identifier.ValueText)
        .Any(n => (n.StartsWith("Write", StringComparison.Ordinal) && n is not ("WriteLine" or "WriteIndented")) || n.StartsWith("Serialize", StringComparison.Ordinal) || n is "ExecuteAsync" or "ExecuteResultAsync");
}
