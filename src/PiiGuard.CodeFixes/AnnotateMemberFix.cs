using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Diagnostics;

namespace PiiGuard.CodeFixes;

/// <summary>PII1008: says by <c>[Pii]</c> or <c>[NotPii]</c> what the name only suggests. The reason of <c>[NotPii]</c> is left to a person: without one it has no effect.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AnnotateMemberFix))]
[Shared]
public sealed class AnnotateMemberFix : CodeFixProvider
{
    private static readonly FixAllProvider All = new MemberFixAll("Annotate", [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution], EditsAsync);

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.NotAnnotated.Id];

    public override FixAllProvider GetFixAllProvider() => All;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var project = context.Document.Project;
        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var (key, title) in new[] { (nameof(PiiAttribute), $"It is: [Pii(PiiCategory.{CategoryOf(diagnostic)})]"), (nameof(NotPiiAttribute), "It is not: [NotPii(\"your reason\")]") })
            {
                var edits = await EditsAsync(project, [diagnostic], key, context.CancellationToken).ConfigureAwait(false);
                if (edits.Count > 0)
                {
                    context.RegisterCodeFix(CodeAction.Create(title, c => MemberEdit.ApplyAsync(project.Solution, edits, c), key), diagnostic);
                }
            }
        }
    }

    private static async Task<IReadOnlyList<(MemberEdit Edit, Location Location)>> EditsAsync(Project project, IReadOnlyList<Diagnostic> diagnostics, string? attribute, CancellationToken cancellation)
    {
        List<(MemberEdit, Location)> edits = [];
        if (await project.GetCompilationAsync(cancellation).ConfigureAwait(false) is { } compilation && KnownSymbols.Create(compilation) is { Pii: { } pii, NotPii: { } notPii })
        {
            foreach (var diagnostic in diagnostics)
            {
                if (await MemberEdit.CanEditAsync(project.Solution, diagnostic.Location, cancellation).ConfigureAwait(false))
                {
                    edits.Add((attribute == nameof(NotPiiAttribute) ? new(notPii, "\"\"") : new(pii, $"global::{nameof(PiiGuard)}.{nameof(PiiCategory)}.{CategoryOf(diagnostic)}"), diagnostic.Location));
                }
            }
        }

        return edits;
    }

    private static string? CategoryOf(Diagnostic diagnostic) => diagnostic.Properties.TryGetValue(DiagnosticKeys.Categories, out var category) ? category : null;
}
