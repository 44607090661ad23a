using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>A method or local function as it is written, and what is handed to it where it is called.</summary>
internal sealed class MappingFunction
{
    private readonly SeparatedSyntaxList<ParameterSyntax> _parameters;
    private readonly SyntaxTokenList _modifiers;

    private MappingFunction(SyntaxNode node, string name, ParameterListSyntax parameters, SyntaxTokenList modifiers, TypeParameterListSyntax? typeParameters)
    {
        (Node, Name, _parameters, _modifiers) = (node, name, parameters.Parameters, modifiers);
        TypeParameters = [.. typeParameters?.Parameters.Select(p => p.Identifier.ValueText) ?? []];
        Type = TypeAround(node);
    }

    public SyntaxNode Node { get; }

    public string Name { get; }

    /// <summary>Name of the type it stands in.</summary>
    public string? Type { get; }

    public List<string> TypeParameters { get; }

    private bool IsExtension => _parameters.FirstOrDefault()?.Modifiers.Any(SyntaxKind.ThisKeyword) == true;

    /// <summary>Whether it is called on a type, or as an extension; else a call of its name may be one of any other object's.</summary>
    public bool IsStatic => _modifiers.Any(SyntaxKind.StaticKeyword) || Node is LocalFunctionStatementSyntax;

    public static MappingFunction? Of(SyntaxNode? node) => node switch
    {
        MethodDeclarationSyntax m => new(m, m.Identifier.ValueText, m.ParameterList, m.Modifiers, m.TypeParameterList),
        LocalFunctionStatementSyntax l => new(l, l.Identifier.ValueText, l.ParameterList, l.Modifiers, l.TypeParameterList),
        _ => null,
    };

    /// <summary>The innermost one around a node.</summary>
    public static MappingFunction? Around(SyntaxNode node) => node.Ancestors().Select(Of).FirstOrDefault(f => f is not null);

    /// <summary>The last name in <c>A.B.C&lt;T&gt;</c>.</summary>
    public static string? LastName(ExpressionSyntax? expression) => expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    public static ExpressionSyntax? Receiver(InvocationExpressionSyntax call) => (call.Expression as MemberAccessExpressionSyntax)?.Expression;

    /// <summary>Place of a parameter; -1: it has none of that name.</summary>
    public int IndexOf(string parameter) => _parameters.IndexOf(p => p.Identifier.ValueText == parameter);

    /// <summary>What a call of its name hands to a parameter; null where it cannot be this function that is called, or nothing is handed over.</summary>
    /// <param name="call">The call.</param>
    /// <param name="parameter">Place of the parameter.</param>
    /// <param name="isThroughTypeParameter">Whether it is called on a type parameter that stands for its type: <c>T.Map(app)</c>.</param>
    public ExpressionSyntax? ArgumentOf(InvocationExpressionSyntax call, int parameter, bool isThroughTypeParameter = false)
    {
        var receiver = Receiver(call);
        var isOnType = isThroughTypeParameter || (receiver is null ? TypeAround(call) == Type : LastName(receiver) == Type);
        if (IsStatic && !isOnType && !(IsExtension && receiver is not null))
        {
            return null;
        }

        var offset = IsExtension && !isOnType ? 1 : 0;
        if (parameter < offset)
        {
            return receiver;
        }

        var arguments = call.ArgumentList.Arguments;
        return (arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == _parameters[parameter].Identifier.ValueText)
            ?? (parameter - offset < arguments.Count && arguments[parameter - offset].NameColon is null ? arguments[parameter - offset] : null))?.Expression;
    }

    /// <summary>How the type of a parameter is written.</summary>
    public string TypeOf(int parameter) => _parameters[parameter].Type?.ToString() ?? "";

    /// <summary>What a parameter is without an argument.</summary>
    public ExpressionSyntax? DefaultOf(int parameter) => _parameters[parameter].Default?.Value;

    /// <summary>What it returns.</summary>
    public IEnumerable<ExpressionSyntax> Returned()
    {
        var (body, expression) = Node switch
        {
            MethodDeclarationSyntax m => (m.Body, m.ExpressionBody?.Expression),
            LocalFunctionStatementSyntax l => (l.Body, l.ExpressionBody?.Expression),
            _ => (null, null),
        };
        return expression is not null
            ? [expression]
            : body?.DescendantNodes(n => n is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)).OfType<ReturnStatementSyntax>().Select(r => r.Expression).OfType<ExpressionSyntax>() ?? [];
    }

    private static string? TypeAround(SyntaxNode node) => node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault()?.Identifier.ValueText;
}
