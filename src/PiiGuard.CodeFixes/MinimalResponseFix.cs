using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Diagnostics;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.CodeFixes;

/// <summary>
/// PII1001, PII1002 and PII1004: makes a record of what the contract allows to be sent, and projects what the handler sends to it. For handlers
/// whose code shows the values: an object or a list of objects of one type.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MinimalResponseFix))]
[Shared]
public sealed class MinimalResponseFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.UndeclaredPersonalData.Id, Descriptors.AnonymousExposure.Id, Descriptors.Credential.Id, Descriptors.SentTypeAdds.Id];

    /// <summary>None: each record gets its name, and its place, from one who reads it.</summary>
    public override FixAllProvider? GetFixAllProvider() => null;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var document = context.Document;
        if (await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || KnownSymbols.Create(model.Compilation) is not { } known)
        {
            return;
        }

        // Whichever of them writes: what either names like that is left out.
        var settings = SerializerSettings.Read(model.Compilation, null, ProjectTypes.Read(document.Project.AnalyzerOptions), context.CancellationToken);
        List<Serializer> serializers = [.. new[] { settings.Mvc, settings.Http }.Where(s => s.Kind == SerializerKind.SystemTextJson)];
        foreach (var diagnostic in context.Diagnostics)
        {
            if (ResponseValues.Handler(root, diagnostic.Location) is { } handler
                && diagnostic.Properties.TryGetValue(DiagnosticKeys.Undeclared, out var undeclared)
                && diagnostic.Properties.TryGetValue(DiagnosticKeys.Serializer, out var writer) && writer == nameof(SerializerKind.SystemTextJson)
                && Plan(handler, model, known, serializers, undeclared!.Split(';')) is { } plan)
            {
                context.RegisterCodeFix(
                    CodeAction.Create($"Send a new '{plan.Record.Name}' without what is not declared", c => ApplyAsync(document, handler, plan, c), nameof(MinimalResponseFix)),
                    diagnostic);
            }
        }
    }

    private static ProjectionPlan? Plan(SyntaxNode handler, SemanticModel model, KnownSymbols known, IReadOnlyList<Serializer> serializers, IReadOnlyList<string> undeclared)
    {
        var name = handler is MethodDeclarationSyntax method ? method.Identifier.ValueText : "";
        if (handler is MethodDeclarationSyntax declared && model.GetDeclaredSymbol(declared) is { } action && (action.IsOverride || IsOfInterface(action) || IsCalled(declared)))
        {
            return null; // its return type is another one's too
        }

        ResponseRecord? record = null;
        List<ProjectedValue> values = [];
        foreach (var value in ResponseValues.Of(handler, model, known))
        {
            var info = model.GetTypeInfo(value);
            var element = info.Type is { SpecialType: not SpecialType.System_String } list ? list.ArgumentOf(known.EnumerableOfT) ?? list.ArgumentOf(known.AsyncEnumerableOfT) : null;
            if ((element ?? info.Type) is not INamedTypeSymbol { IsAnonymousType: false, TypeKind: TypeKind.Class or TypeKind.Struct } type)
            {
                continue;
            }

            var candidate = ResponseRecord.Of(NameFor(name, type, model, handler.SpanStart), type, serializers, undeclared, known);
            if (candidate is null)
            {
                continue;
            }

            if (record is not null && !SymbolEqualityComparer.Default.Equals(record.Source, type))
            {
                return null; // of two types
            }

            record ??= candidate;
            values.Add(new(value, element is not null, info.Type is IArrayTypeSymbol, info.Type?.ArgumentOf(known.AsyncEnumerableOfT) is not null, info.Nullability.FlowState == NullableFlowState.MaybeNull));
        }

        return record is null ? null : new(record, values);
    }

    private static bool IsOfInterface(IMethodSymbol action) => action.ContainingType.AllInterfaces.SelectMany(i => i.GetMembers(action.Name))
        .Any(m => SymbolEqualityComparer.Default.Equals(action.ContainingType.FindImplementationForInterfaceMember(m), action));

    /// <summary>Whether the class itself calls the action: <c>nameof</c> does not.</summary>
    private static bool IsCalled(MethodDeclarationSyntax action) => action.Parent!.DescendantNodes().OfType<InvocationExpressionSyntax>()
        .Any(c => (c.Expression is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var member } ? member : c.Expression as SimpleNameSyntax)?.Identifier.ValueText == action.Identifier.ValueText);

    private static string NameFor(string method, INamedTypeSymbol type, SemanticModel model, int position)
    {
        var stem = method.EndsWith("Async", StringComparison.Ordinal) ? method.Substring(0, method.Length - 5) : method;
        var name = (stem.IndexOf(type.Name, StringComparison.Ordinal) >= 0 ? stem : stem + type.Name) + "Response";
        var free = name;
        for (var i = 2; model.LookupNamespacesAndTypes(position, name: free).Length > 0; i++)
        {
            free = name + i;
        }

        return free;
    }

    private static async Task<Document> ApplyAsync(Document document, SyntaxNode handler, ProjectionPlan plan, CancellationToken cancellation)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        foreach (var value in plan.Values)
        {
            editor.ReplaceNode(value.Expression, SyntaxFactory.ParseExpression(value.Projected(plan.Record.Name + "." + plan.Record.Factory)).WithTriviaFrom(value.Expression).WithAdditionalAnnotations(Formatter.Annotation));
        }

        // What the signature and the attributes say of the type holds for the record now.
        foreach (var name in Signature(handler).SelectMany(n => n.DescendantNodesAndSelf()).OfType<SimpleNameSyntax>()
            .Where(n => SymbolEqualityComparer.Default.Equals(editor.SemanticModel.GetSymbolInfo(n, cancellation).Symbol, plan.Record.Source)))
        {
            var node = name.Parent is QualifiedNameSyntax qualified && qualified.Right == name ? (SyntaxNode)qualified : name;
            editor.ReplaceNode(node, SyntaxFactory.IdentifierName(plan.Record.Name).WithTriviaFrom(node));
        }

        var declaration = SyntaxFactory.ParseMemberDeclaration(plan.Record.ToSource())!.WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation);
        var type = handler.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().LastOrDefault();
        if (type is not null)
        {
            editor.InsertAfter(type, declaration.WithLeadingTrivia(declaration.GetLeadingTrivia().Insert(0, SyntaxFactory.ElasticCarriageReturnLineFeed)));
        }
        else
        {
            // Top-level statements: types come last.
            var root = (CompilationUnitSyntax)editor.OriginalRoot;
            editor.InsertAfter(root.Members.Last(), declaration);
        }

        if (plan.Values.Any(v => v.IsList))
        {
            Usings.Import(editor, handler.SpanStart, "Enumerable", "System.Linq");
        }

        return editor.GetChangedDocument();
    }

    private static IEnumerable<SyntaxNode> Signature(SyntaxNode handler) => handler switch
    {
        MethodDeclarationSyntax method => method.AttributeLists.Cast<SyntaxNode>().Append(method.ReturnType),
        ParenthesizedLambdaExpressionSyntax { ReturnType: { } type } => [type],
        _ => [],
    };

    private sealed record ProjectionPlan(ResponseRecord Record, IReadOnlyList<ProjectedValue> Values);

    /// <summary>A value that is sent, and what stands in its place.</summary>
    private sealed record ProjectedValue(ExpressionSyntax Expression, bool IsList, bool IsArray, bool IsAsync, bool MayBeNull)
    {
        public string Projected(string factory)
        {
            var text = Expression.WithoutTrivia().ToString();
            var operand = Expression is IdentifierNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax ? text : $"({text})";
            return IsList ? $"{operand}{(MayBeNull ? "?" : "")}.Select({factory}){(IsAsync ? "" : IsArray ? ".ToArray()" : ".ToList()")}"
                : MayBeNull ? $"({text} is {{ }} found ? {factory}(found) : null)"
                : $"{factory}({text})";
        }
    }
}
