using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Diagnostics;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.CodeFixes;

/// <summary>Puts an attribute on the declaration of a property, a field or the parameter of a record.</summary>
/// <param name="Attribute">The attribute to add.</param>
/// <param name="Arguments">Its arguments in C#, without parentheses; null for none.</param>
/// <param name="OnProperty">Whether it has to name the property where a parameter declares it: <c>[property: JsonIgnore]</c>.</param>
/// <param name="Replaces">Attributes that it takes the place of.</param>
internal sealed record MemberEdit(INamedTypeSymbol Attribute, string? Arguments = null, bool OnProperty = false, IReadOnlyList<INamedTypeSymbol>? Replaces = null)
{
    /// <summary>The attribute that leaves out what a diagnostic names; null where the serialiser knows none, or is not referenced.</summary>
    public static MemberEdit? Ignoring(Diagnostic diagnostic, KnownSymbols known)
    {
        // Of XML only who asks for it gets the body: JSON is written too, and its attribute stays.
        var (active, others) = WriterOf(diagnostic) switch
        {
            nameof(SerializerKind.Newtonsoft) => (known.NewtonsoftIgnore, [known.JsonIgnore]),
            nameof(SerializerKind.SystemTextJson) => (known.JsonIgnore, new[] { known.NewtonsoftIgnore, known.IgnoreDataMember }),
            nameof(SerializerKind.Xml) => (known.XmlIgnore, []),
            nameof(SerializerKind.DataContractXml) or nameof(SerializerKind.OData) => (known.IgnoreDataMember, []),
            _ => (null, []),
        };
        return active is null ? null : new(active, OnProperty: true, Replaces: [active, .. diagnostic.Id == Descriptors.IgnoredElsewhere.Id ? others.OfType<INamedTypeSymbol>() : []]); // "[JsonIgnore(Condition = …)]" too
    }

    /// <summary>What writes the response that a diagnostic is about.</summary>
    public static string? WriterOf(Diagnostic diagnostic) => diagnostic.Properties.TryGetValue(DiagnosticKeys.Serializer, out var writer) ? writer : null;

    /// <summary>Whether an attribute can be put where a location points: not on a member of an anonymous type, nor in generated code.</summary>
    /// <remarks>Nor, where the attribute leaves the member out, on one that is required: every response would throw.</remarks>
    public static async Task<bool> CanEditAsync(Solution solution, Location location, CancellationToken cancellation, bool leavesOut = false) =>
        await DeclarationAsync(solution, location, cancellation).ConfigureAwait(false) is { } declaration && !(leavesOut && IsRequired(declaration));

    private static bool IsRequired(SyntaxNode declaration) => (declaration is MemberDeclarationSyntax member && member.Modifiers.Any(m => m.ValueText == "required"))
        || Lists(declaration).SelectMany(l => l.Attributes).Any(a => a.Name.SimpleName() is "JsonRequired" or "JsonRequiredAttribute");

    /// <summary>Edits declarations, each once.</summary>
    public static async Task<Solution> ApplyAsync(Solution solution, IEnumerable<(MemberEdit Edit, Location Location)> edits, CancellationToken cancellation)
    {
        foreach (var group in edits.GroupBy(e => solution.GetDocument(e.Location.SourceTree)?.Id))
        {
            if (group.Key is { } id)
            {
                var editor = await DocumentEditor.CreateAsync(solution.GetDocument(id)!, cancellation).ConfigureAwait(false);
                foreach (var (edit, location) in group.GroupBy(e => e.Location, (_, same) => same.First()))
                {
                    if (Declaration(editor.OriginalRoot, location) is { } declaration)
                    {
                        editor.ReplaceNode(declaration, (node, generator) => edit.Edit(node, generator, editor.SemanticModel, declaration));
                    }
                }

                foreach (var attribute in group.Select(e => e.Edit.Attribute).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default))
                {
                    Usings.Import(editor, group.First().Location.SourceSpan.Start, attribute.Name, attribute.ContainingNamespace.ToDisplayString());
                }

                solution = editor.GetChangedDocument().Project.Solution;
            }
        }

        return solution;
    }

    private SyntaxNode Edit(SyntaxNode node, SyntaxGenerator generator, SemanticModel model, SyntaxNode original)
    {
        var obsolete = Lists(original).SelectMany(l => l.Attributes)
            .Where(a => Replaces?.Any(r => SymbolEqualityComparer.Default.Equals(r, model.GetTypeInfo(a).Type)) == true).Select(a => a.ToString()).ToList();
        foreach (var attribute in Lists(node).SelectMany(l => l.Attributes).Where(a => obsolete.Contains(a.ToString())).ToList())
        {
            var list = Lists(node).First(l => l.Attributes.Any(a => a.ToString() == attribute.ToString()));
            var found = list.Attributes.First(a => a.ToString() == attribute.ToString());
            node = list.Attributes.Count == 1
                ? node.RemoveNode(list, SyntaxRemoveOptions.KeepExteriorTrivia)!
                : node.ReplaceNode(list, list.WithAttributes(list.Attributes.Remove(found)));
        }

        var name = (NameSyntax)generator.TypeExpression(Attribute);
        var added = SyntaxFactory.AttributeList(
            node is ParameterSyntax && OnProperty ? SyntaxFactory.AttributeTargetSpecifier(SyntaxFactory.Token(SyntaxKind.PropertyKeyword)) : null,
            SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(name, Arguments is null ? null : SyntaxFactory.ParseAttributeArgumentList("(" + Arguments + ")")))).WithAdditionalAnnotations(Simplifier.Annotation, Formatter.Annotation);
        return generator.InsertAttributes(node, node is ParameterSyntax ? Lists(node).Count() : 0, added);
    }

    private static IEnumerable<AttributeListSyntax> Lists(SyntaxNode node) => node switch
    {
        MemberDeclarationSyntax member => member.AttributeLists,
        ParameterSyntax parameter => parameter.AttributeLists,
        _ => [],
    };

    private static async Task<SyntaxNode?> DeclarationAsync(Solution solution, Location location, CancellationToken cancellation) =>
        solution.GetDocument(location.SourceTree) is { } document && await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is { } root ? Declaration(root, location) : null;

    private static SyntaxNode? Declaration(SyntaxNode root, Location location) => root.FindNode(location.SourceSpan).FirstAncestorOrSelf<SyntaxNode>(n => n is not (VariableDeclaratorSyntax or VariableDeclarationSyntax))
        is (PropertyDeclarationSyntax or FieldDeclarationSyntax or ParameterSyntax { Parent.Parent: RecordDeclarationSyntax }) and var declaration ? declaration : null;
}
