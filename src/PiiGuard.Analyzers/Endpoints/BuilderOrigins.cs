using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>
/// Where a builder comes from that is handed to a method: <c>app.MapGroup("/api").MapCustomers()</c>. Callers are found by name in the syntax, since the rules of an edited file
/// must not wait for all others to be bound.
/// </summary>
internal sealed class BuilderOrigins(Compilation compilation)
{
    private const int MostCalls = 16; // in a row

    /// <summary>A text without any of these hands no builder over.</summary>
    private static readonly string[] Marks = ["MapGroup", "RouteBuilder", "RouteGroupBuilder", "WebApplication"];

    private static readonly ConditionalWeakTable<SyntaxTree, ILookup<string, InvocationExpressionSyntax>> Calls = new();

    private readonly ConcurrentDictionary<IParameterSymbol, IReadOnlyList<BuilderOrigin>> _byParameter = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<string, IReadOnlyList<ISymbol>> _byName = new(StringComparer.Ordinal);

    /// <summary>What is handed to a parameter; without any call that is found, the application, or a group of which nothing is known.</summary>
    public IReadOnlyList<BuilderOrigin> Of(IParameterSymbol parameter, CancellationToken cancellation) => _byParameter.GetOrAdd(parameter, p =>
    {
        if (CarterPrefix(p.ContainingType, cancellation) is { } module)
        {
            return [module];
        }

        var function = MappingFunction.Of(p.ContainingSymbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation));
        List<BuilderOrigin> found = function is null ? [] : [.. Handed(function, p.Ordinal, 0, cancellation).Distinct()];
        return found.Count > 0 ? found : [p.Type.Name == "RouteGroupBuilder" ? BuilderOrigin.Unknown : BuilderOrigin.Root];
    });

    /// <summary>What a call of the project's own gives back.</summary>
    public IReadOnlyList<BuilderOrigin> Of(InvocationExpressionSyntax call, CancellationToken cancellation) => [.. Evaluate(call, null, 0, cancellation).Distinct()];

    private IEnumerable<BuilderOrigin> Handed(MappingFunction function, int parameter, int depth, CancellationToken cancellation)
    {
        foreach (var call in CallsOf(function.Name, cancellation).Where(c => c.SyntaxTree != function.Node.SyntaxTree || !function.Node.Span.Contains(c.Span)))
        {
            // T.Map(app) in a generic method stands for each type that it is called with.
            if (MappingFunction.LastName(MappingFunction.Receiver(call)) is { } receiver && MappingFunction.Around(call) is { } around && around.TypeParameters.IndexOf(receiver) is >= 0 and var place)
            {
                foreach (var outer in CallsOf(around.Name, cancellation).Where(c => TypeArgument(c, place) == function.Type))
                {
                    foreach (var origin in function.ArgumentOf(call, parameter, isThroughTypeParameter: true) is { } handed ? Evaluate(handed, new(around, outer, null), depth + 1, cancellation) : [])
                    {
                        yield return origin;
                    }
                }
            }
            else
            {
                foreach (var origin in function.ArgumentOf(call, parameter) is { } handed && (function.IsStatic || IsBuilder(handed)) ? Evaluate(handed, null, depth + 1, cancellation) : [])
                {
                    yield return origin;
                }
            }
        }
    }

    /// <summary>Whether something looks like a builder: <c>endpoint.Map(group)</c> is one, <c>mapper.Map(customer)</c> is not.</summary>
    private static bool IsBuilder(ExpressionSyntax handed)
    {
        var root = handed;
        while (root is InvocationExpressionSyntax call)
        {
            if (MappingFunction.LastName(call.Expression) == "MapGroup")
            {
                return true;
            }

            root = MappingFunction.Receiver(call);
        }

        if (root is not IdentifierNameSyntax { Identifier.ValueText: var name })
        {
            return false;
        }

        foreach (var scope in root.Ancestors())
        {
            if (MappingFunction.Of(scope) is { } function && function.IndexOf(name) is >= 0 and var place)
            {
                return IsBuilder(function.TypeOf(place));
            }

            if (scope is BlockSyntax or CompilationUnitSyntax && Declarator(scope, name) is { Initializer.Value: var value })
            {
                return IsBuilder(value) || MappingFunction.LastName((value as InvocationExpressionSyntax)?.Expression) == "Build";
            }
        }

        return false;
    }

    private IEnumerable<BuilderOrigin> Evaluate(ExpressionSyntax? builder, Frame? frame, int depth, CancellationToken cancellation)
    {
        if (depth > MostCalls)
        {
            return [BuilderOrigin.Unknown];
        }

        switch (builder)
        {
            case ParenthesizedExpressionSyntax inner:
                return Evaluate(inner.Expression, frame, depth, cancellation);
            case CastExpressionSyntax cast:
                return Evaluate(cast.Expression, frame, depth, cancellation);
            case PostfixUnaryExpressionSyntax sure:
                return Evaluate(sure.Operand, frame, depth, cancellation);
            case ConditionalExpressionSyntax either:
                return Evaluate(either.WhenTrue, frame, depth, cancellation).Concat(Evaluate(either.WhenFalse, frame, depth, cancellation));
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } or:
                return Evaluate(or.Left, frame, depth, cancellation).Concat(Evaluate(or.Right, frame, depth, cancellation));
            case IdentifierNameSyntax name:
                return Named(name, frame, depth, cancellation);
            case InvocationExpressionSyntax call when MappingFunction.LastName(call.Expression) is { } name:
                if (name == "MapGroup")
                {
                    var prefix = call.ArgumentList.Arguments.FirstOrDefault()?.Expression;
                    return Evaluate(MappingFunction.Receiver(call), frame, depth + 1, cancellation).Select(o => o.Below(prefix is null ? "" : Text(prefix, frame, cancellation)));
                }

                // A method of the project's own may make a group; any other is taken to give back what it is called on.
                var own = OwnFunction(name, call, cancellation);
                return own is not null
                    ? own.Returned().SelectMany(r => Evaluate(r, new(own, call, frame), depth + 1, cancellation))
                    : Evaluate(MappingFunction.Receiver(call), frame, depth + 1, cancellation).Select(o => With(o, call));
            default:
                return [BuilderOrigin.Root];
        }
    }

    /// <summary>A local by what it is made of, a parameter by what is handed to it.</summary>
    private IEnumerable<BuilderOrigin> Named(IdentifierNameSyntax reference, Frame? frame, int depth, CancellationToken cancellation)
    {
        var name = reference.Identifier.ValueText;
        foreach (var scope in reference.Ancestors())
        {
            if (MappingFunction.Of(scope) is { } function && function.IndexOf(name) is >= 0 and var place)
            {
                var origins = frame?.Function.Node == scope
                    ? Evaluate(function.ArgumentOf(frame.Call, place), frame.Outer, depth + 1, cancellation)
                    : Handed(function, place, depth + 1, cancellation).DefaultIfEmpty(BuilderOrigin.Root);
                return origins.Select(o => WithLater(o, scope, name));
            }

            if (scope is BlockSyntax or CompilationUnitSyntax or SwitchSectionSyntax && Declarator(scope, name) is { } local)
            {
                return scope.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a => MappingFunction.LastName(a.Left) == name && a.Left is IdentifierNameSyntax)
                    ? [BuilderOrigin.Unknown]
                    : Evaluate(local.Initializer?.Value, frame, depth + 1, cancellation).Select(o => WithLater(o, scope, name));
            }
        }

        return [BuilderOrigin.Root];
    }

    private static VariableDeclaratorSyntax? Declarator(SyntaxNode scope, string name) => scope.ChildNodes()
        .Select(n => n is GlobalStatementSyntax global ? global.Statement : n).OfType<LocalDeclarationStatementSyntax>()
        .SelectMany(d => d.Declaration.Variables).FirstOrDefault(v => v.Identifier.ValueText == name);

    /// <summary>With what is said of a local or parameter in statements of their own: <c>group.AllowAnonymous();</c>.</summary>
    private static BuilderOrigin WithLater(BuilderOrigin origin, SyntaxNode scope, string name) => scope.DescendantNodes().OfType<InvocationExpressionSyntax>()
        .Where(c => IsOn(c, name)).Aggregate(origin, With);

    private static bool IsOn(InvocationExpressionSyntax call, string name)
    {
        var at = MappingFunction.Receiver(call);
        while (at is InvocationExpressionSyntax inner && MappingFunction.LastName(inner.Expression)?.StartsWith("Map", StringComparison.Ordinal) == false)
        {
            at = MappingFunction.Receiver(inner);
        }

        return at is IdentifierNameSyntax root && root.Identifier.ValueText == name;
    }

    private static BuilderOrigin With(BuilderOrigin origin, InvocationExpressionSyntax call) => MappingFunction.LastName(call.Expression) switch
    {
        "AllowAnonymous" => origin with { IsAnonymous = true },
        "RequireAuthorization" when call.ArgumentList.Arguments.Count > 0 => origin with { HasPolicy = true },
        "AddEndpointFilter" or "AddEndpointFilterFactory" => origin with { HasPolicy = true },
        _ => origin,
    };

    /// <summary>A text that is written down: a literal, a constant, or the argument for a parameter.</summary>
    private string? Text(ExpressionSyntax? expression, Frame? frame, CancellationToken cancellation)
    {
        switch (expression)
        {
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal:
                return literal.Token.ValueText;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } or:
                return Text(or.Left, frame, cancellation) ?? Text(or.Right, frame, cancellation);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum:
                return Text(sum.Left, frame, cancellation) is { } left && Text(sum.Right, frame, cancellation) is { } right ? left + right : null;
            case InterpolatedStringExpressionSyntax interpolated:
                var parts = interpolated.Contents.Select(c => c is InterpolatedStringTextSyntax text ? text.TextToken.ValueText : Text((c as InterpolationSyntax)?.Expression, frame, cancellation)).ToList();
                return parts.Contains(null) ? null : string.Concat(parts);
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Empty", Expression: PredefinedTypeSyntax or IdentifierNameSyntax { Identifier.ValueText: "String" } }:
                return "";
            case IdentifierNameSyntax name when frame?.Function.IndexOf(name.Identifier.ValueText) is >= 0 and var place:
                return frame.Function.ArgumentOf(frame.Call, place) is { } argument ? Text(argument, frame.Outer, cancellation) : Text(frame.Function.DefaultOf(place), null, cancellation);
            case IdentifierNameSyntax or MemberAccessExpressionSyntax:
                var type = MappingFunction.LastName((expression as MemberAccessExpressionSyntax)?.Expression) ?? MappingFunction.Around(expression)?.Type;
                return expression.Ancestors().Where(s => s is BlockSyntax or CompilationUnitSyntax).Select(s => Declarator(s, MappingFunction.LastName(expression)!)).FirstOrDefault(d => d is not null) is { } local && expression is IdentifierNameSyntax
                    ? local.Initializer?.Value is LiteralExpressionSyntax value ? value.Token.ValueText : null
                    : Symbols(MappingFunction.LastName(expression)!, cancellation).OfType<IFieldSymbol>().Where(f => f.ContainingType.Name == type).Select(f => f.ConstantValue as string).FirstOrDefault();
            default:
                return null;
        }
    }

    /// <summary>The one method that a call can mean, where it gives a builder back.</summary>
    private MappingFunction? OwnFunction(string name, InvocationExpressionSyntax call, CancellationToken cancellation)
    {
        var own = Symbols(name, cancellation).OfType<IMethodSymbol>().Where(m => IsBuilder(m.ReturnType.Name) && !m.IsAbstract && m.Parameters.Length > 0)
            .Select(m => MappingFunction.Of(m.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation))).OfType<MappingFunction>().Where(f => f.ArgumentOf(call, 0) is not null).ToList();
        return own.Count == 1 ? own[0] : null;
    }

    private static bool IsBuilder(string type) => type.IndexOf("Builder", StringComparison.Ordinal) >= 0 || type.IndexOf("Application", StringComparison.Ordinal) >= 0;

    private IReadOnlyList<ISymbol> Symbols(string name, CancellationToken cancellation) => _byName.GetOrAdd(name, n => [.. compilation.GetSymbolsWithName(n, SymbolFilter.Member, cancellation)]);

    /// <summary>A module of Carter hands its routes a group of the path that it gives to its base: <c>CustomerModule() : base("/customers")</c>.</summary>
    private BuilderOrigin? CarterPrefix(INamedTypeSymbol module, CancellationToken cancellation)
    {
        if (module.BaseType is not { Name: "CarterModule", ContainingNamespace.Name: "Carter" })
        {
            return null;
        }

        foreach (var type in module.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>())
        {
            var arguments = type.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().FirstOrDefault()?.ArgumentList
                ?? type.Members.OfType<ConstructorDeclarationSyntax>().Select(c => c.Initializer).FirstOrDefault(i => i?.ThisOrBaseKeyword.IsKind(SyntaxKind.BaseKeyword) == true)?.ArgumentList;
            if (arguments?.Arguments.FirstOrDefault()?.Expression is { } path)
            {
                return BuilderOrigin.Root.Below(Text(path, null, cancellation));
            }
        }

        return BuilderOrigin.Root;
    }

    private static string? TypeArgument(InvocationExpressionSyntax call, int place) =>
        (call.Expression as GenericNameSyntax ?? (call.Expression as MemberAccessExpressionSyntax)?.Name as GenericNameSyntax)?.TypeArgumentList.Arguments is { } types && place < types.Count
            ? MappingFunction.LastName(types[place] is QualifiedNameSyntax qualified ? qualified.Right : types[place])
            : null;

    private IEnumerable<InvocationExpressionSyntax> CallsOf(string name, CancellationToken cancellation) =>
        compilation.SyntaxTrees.SelectMany(tree => Calls.GetValue(tree, t => Find(t, cancellation))[name]);

    private static ILookup<string, InvocationExpressionSyntax> Find(SyntaxTree tree, CancellationToken cancellation)
    {
        var text = tree.GetText(cancellation).ToString();
        return (Array.TrueForAll(Marks, m => text.IndexOf(m, StringComparison.Ordinal) < 0) ? [] : tree.GetRoot(cancellation).DescendantNodes().OfType<InvocationExpressionSyntax>())
            .ToLookup(c => MappingFunction.LastName(c.Expression) ?? "", StringComparer.Ordinal);
    }

    /// <summary>A call of a function that is looked into.</summary>
    private sealed record Frame(MappingFunction Function, InvocationExpressionSyntax Call, Frame? Outer);
}
