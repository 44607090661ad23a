using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Reads from the syntax what new objects are given (in initializers, by constructors, by statements behind, by the profiles of mappers), and what texts are made of.</summary>
internal static class TreeNamesReader
{
    /// <summary>A text of more values is no name.</summary>
    private const int MostSources = 32;

    /// <summary>Methods that add to a text or a table: of StringBuilder, TextWriter, CsvHelper.</summary>
    private static readonly HashSet<string> Writers = new(["Append", "AppendLine", "AppendJoin", "AppendFormat", "Write", "WriteLine", "WriteAsync", "WriteLineAsync", "WriteField"], StringComparer.Ordinal);

    public static TreeNames Read(SyntaxTree tree)
    {
        Dictionary<MethodDeclarationSyntax, List<NameSource>> documents = [];
        List<Rename> found = [];
        List<MadeText> texts = [];
        HashSet<string> plain = new(StringComparer.Ordinal);
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            switch (node)
            {
                case ObjectCreationExpressionSyntax creation when creation.Type.SimpleName() is { } type:
                    ReadCreation(creation, [type], found);
                    break;
                case ImplicitObjectCreationExpressionSyntax creation:
                    ReadCreation(creation, TypesOf(creation), found);
                    break;
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax made, Name.Identifier.ValueText: var member }, Parent: ExpressionStatementSyntax } assignment
                    when NamedTypes.Of(made) is { } type && type.IndexOf('.') < 0:
                    Add([type], member, assignment.Right, found);
                    break;
                case MethodDeclarationSyntax { Identifier.ValueText: not "ToString" } method when IsText(method.ReturnType):
                    texts.Add(Made(NameOf(method), Returned(method.ExpressionBody, method.Body), method.ParameterList));
                    break;
                case LocalFunctionStatementSyntax function when IsText(function.ReturnType):
                    texts.Add(Made(function.Identifier.ValueText, Returned(function.ExpressionBody, function.Body), function.ParameterList));
                    break;
                case PropertyDeclarationSyntax property when IsText(property.Type) && ((property.ExpressionBody ?? Getter(property)?.ExpressionBody) is not null || Getter(property)?.Body is not null):
                    texts.Add(Made(property.Identifier.ValueText, Returned(property.ExpressionBody ?? Getter(property)?.ExpressionBody, Getter(property)?.Body), null));
                    break;
                case PropertyDeclarationSyntax property:
                    plain.Add(property.Identifier.ValueText);
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax { TypeArgumentList.Arguments: { Count: > 0 } rows } } } query when query.ArgumentList.Arguments.Select(a => TextOf(a.Expression)).FirstOrDefault(t => t is not null) is { } sql:
                    var row = rows[rows.Count - 1].SimpleName();
                    found.AddRange(SqlColumns.Of(sql, out _).Where(c => row is not null && SqlColumns.IsRenamed(c)).Select(c => new Rename(row!, c.Name.Replace("_", ""), "", null, [new(null, c.Source)])));
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var writer }, ArgumentList.Arguments: { Count: > 0 } written } write when Writers.Contains(writer) && write.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } document:
                    documents[document] = [.. documents.TryGetValue(document, out var before) ? before : [], .. written.SelectMany(a => NameSources.Of(a.Expression, owner: null))];
                    break;
                case ConstructorDeclarationSyntax constructor:
                    ReadConstructor(constructor, found);
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ForMember" or "Map" } access, ArgumentList.Arguments: { Count: 2 } arguments } when MappedTypes(access.Expression) is { } mapped
                    && Body(arguments[0].Expression) is MemberAccessExpressionSyntax target:
                    found.Add(new(mapped.To, target.Name.Identifier.ValueText, "", mapped.From, NameSources.Of(MappedFrom(arguments[1].Expression), mapped.From)));
                    break;
            }
        }

        return new(found, texts, plain, [.. documents.Select(d => new MadeText(NameOf(d.Key), [.. d.Value.Distinct().Take(MostSources)], PassesOn: false)).Where(d => !d.Sources.IsEmpty)]);
    }

    /// <summary>The name of a method; the handler of a request is known by that, of one that lies in a type beside it with the name of the type: <c>GetLetter.Query</c>.</summary>
    private static string NameOf(MethodDeclarationSyntax method)
    {
        if (method.Identifier.ValueText is not ("Handle" or "HandleAsync" or "ExecuteAsync") || method.ParameterList.Parameters.FirstOrDefault()?.Type is not { } type || type.SimpleName() is not { } request)
        {
            return method.Identifier.ValueText;
        }

        var around = method.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault(t => t.Members.OfType<TypeDeclarationSyntax>().Any(m => m.Identifier.ValueText == request));
        return around is null || type is QualifiedNameSyntax ? request : $"{around.Identifier.ValueText}.{request}";
    }

    private static AccessorDeclarationSyntax? Getter(PropertyDeclarationSyntax property) => property.AccessorList?.Accessors.FirstOrDefault(a => a.RawKind == (int)SyntaxKind.GetAccessorDeclaration);

    private static bool IsText(TypeSyntax type) => type switch
    {
        NullableTypeSyntax nullable => IsText(nullable.ElementType),
        GenericNameSyntax { Identifier.ValueText: "Task" or "ValueTask", TypeArgumentList.Arguments: { Count: 1 } of } => IsText(of[0]),
        GenericNameSyntax { Identifier.ValueText: "List" or "IEnumerable" or "IList" or "IReadOnlyList" or "ICollection" or "IReadOnlyCollection" or "IQueryable", TypeArgumentList.Arguments: { Count: 1 } of } => IsText(of[0]),
        ArrayTypeSyntax array => IsText(array.ElementType),
        _ => type is PredefinedTypeSyntax { Keyword.ValueText: "string" },
    };

    /// <summary>The values in what is returned; none where a return is made of anything else.</summary>
    private static ImmutableArray<NameSource> Returned(ArrowExpressionClauseSyntax? arrow, BlockSyntax? body)
    {
        var sources = ImmutableArray.CreateBuilder<NameSource>();
        var returned = arrow is not null ? [arrow.Expression] : body?.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>().Select(r => r.Expression).OfType<ExpressionSyntax>() ?? [];
        foreach (var value in returned.Where(v => !IsPlaceholder(v)))
        {
            var found = NameSources.Of(value, owner: null);
            if (found.IsEmpty)
            {
                return [];
            }

            sources.AddRange(found);
        }

        return sources.ToImmutable();
    }

    /// <summary>The text of a query that is written where it is asked.</summary>
    private static string? TextOf(ExpressionSyntax value) => value switch
    {
        LiteralExpressionSyntax { Token.Value: string text } => text,
        InterpolatedStringExpressionSyntax text => string.Concat(text.Contents.Select(c => c is InterpolatedStringTextSyntax part ? part.TextToken.ValueText : "?")),
        _ => null,
    };

    private static MadeText Made(string name, ImmutableArray<NameSource> sources, ParameterListSyntax? parameters) =>
        new(name, sources.Length > MostSources ? [] : sources, sources.Length is > 0 and <= MostSources && parameters is not null && sources.All(s => s is { Owner: null, IsMade: false } && parameters.Parameters.Any(p => p.Identifier.ValueText == s.Name)));

    private static bool IsPlaceholder(ExpressionSyntax value) => value is LiteralExpressionSyntax or DefaultExpressionSyntax or MemberAccessExpressionSyntax { Expression: PredefinedTypeSyntax }; // string.Empty

    private static void ReadCreation(BaseObjectCreationExpressionSyntax creation, IReadOnlyList<string> types, List<Rename> found)
    {
        foreach (var assignment in creation.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>() ?? [])
        {
            Add(types, (assignment.Left as IdentifierNameSyntax)?.Identifier.ValueText, assignment.Right, found);
        }

        var arguments = creation.ArgumentList?.Arguments ?? [];
        for (var i = 0; i < arguments.Count; i++)
        {
            Add(types, arguments[i].NameColon?.Name.Identifier.ValueText ?? Rename.Parameter(i, arguments.Count), arguments[i].Expression, found);
        }
    }

    private static void ReadConstructor(ConstructorDeclarationSyntax constructor, List<Rename> found)
    {
        foreach (var assignment in constructor.DescendantNodes(n => n is not AnonymousFunctionExpressionSyntax).OfType<AssignmentExpressionSyntax>().Where(a => a.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax))
        {
            var name = assignment.Left switch
            {
                IdentifierNameSyntax own => own.Identifier.ValueText,
                MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own => own.Name.Identifier.ValueText,
                _ => null,
            };
            if (assignment.Right is IdentifierNameSyntax { Identifier.ValueText: var handed } && string.Equals(handed, name, StringComparison.OrdinalIgnoreCase) && constructor.ParameterList.Parameters.Any(p => p.Identifier.ValueText == handed))
            {
                continue; // whoever calls it says what that is
            }

            Add([constructor.Identifier.ValueText], name, assignment.Right, found);
        }
    }

    private static void Add(IReadOnlyList<string> types, string? member, ExpressionSyntax value, List<Rename> found)
    {
        if (member is null || IsPlaceholder(value))
        {
            return;
        }

        // What keeps its name is judged by it, and says nothing of a rename.
        var sources = NameSources.Of(value, owner: null);
        sources = sources.Any(s => string.Equals(s.Name, member, StringComparison.OrdinalIgnoreCase)) ? [] : sources;
        var maker = value.Ancestors().FirstOrDefault(a => a is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax);
        var (name, parameters) = maker switch
        {
            MethodDeclarationSyntax method => (method.Identifier.ValueText, method.ParameterList),
            ConstructorDeclarationSyntax own => (own.Identifier.ValueText, own.ParameterList),
            LocalFunctionStatementSyntax function => (function.Identifier.ValueText, function.ParameterList),
            _ => ("", null),
        };
        found.AddRange(types.Select(t => new Rename(t, member, name, parameters?.Parameters.FirstOrDefault()?.Type?.SimpleName(), sources) { Place = maker }));
    }

    /// <summary>What <c>new()</c> may make: the type of the variable, or those that the member around it names as its own.</summary>
    private static IReadOnlyList<string> TypesOf(ImplicitObjectCreationExpressionSyntax creation)
    {
        foreach (var around in creation.Ancestors())
        {
            var type = around switch
            {
                VariableDeclarationSyntax { Type.IsVar: false } variable => variable.Type,
                BasePropertyDeclarationSyntax property => property.Type,
                MethodDeclarationSyntax method => method.ReturnType,
                LocalFunctionStatementSyntax function => function.ReturnType,
                ConversionOperatorDeclarationSyntax conversion => conversion.Type,
                _ => null,
            };
            if (type is not null || around is MemberDeclarationSyntax)
            {
                return type?.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Select(n => n.Identifier.ValueText).ToList() ?? [];
            }
        }

        return [];
    }

    /// <summary>Of a profile: <c>CreateMap&lt;From, To&gt;()</c> of AutoMapper, <c>NewConfig</c> and <c>ForType</c> of Mapster.</summary>
    private static (string From, string To)? MappedTypes(ExpressionSyntax configured)
    {
        for (var at = configured; at is InvocationExpressionSyntax call;)
        {
            var name = call.Expression is MemberAccessExpressionSyntax access ? access.Name : call.Expression as SimpleNameSyntax;
            if (name is GenericNameSyntax { Identifier.ValueText: "CreateMap" or "NewConfig" or "ForType", TypeArgumentList.Arguments: { Count: 2 } types })
            {
                return types[0].SimpleName() is { } from && types[1].SimpleName() is { } to ? (from, to) : null;
            }

            at = (call.Expression as MemberAccessExpressionSyntax)?.Expression!;
        }

        return null;
    }

    private static ExpressionSyntax? MappedFrom(ExpressionSyntax option) => Body(option) switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "MapFrom" }, ArgumentList.Arguments: { Count: 1 } from } => Body(from[0].Expression),
        InvocationExpressionSyntax => null, // o => o.Ignore()
        var value => value,
    };

    private static ExpressionSyntax? Body(ExpressionSyntax lambda) => (lambda as LambdaExpressionSyntax)?.ExpressionBody;
}
