using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>
/// Finds the filters of the project that send something else than the handler answered: an envelope around it, say. What that is nobody follows; an endpoint behind one cannot be evaluated. Read from
/// the syntax alone, since a filter may stand in any file. Filters of libraries are taken to pass answers on.
/// </summary>
internal sealed class AnswerFilters
{
    private static readonly HashSet<string> MvcFilters = new(StringComparer.Ordinal)
    {
        "IResultFilter", "IAsyncResultFilter", "IAlwaysRunResultFilter", "IAsyncAlwaysRunResultFilter", "ResultFilterAttribute", "IActionFilter", "IAsyncActionFilter", "ActionFilterAttribute",
    };

    private static readonly ConditionalWeakTable<SyntaxTree, TreeFilters> Trees = new();

    private readonly HashSet<string> _replacing; // names of classes
    private readonly bool _everywhere;

    private AnswerFilters(HashSet<string> replacing, bool everywhere) => (_replacing, _everywhere) = (replacing, everywhere);

    public static AnswerFilters Read(Compilation compilation, ProjectTypes project, CancellationToken cancellation)
    {
        var trees = compilation.SyntaxTrees.Select(t => Trees.GetValue(t, tree => new(tree, cancellation))).ToList();
        var replacing = new HashSet<string>(trees.SelectMany(t => t.Replacing).Where(t => !project.IsPassing(t)), StringComparer.Ordinal);
        return new(replacing, trees.SelectMany(t => t.Global).Any(replacing.Contains));
    }

    /// <summary>Whether a filter of MVC stands between an action and the caller, for the whole app, the controller or the action.</summary>
    public bool ReplacesAnswerOf(IMethodSymbol action, INamedTypeSymbol controller) => _everywhere
        || (_replacing.Count > 0 && action.GetAttributes().Concat(controller.SelfAndBases().SelectMany(t => t.GetAttributes())).Any(Names));

    /// <summary>The same of <c>AddEndpointFilter</c> and its factory, on the endpoint or on a group around it.</summary>
    public bool ReplacesAnswerOf(IInvocationOperation map) => Access.AnyCall(map, call => call.TargetMethod.Name is "AddEndpointFilter" or "AddEndpointFilterFactory"
        && (call.TargetMethod.TypeArguments.Any(t => _replacing.Contains(t.Name))
            || call.Arguments.Any(a => a.Value.Syntax is AnonymousFunctionExpressionSyntax lambda ? Replaces(lambda) : a.Value.Syntax is ObjectCreationExpressionSyntax created && created.Type.SimpleName() is { } made && _replacing.Contains(made))));

    private bool Names(AttributeData attribute) => attribute.AttributeClass is { } type
        && (_replacing.Contains(type.Name)
            || type.TypeArguments.Any(t => _replacing.Contains(t.Name)) // [TypeFilter<Envelope>]
            || attribute.ConstructorArguments.Any(a => a.Value is ITypeSymbol filter && _replacing.Contains(filter.Name)));

    /// <summary>Whether a filter makes something of what the next one answers, rather than to hand it on or to answer itself.</summary>
    private static bool Replaces(SyntaxNode filter)
    {
        var next = filter switch
        {
            MethodDeclarationSyntax { ParameterList.Parameters.Count: 2 } method => method.ParameterList.Parameters[1].Identifier.ValueText,
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: 2 } lambda => lambda.ParameterList.Parameters[1].Identifier.ValueText,
            _ => null,
        };
        if (next is null)
        {
            return true; // a method that stands elsewhere
        }

        // A factory makes the filter: (context, next) => async invocation => …
        filter = filter is LambdaExpressionSyntax { ExpressionBody: AnonymousFunctionExpressionSyntax made } ? made : filter;

        var locals = filter.DescendantNodes().OfType<VariableDeclaratorSyntax>().Where(v => v.Initializer is { Value: var value } && Mentions(value, next, [])).ToList();
        var kept = new HashSet<string>(locals.Select(v => v.Identifier.ValueText), StringComparer.Ordinal);
        kept.UnionWith(filter.DescendantNodes().OfType<IsPatternExpressionSyntax>().Where(p => Mentions(p.Expression, next, kept)).ToList()
            .SelectMany(p => p.Pattern.DescendantNodesAndSelf().OfType<SingleVariableDesignationSyntax>()).Select(d => d.Identifier.ValueText));
        var answers = filter.DescendantNodes(n => ReferenceEquals(n, filter) || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>().Select(r => r.Expression)
            .Append(filter switch
            {
                MethodDeclarationSyntax method => method.ExpressionBody?.Expression,
                LambdaExpressionSyntax lambda => lambda.ExpressionBody,
                _ => null,
            });
        return answers.OfType<ExpressionSyntax>().Any(a => Mentions(a, next, kept) && !HandsOn(a, next, kept))
            || locals.Exists(v => !HandsOn(v.Initializer!.Value, next, []))
            || filter.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a => a.Left is IdentifierNameSyntax target && kept.Contains(target.Identifier.ValueText));
    }

    private static bool Mentions(SyntaxNode node, string next, HashSet<string> kept) =>
        node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(i => i.Identifier.ValueText == next || kept.Contains(i.Identifier.ValueText));

    private static bool HandsOn(ExpressionSyntax answer, string next, HashSet<string> kept) => answer switch
    {
        AwaitExpressionSyntax wait => HandsOn(wait.Expression, next, kept),
        ParenthesizedExpressionSyntax inner => HandsOn(inner.Expression, next, kept),
        ConditionalExpressionSyntax either => IsWhole(either.WhenTrue, next, kept) && IsWhole(either.WhenFalse, next, kept),
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax called } => called.Identifier.ValueText == next,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" or "Invoke", Expression: var inner } } => HandsOn(inner, next, kept),
        IdentifierNameSyntax local => local.Identifier.ValueText == next || kept.Contains(local.Identifier.ValueText),
        _ => false,
    };

    private static bool IsWhole(ExpressionSyntax answer, string next, HashSet<string> kept) => !Mentions(answer, next, kept) || HandsOn(answer, next, kept);

    /// <summary>What one tree declares and registers.</summary>
    private sealed class TreeFilters
    {
        public TreeFilters(SyntaxTree tree, CancellationToken cancellation)
        {
            var text = tree.GetText(cancellation).ToString();
            if (text.IndexOf("Filter", StringComparison.Ordinal) < 0)
            {
                return;
            }

            foreach (var node in tree.GetRoot(cancellation).DescendantNodes())
            {
                if (node is ClassDeclarationSyntax { BaseList: { } bases } type && bases.Types.Any(b => b.Type.SimpleName() is { } name && (name == "IEndpointFilter" ? ReplacesInEndpoint(type) : MvcFilters.Contains(name) && ReplacesInMvc(type))))
                {
                    Replacing.Add(type.Identifier.ValueText);
                }
                else if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: { Identifier.ValueText: "Add" or "AddService" } name, Expression: var list } } call && list.ToString().EndsWith("Filters", StringComparison.Ordinal))
                {
                    // options.Filters.Add<Envelope>(), Add(typeof(Envelope)), Add(new Envelope())
                    Global.AddRange(name is GenericNameSyntax generic ? Names(generic.TypeArgumentList.Arguments) : Names(call.ArgumentList.Arguments.SelectMany(a => a.DescendantNodes()).OfType<TypeSyntax>()));
                }
            }
        }

        public List<string> Replacing { get; } = [];

        public List<string> Global { get; } = [];

        private static IEnumerable<string> Names(IEnumerable<TypeSyntax> types) => types.Select(t => t.SimpleName()).OfType<string>();

        private static bool ReplacesInEndpoint(ClassDeclarationSyntax type) => type.Members.OfType<MethodDeclarationSyntax>().Any(m => m.Identifier.ValueText == "InvokeAsync" && Replaces(m));

        /// <summary>Whether it writes over what an action answered: <c>result.Value = new { data = result.Value }</c>.</summary>
        private static bool ReplacesInMvc(ClassDeclarationSyntax type) => type.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a =>
            a.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var target }
            && (target == "Value" || (target == "Result" && a.Right.DescendantNodes().Any(n => n is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" } or IdentifierNameSyntax { Identifier.ValueText: "value" }))));
    }
}
