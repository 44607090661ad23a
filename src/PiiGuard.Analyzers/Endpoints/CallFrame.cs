using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>A call of a function that is looked into.</summary>
/// <param name="Function">The function.</param>
/// <param name="Call">The call.</param>
/// <param name="Outer">That of the function in which the call stands.</param>
internal sealed record CallFrame(MappingFunction Function, InvocationExpressionSyntax Call, CallFrame? Outer);
