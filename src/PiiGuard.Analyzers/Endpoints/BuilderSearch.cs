using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>One question of <see cref="BuilderOrigins"/>: where a builder comes from. Remembers what it has found of each parameter, and what it is in the middle of.</summary>
internal sealed class BuilderSearch(BuilderOrigins all, CancellationToken cancellation)
{
    private const int MostFrames = 12; // functions and locals on the way
    private const int MostOrigins = 16; // of one builder

    private readonly PrefixTexts _texts = new(all, cancellation);
    private readonly Dictionary<(SyntaxNode, int), IReadOnlyList<BuilderOrigin>> _handed = [];

    public IReadOnlyList<BuilderOrigin> Handed(MappingFunction function, int parameter, int depth)
    {
        cancellation.ThrowIfCancellationRequested();
        var key = (function.Node, parameter);
        if (_handed.TryGetValue(key, out var known))
        {
            return known; // nothing, while it is being found out: a function that calls itself adds nothing
        }

        _handed[key] = [];
        return _handed[key] = BuilderExpressions.IsApplication(function.TypeOf(parameter)) ? [BuilderOrigin.Root] : CarterModule(function) is { } module ? [module] : Few(Callers(function, parameter, depth));
    }

    private IEnumerable<BuilderOrigin> Callers(MappingFunction function, int parameter, int depth)
    {
        var (isCalled, isNamed) = (false, false);
        foreach (var call in all.CallsOf(function.Name, cancellation).Where(c => c.SyntaxTree != function.Node.SyntaxTree || !function.Node.Span.Contains(c.Span)))
        {
            // T.Map(app) in a generic method stands for each type that it is called with.
            var place = MappingFunction.LastName(MappingFunction.Receiver(call)) is { } receiver && MappingFunction.Around(call) is { } around ? around.TypeParameters.IndexOf(receiver) : -1;
            if (!function.CanBeCalledBy(call, place >= 0))
            {
                isNamed |= call.ArgumentList.Arguments.Any(a => BuilderExpressions.CanBeBuilder(a.Expression)); // through another name of its type, perhaps
                continue;
            }

            if (place >= 0)
            {
                var generic = MappingFunction.Around(call)!;
                foreach (var outer in all.CallsOf(generic.Name, cancellation).Where(c => TypeArgument(c, place) == function.Type))
                {
                    isCalled = true;
                    foreach (var origin in function.Type is { } type && all.IsOnlyType(type, cancellation) ? Argument(function, call, parameter, true, new(generic, outer, null), depth) : [BuilderOrigin.Unknown])
                    {
                        yield return origin;
                    }
                }

                continue;
            }

            if (!function.IsStatic && function.ArgumentOf(call, parameter) is { } handed && !BuilderExpressions.CanBeBuilder(handed))
            {
                continue; // a method of that name of something else: mapper.Map(customer)
            }

            isCalled = true;
            foreach (var origin in function.IsLocal || all.IsPlain(call, function.IsStatic, cancellation) ? Argument(function, call, parameter, false, null, depth).Select(o => WithBehind(o, function, call)) : [BuilderOrigin.Unknown])
            {
                yield return origin;
            }
        }

        if (!isCalled)
        {
            // Of a library, or found by reflection: what is handed over then is the application, most of the time; a group cannot be one.
            yield return isNamed || function.TypeOf(parameter).TrimEnd('?').EndsWith("RouteGroupBuilder", StringComparison.Ordinal) ? BuilderOrigin.Unknown : BuilderOrigin.Root;
        }
    }

    private IReadOnlyList<BuilderOrigin> Argument(MappingFunction function, InvocationExpressionSyntax call, int parameter, bool isThroughTypeParameter, CallFrame? frame, int depth) =>
        function.ArgumentOf(call, parameter, isThroughTypeParameter) is { } handed ? Evaluate(handed, frame, depth + 1)
        : function.DefaultOf(parameter) is not null ? [] // null
        : [BuilderOrigin.Unknown];

    public IReadOnlyList<BuilderOrigin> Evaluate(ExpressionSyntax? builder, CallFrame? frame, int depth)
    {
        if (depth > MostFrames)
        {
            return [BuilderOrigin.Unknown];
        }

        // Calls in a row are gone through from the end to the beginning, and then applied.
        List<InvocationExpressionSyntax> row = [];
        while (true)
        {
            switch (builder)
            {
                case ParenthesizedExpressionSyntax inner:
                    builder = inner.Expression;
                    continue;
                case CastExpressionSyntax cast:
                    builder = cast.Expression;
                    continue;
                case PostfixUnaryExpressionSyntax sure:
                    builder = sure.Operand;
                    continue;
                case InvocationExpressionSyntax call when MappingFunction.LastName(call.Expression) is { } name && !IsStart(call, name) && OwnFunctions(name, call) is { Count: 0 }:
                    row.Add(call);
                    builder = MappingFunction.Receiver(call);
                    continue;
            }

            break;
        }

        var origins = Start(builder, frame, depth);
        for (var i = row.Count - 1; i >= 0; i--)
        {
            var call = row[i];
            origins = MappingFunction.LastName(call.Expression) == "MapGroup"
                ? [.. origins.Select(o => o.Below(call.ArgumentList.Arguments is { Count: > 0 } arguments ? _texts.Of(arguments[0].Expression, frame) : null))]
                : [.. origins.Select(o => With(o, call))];
        }

        return Few(origins);
    }

    private IReadOnlyList<BuilderOrigin> Start(ExpressionSyntax? builder, CallFrame? frame, int depth)
    {
        switch (builder)
        {
            case ConditionalExpressionSyntax either when BuilderExpressions.NullCheck(either) is { } check:
                return Given(check.Name, check.Otherwise, frame, depth);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Left: IdentifierNameSyntax given } or:
                return Given(given, or.Right, frame, depth);
            case ConditionalExpressionSyntax either:
                return Few(Evaluate(either.WhenTrue, frame, depth + 1).Concat(Evaluate(either.WhenFalse, frame, depth + 1)));
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } or:
                return Few(Evaluate(or.Left, frame, depth + 1).Concat(Evaluate(or.Right, frame, depth + 1)));
            case IdentifierNameSyntax name:
                return Named(name, frame, depth);
            case InvocationExpressionSyntax call when MappingFunction.LastName(call.Expression) is { } name:
                return IsStart(call, name) ? [BuilderOrigin.Root]
                    : OwnFunctions(name, call) is { Count: 1 } own ? Few(own[0].Returned().SelectMany(r => Evaluate(r, new(own[0], call, frame), depth + 1)))
                    : [BuilderOrigin.Unknown];
            default:
                return [BuilderOrigin.Unknown];
        }
    }

    /// <summary>What a parameter is, or what stands in its place where nobody hands it over: <c>group is null ? app : group</c>.</summary>
    private IReadOnlyList<BuilderOrigin> Given(IdentifierNameSyntax name, ExpressionSyntax otherwise, CallFrame? frame, int depth)
    {
        var given = Evaluate(name, frame, depth + 1);
        return given.Count == 0 ? Evaluate(otherwise, frame, depth + 1)
            : IsAlwaysGiven(name, frame) ? given
            : Few(given.Concat(Evaluate(otherwise, frame, depth + 1)));
    }

    private bool IsAlwaysGiven(IdentifierNameSyntax name, CallFrame? frame)
    {
        var function = name.Ancestors().Select(MappingFunction.Of).OfType<MappingFunction>().FirstOrDefault();
        return function?.IndexOf(name.Identifier.ValueText) is >= 0 and var place
            && (frame?.Function.Node == function.Node ? [frame.Call] : all.CallsOf(function.Name, cancellation).Where(c => function.CanBeCalledBy(c))).All(c => function.ArgumentOf(c, place) is not null);
    }

    /// <summary><c>builder.Build()</c>, <c>WebApplication.Create(args)</c>.</summary>
    private static bool IsStart(InvocationExpressionSyntax call, string name) =>
        (name == "Build" && call.ArgumentList.Arguments.Count == 0) || (name == "Create" && MappingFunction.LastName(MappingFunction.Receiver(call)) == "WebApplication");

    /// <summary>A local by what it is made of, a parameter by what is handed to it.</summary>
    private IReadOnlyList<BuilderOrigin> Named(IdentifierNameSyntax reference, CallFrame? frame, int depth)
    {
        var name = reference.Identifier.ValueText;
        foreach (var scope in reference.Ancestors())
        {
            if (scope is LambdaExpressionSyntax lambda && (lambda is SimpleLambdaExpressionSyntax { Parameter.Identifier.ValueText: var only } ? only == name
                : lambda is ParenthesizedLambdaExpressionSyntax several && several.ParameterList.Parameters.Any(p => p.Identifier.ValueText == name)))
            {
                return [lambda.Parent?.Parent?.Parent is InvocationExpressionSyntax use && MappingFunction.LastName(use.Expression) == "UseEndpoints" ? BuilderOrigin.Root : BuilderOrigin.Unknown];
            }

            if (MappingFunction.Of(scope) is { } function && function.IndexOf(name) is >= 0 and var place)
            {
                return BuilderScope.Of(scope).IsAssigned(name) ? [BuilderOrigin.Unknown]
                    : Later(frame?.Function.Node == scope ? Argument(function, frame.Call, place, false, frame.Outer, depth) : Handed(function, place, depth + 1), scope, name);
            }

            if (scope is BlockSyntax or CompilationUnitSyntax or SwitchSectionSyntax && BuilderScope.Of(scope).Local(name) is { } local)
            {
                return BuilderScope.Of(scope).IsAssigned(name) || local.Initializer?.Value is not { } value || value.Span.Contains(reference.Span)
                    ? [BuilderOrigin.Unknown]
                    : Later(Evaluate(value, frame, depth + 1), scope, name);
            }

            if (scope is ConstructorDeclarationSyntax constructor && constructor.ParameterList.Parameters.FirstOrDefault(p => p.Identifier.ValueText == name) is { } given)
            {
                return [BuilderExpressions.IsApplication(given.Type?.ToString() ?? "") ? BuilderOrigin.Root : BuilderOrigin.Unknown];
            }

            if (scope is BaseTypeDeclarationSyntax)
            {
                break; // a field or a property
            }
        }

        return [BuilderOrigin.Unknown];
    }

    /// <summary>With what is said of a local or parameter in statements of their own: <c>group.AllowAnonymous();</c>.</summary>
    private IReadOnlyList<BuilderOrigin> Later(IReadOnlyList<BuilderOrigin> origins, SyntaxNode scope, string name)
    {
        var calls = BuilderScope.Of(scope).CallsOn(name).Where(IsConfiguring).ToList();
        return calls.Count == 0 ? origins : Few(origins.Select(o => calls.Aggregate(o, With)));
    }

    /// <summary>Whether nothing between a builder and a call maps anything, so that the call is about the builder.</summary>
    private bool IsConfiguring(InvocationExpressionSyntax call)
    {
        for (var at = MappingFunction.Receiver(call); at is InvocationExpressionSyntax inner; at = MappingFunction.Receiver(inner))
        {
            if (MappingFunction.LastName(inner.Expression) is not { } name || name.StartsWith("Map", StringComparison.Ordinal) || all.Symbols(name, cancellation).Count > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>With what is said of the builder behind the call, where the function gives a builder back: <c>app.MapGroup("/c").MapCustomers().AllowAnonymous()</c>.</summary>
    private static BuilderOrigin WithBehind(BuilderOrigin origin, MappingFunction function, InvocationExpressionSyntax call)
    {
        if (!function.Returned().Any(r => r is IdentifierNameSyntax))
        {
            return origin;
        }

        var last = call;
        while (last.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer } && MappingFunction.LastName(outer.Expression)?.StartsWith("Map", StringComparison.Ordinal) == false)
        {
            origin = With(origin, last = outer);
        }

        return last.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Identifier.ValueText: var kept } local } && local.Ancestors().FirstOrDefault(a => a is BlockSyntax or CompilationUnitSyntax) is { } scope
            ? BuilderScope.Of(scope).CallsOn(kept).Where(c => MappingFunction.Receiver(c) is IdentifierNameSyntax).Aggregate(origin, With)
            : origin;
    }

    private static BuilderOrigin With(BuilderOrigin origin, InvocationExpressionSyntax call) => MappingFunction.LastName(call.Expression) switch
    {
        "AllowAnonymous" => origin with { IsAnonymous = true },
        "WithMetadata" when call.ArgumentList.Arguments.Any(a => a.Expression is ObjectCreationExpressionSyntax { Type: var type } && type.ToString().EndsWith("AllowAnonymousAttribute", StringComparison.Ordinal)) => origin with { IsAnonymous = true },
        "RequireAuthorization" when call.ArgumentList.Arguments.Count > 0 => origin with { HasPolicy = true },
        "AddEndpointFilter" or "AddEndpointFilterFactory" => origin with { HasPolicy = true },
        _ => ApiVersions.With(origin, call),
    };

    /// <summary>The methods of the project that a call can mean and that give a builder back.</summary>
    private List<MappingFunction> OwnFunctions(string name, InvocationExpressionSyntax call) =>
    [
        .. all.Symbols(name, cancellation).OfType<IMethodSymbol>().Where(m => BuilderExpressions.IsBuilder(m.ReturnType.Name) && !m.IsAbstract && !m.IsVirtual)
            .Select(m => MappingFunction.Of(m.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation))).OfType<MappingFunction>().Where(f => f.CanBeCalledBy(call)),
    ];

    /// <summary>A module of Carter hands its routes a group of the path that it gives to its base: <c>CustomerModule() : base("/customers")</c>.</summary>
    private BuilderOrigin? CarterModule(MappingFunction function)
    {
        if (function.Name != "AddRoutes" || function.Node.Parent is not TypeDeclarationSyntax { BaseList.Types: { Count: > 0 } bases } type)
        {
            return null;
        }

        var arguments = bases[0] is PrimaryConstructorBaseTypeSyntax primary ? primary.ArgumentList
            : type.Members.OfType<ConstructorDeclarationSyntax>().Select(c => c.Initializer).FirstOrDefault(i => i?.ThisOrBaseKeyword.IsKind(SyntaxKind.BaseKeyword) == true)?.ArgumentList;
        return bases[0].Type.ToString().Split('.').Last() != "CarterModule" ? null
            : arguments?.Arguments.FirstOrDefault()?.Expression is { } path ? BuilderOrigin.Root.Below(_texts.Of(path, null))
            : BuilderOrigin.Root;
    }

    private static string? TypeArgument(InvocationExpressionSyntax call, int place) =>
        (call.Expression as GenericNameSyntax ?? (call.Expression as MemberAccessExpressionSyntax)?.Name as GenericNameSyntax)?.TypeArgumentList.Arguments is { } types && place < types.Count
            ? MappingFunction.LastName(types[place] is QualifiedNameSyntax qualified ? qualified.Right : types[place])
            : null;

    private static IReadOnlyList<BuilderOrigin> Few(IEnumerable<BuilderOrigin> origins)
    {
        List<BuilderOrigin> few = [.. origins.Distinct().Take(MostOrigins + 1)];
        return few.Count > MostOrigins ? [BuilderOrigin.Unknown] : few;
    }
}
