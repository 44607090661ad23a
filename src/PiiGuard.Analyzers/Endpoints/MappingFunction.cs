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

    public int Parameters => _parameters.Count;

    public bool IsExtension => _parameters.FirstOrDefault()?.Modifiers.Any(SyntaxKind.ThisKeyword) == true;

    public bool IsLocal => Node is LocalFunctionStatementSyntax;

    /// <summary>Whether it is called on a type, or as an extension; else a call of its name may be one of any other object's.</summary>
    public bool IsStatic => _modifiers.Any(SyntaxKind.StaticKeyword) || IsLocal;

    public static MappingFunction? Of(SyntaxNode? node) => node switch
    {
        MethodDeclarationSyntax m => new(m, m.Identifier.ValueText, m.ParameterList, m.Modifiers, m.TypeParameterList),
        LocalFunctionStatementSyntax l => new(l, l.Identifier.ValueText, l.ParameterList, l.Modifiers, l.TypeParameterList),
        _ => null,
    };

    /// <summary>Whether a parameter can be a builder.</summary>
    public bool HandsBuilders => _parameters.Any(p => BuilderExpressions.IsBuilder(p.Type?.ToString() ?? ""));

    /// <summary>The innermost one around a node.</summary>
    public static MappingFunction? Around(SyntaxNode node) => node.Ancestors().Select(Of).FirstOrDefault(f => f is not null);

    /// <summary>The last name in <c>A.B.C&lt;T&gt;</c>.</summary>
    public static string? LastName(ExpressionSyntax? expression) => expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        _ => null,
    };

    public static ExpressionSyntax? Receiver(InvocationExpressionSyntax call) => (call.Expression as MemberAccessExpressionSyntax)?.Expression;

    public static string? TypeAround(SyntaxNode node) => node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault()?.Identifier.ValueText;

    /// <summary>Place of a parameter; -1: it has none of that name.</summary>
    public int IndexOf(string parameter) => _parameters.IndexOf(p => p.Identifier.ValueText == parameter);

    /// <summary>Whether a call of its name can be one of it, as far as the call tells: what it is called on, and how many values it is handed.</summary>
    /// <param name="call">The call.</param>
    /// <param name="isThroughTypeParameter">Whether it is called on a type parameter that stands for its type: <c>T.Map(app)</c>.</param>
    public bool CanBeCalledBy(InvocationExpressionSyntax call, bool isThroughTypeParameter = false)
    {
        var receiver = Receiver(call);
        var given = call.ArgumentList.Arguments.Count + (IsExtension && !IsOnType(call, isThroughTypeParameter) ? 1 : 0);
        if (given > Parameters || given < _parameters.Count(p => p.Default is null && !p.Modifiers.Any(SyntaxKind.ParamsKeyword)))
        {
            return false;
        }

        return IsLocal ? receiver is null && Node.Parent is { } scope && call.SyntaxTree == Node.SyntaxTree && (scope is GlobalStatementSyntax || scope.Span.Contains(call.Span))
            : IsExtension ? receiver is not null || TypeAround(call) == Type
            : IsStatic ? isThroughTypeParameter || receiver is null || LastName(receiver) == Type
            : receiver switch
            {
                null or ThisExpressionSyntax or BaseExpressionSyntax => true,
                BaseObjectCreationExpressionSyntax created => created is ObjectCreationExpressionSyntax { Type: var type } && (type is SimpleNameSyntax or QualifiedNameSyntax) && LastName(type is QualifiedNameSyntax q ? q.Right : type) == Type,
                _ => true,
            };
    }

    /// <summary>What a call hands to a parameter; null where nothing is handed over.</summary>
    public ExpressionSyntax? ArgumentOf(InvocationExpressionSyntax call, int parameter, bool isThroughTypeParameter = false)
    {
        var offset = IsExtension && !IsOnType(call, isThroughTypeParameter) ? 1 : 0;
        if (parameter < offset)
        {
            return Receiver(call);
        }

        var arguments = call.ArgumentList.Arguments;
        return (arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == _parameters[parameter].Identifier.ValueText)
            ?? (parameter - offset < arguments.Count && arguments[parameter - offset].NameColon is null ? arguments[parameter - offset] : null))?.Expression;
    }

    /// <summary>What a parameter is without an argument.</summary>
    public ExpressionSyntax? DefaultOf(int parameter) => _parameters[parameter].Default?.Value;

    /// <summary>How the type of a parameter is written.</summary>
    public string TypeOf(int parameter) => _parameters[parameter].Type?.ToString() ?? "";

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

    /// <summary>Whether a call names the type: <c>Customers.MapCustomers(app)</c>, or stands in it.</summary>
    private bool IsOnType(InvocationExpressionSyntax call, bool isThroughTypeParameter) =>
        isThroughTypeParameter || Receiver(call) is not { } receiver || LastName(receiver) == Type;
}
