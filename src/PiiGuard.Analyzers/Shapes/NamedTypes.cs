using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>What a name stands for, by the syntax around it: its type, or the set that it was taken from.</summary>
internal static class NamedTypes
{
    /// <summary>What holds a value and says nothing of it: <c>customerRepository</c>.</summary>
    private static readonly string[] Holders = ["Repository", "Repo", "Service", "Store", "Manager", "Provider", "Dao", "Set", "Collection", "Table", "Reader", "Finder", "Query"];

    /// <summary>The locals of a block, read once: a method can have thousands.</summary>
    private static readonly ConditionalWeakTable<BlockSyntax, Dictionary<string, VariableDeclaratorSyntax>> Locals = new();

    private const int MostNested = 64;

    private static readonly string[] Verbs = ["Get", "Find", "Load", "Fetch", "Read", "Query", "List", "Select"];

    /// <summary>The type of a parameter or a local; of a lambda's parameter, and of what a query gave, the set that it was taken from, with the name behind it. Null where nothing tells.</summary>
    public static string? Of(IdentifierNameSyntax name)
    {
        var text = name.Identifier.ValueText;
        foreach (var around in name.Ancestors())
        {
            if (around is ForEachStatementSyntax each && each.Identifier.ValueText == text)
            {
                return Declared(each.Type, each.Expression, text);
            }

            if (around is BlockSyntax block && Locals.GetValue(block, ReadLocals).TryGetValue(text, out var variable))
            {
                return Declared(((VariableDeclarationSyntax)variable.Parent!).Type, variable.Initializer?.Value, text);
            }

            var parameters = ParametersOf(around);
            for (var i = 0; i < parameters.Count; i++)
            {
                if (parameters[i].Identifier.ValueText == text)
                {
                    return parameters[i].Type?.SimpleName() ?? (around is LambdaExpressionSyntax lambda ? SetOf(lambda, i, parameters.Count) : null);
                }
            }
        }

        return null;
    }

    private static Dictionary<string, VariableDeclaratorSyntax> ReadLocals(BlockSyntax block)
    {
        var all = new Dictionary<string, VariableDeclaratorSyntax>(StringComparer.Ordinal);
        foreach (var variable in block.Statements.OfType<LocalDeclarationStatementSyntax>().SelectMany(l => l.Declaration.Variables))
        {
            all[variable.Identifier.ValueText] = variable;
        }

        return all;
    }

    private static SeparatedSyntaxList<ParameterSyntax> ParametersOf(SyntaxNode around) => around switch
    {
        SimpleLambdaExpressionSyntax lambda => [lambda.Parameter],
        ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList.Parameters,
        BaseMethodDeclarationSyntax method => method.ParameterList.Parameters,
        LocalFunctionStatementSyntax function => function.ParameterList.Parameters,
        TypeDeclarationSyntax { ParameterList: { } primary } => primary.Parameters,
        _ => default,
    };

    private static string? Declared(TypeSyntax type, ExpressionSyntax? value, string name) => !type.IsVar ? type.SimpleName()
        : value is BaseObjectCreationExpressionSyntax creation ? (creation as ObjectCreationExpressionSyntax)?.Type.SimpleName()
        : TakenFrom(value) is { } set ? $"{set}.{name}" // "customers.c"
        : null;

    /// <summary>Of a lambda that a call is handed: the type argument in the place of the parameter (<c>Query&lt;Order, Customer, Order&gt;(sql, (o, c) => …)</c>), else the set that the call goes over.</summary>
    private static string? SetOf(LambdaExpressionSyntax lambda, int ordinal, int count) => (lambda.Parent as ArgumentSyntax)?.Parent?.Parent is not InvocationExpressionSyntax call ? null
        : count > 1 && call.Expression is MemberAccessExpressionSyntax { Name: GenericNameSyntax { TypeArgumentList.Arguments: var types } } && types.Count > count ? types[ordinal].SimpleName()
        : call.Expression is MemberAccessExpressionSyntax { Expression: var over } ? TakenFrom(over)
        : null;

    /// <summary><c>Accounts</c> of <c>db.Accounts.Where(…)</c>, <c>Account</c> of <c>db.Set&lt;Account&gt;()</c>, <c>customer</c> of <c>await _customerRepository.GetAsync(id)</c>, <c>Order</c> of <c>service.GetOrderAsync(id)</c>.</summary>
    private static string? TakenFrom(ExpressionSyntax? value, int depth = 0)
    {
        if (++depth > MostNested)
        {
            return null;
        }

        switch (value)
        {
            case AwaitExpressionSyntax wait:
                return TakenFrom(wait.Expression, depth);
            case ParenthesizedExpressionSyntax inner:
                return TakenFrom(inner.Expression, depth);
            case PostfixUnaryExpressionSyntax sure:
                return TakenFrom(sure.Operand, depth);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } either:
                return TakenFrom(either.Left, depth);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } types } } }:
                return types[0].SimpleName();
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var over, Name.Identifier.ValueText: var method } }:
                return AskedFor(method) ?? TakenFrom(over, depth);
            case InvocationExpressionSyntax { Expression: SimpleNameSyntax method }:
                return AskedFor(method.Identifier.ValueText);
            case MemberAccessExpressionSyntax member:
                return WithoutHolder(member.Name.Identifier.ValueText);
            case IdentifierNameSyntax name:
                return WithoutHolder(name.Identifier.ValueText);
            default:
                return null;
        }
    }

    /// <summary><c>Order</c> of <c>GetOrderByIdAsync</c>; null of <c>GetByIdAsync</c>, <c>FirstAsync</c>.</summary>
    private static string? AskedFor(string method)
    {
        var asked = Array.Find(Verbs, v => method.StartsWith(v, StringComparison.Ordinal)) is { } verb ? method.Substring(verb.Length) : "";
        var end = asked.IndexOf("By", StringComparison.Ordinal);
        asked = end >= 0 ? asked.Substring(0, end) : asked;
        asked = asked.EndsWith("Async", StringComparison.Ordinal) ? asked.Substring(0, asked.Length - "Async".Length) : asked;
        return asked is "" or "All" or "List" or "One" or "Single" or "First" or "Many" or "Page" or "Paged" || !char.IsUpper(asked[0]) ? null : asked;
    }

    private static string WithoutHolder(string name) => Array.Find(Holders, h => name.Length > h.Length + 1 && name.EndsWith(h, StringComparison.Ordinal)) is { } holder ? name.Substring(0, name.Length - holder.Length) : name;
}
