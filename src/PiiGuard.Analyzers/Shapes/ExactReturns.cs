using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>
/// The methods of a project that return objects of the type that they declare, and none of those that derive from it: a service behind an interface, a mapping, the handler of a request. By the syntax alone, so that an edit
/// binds no other file; of methods that share their name and their type all have to.
/// </summary>
internal sealed class ExactReturns(Compilation compilation)
{
    private const int MostCalls = 4; // from one method to the next

    private static readonly ConditionalWeakTable<SyntaxTree, IReadOnlyList<Method>> Trees = new();

    private readonly Lazy<ILookup<string, Method>> _byName = new(() => compilation.SyntaxTrees.SelectMany(t => Trees.GetValue(t, Read)).ToLookup(m => m.Name, StringComparer.Ordinal));
    private readonly Lazy<ILookup<string, Method>> _byRequest = new(() => compilation.SyntaxTrees.SelectMany(t => Trees.GetValue(t, Read)).Where(m => m.Request is not null).ToLookup(m => m.Request!, StringComparer.Ordinal));

    /// <summary>Whether a call returns an object of a type itself.</summary>
    public bool Makes(IInvocationOperation call, ITypeSymbol type)
    {
        var made = _byName.Value[call.TargetMethod.Name].Where(m => m.Returns == type.Name).ToList();
        if (made.Count == 0)
        {
            // "dispatcher.Send(new GetOrder(id))": whoever takes the request.
            made = [.. call.Arguments.Select(a => BodyOperations.Unwrapped(a.Value)?.Type?.Name).OfType<string>().SelectMany(n => _byRequest.Value[n]).Where(m => m.Returns == type.Name)];
        }

        return made.Count > 0 && made.TrueForAll(m => IsExact(m, type.Name, calls: 0));
    }

    private bool IsExact(Method method, string type, int calls) => method.Values.Any(v => v != MadeValue.Nothing) && method.Values.All(v => IsExact(v, type, calls));

    private bool IsExact(MadeValue? value, string type, int calls) => value switch
    {
        null => false,
        { Type: { } made } => made.Length == 0 || made == type,
        { Method: { } called } => calls < MostCalls && Called(called, type).ToList() is { Count: > 0 } methods
            && methods.TrueForAll(m => m.Passes is { } passed ? passed >= 0 && passed < value.Arguments.Length && IsExact(value.Arguments[passed], type, calls + 1) : IsExact(m, type, calls + 1)),
        _ => true,
    };

    private IEnumerable<Method> Called(string name, string type) => _byName.Value[name].Where(m => m.Returns == type || m.Passes is not null);

    private static IReadOnlyList<Method> Read(SyntaxTree tree) =>
        [.. tree.GetRoot().DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).OfType<MethodDeclarationSyntax>().Where(m => m.Body is not null || m.ExpressionBody is not null).Select(Read).OfType<Method>()];

    private static Method? Read(MethodDeclarationSyntax method)
    {
        var returns = Awaited(method.ReturnType).SimpleName();
        var parameters = method.ParameterList.Parameters;
        if (returns is null)
        {
            return null;
        }

        var isOwn = method.TypeParameterList?.Parameters.Any(p => p.Identifier.ValueText == returns) == true;
        var passes = isOwn && parameters.Count > 0 ? parameters.IndexOf(p => p.Type?.SimpleName() == returns) - (parameters[0].Modifiers.Any(m => m.ValueText == "this") ? 1 : 0) : -1;
        return new(method.Identifier.ValueText, returns, parameters.FirstOrDefault()?.Type?.SimpleName(), isOwn ? passes : null, () => method.ExpressionBody is { } arrow
            ? [.. MadeValue.Of(arrow.Expression)]
            : [.. method.Body!.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>().SelectMany(r => MadeValue.Of(r.Expression))]);
    }

    private static TypeSyntax Awaited(TypeSyntax type) => type is GenericNameSyntax { Identifier.ValueText: "Task" or "ValueTask" or "ActionResult", TypeArgumentList.Arguments: { Count: 1 } awaited } ? Awaited(awaited[0]) : type;

    /// <summary>A method with a body.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Returns">Name of the type that it returns.</param>
    /// <param name="Request">Name of the type of its first parameter.</param>
    /// <param name="Passes">Which of its arguments it returns, where that is of a type parameter; negative: it cannot be told.</param>
    /// <param name="Find">Finds what it returns.</param>
    private sealed record Method(string Name, string Returns, string? Request, int? Passes, Func<IReadOnlyList<MadeValue?>> Find)
    {
        private IReadOnlyList<MadeValue?>? _values;

        public IReadOnlyList<MadeValue?> Values => _values ??= Find();
    }
}
