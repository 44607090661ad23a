using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Diagnostics;

namespace PiiGuard.CodeFixes;

/// <summary>PII1005: the <c>[JsonIgnore]</c> of the serialiser that writes, in place of the one that does nothing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReplaceIgnoreFix))]
[Shared]
public sealed class ReplaceIgnoreFix : CodeFixProvider
{
    // Not a solution at once: "dotnet format" applies every fix that can be, and would declare in the contract what this one has just taken out.
    private static readonly FixAllProvider All = new MemberFixAll("Ignore for the serialiser that writes", [FixAllScope.Document, FixAllScope.Project], (project, diagnostics, _, c) => EditsAsync(project, diagnostics, c));

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.IgnoredElsewhere.Id];

    public override FixAllProvider GetFixAllProvider() => All;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var project = context.Document.Project;
        foreach (var diagnostic in context.Diagnostics)
        {
            var edits = await EditsAsync(project, [diagnostic], context.CancellationToken).ConfigureAwait(false);
            if (edits.Count > 0)
            {
                context.RegisterCodeFix(
                    CodeAction.Create($"Ignore for {edits[0].Edit.Attribute.ContainingNamespace}, which writes it", c => MemberEdit.ApplyAsync(project.Solution, edits, c), nameof(ReplaceIgnoreFix)),
                    diagnostic);
            }
        }
    }

    private static async Task<IReadOnlyList<(MemberEdit Edit, Location Location)>> EditsAsync(Project project, IReadOnlyList<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        List<(MemberEdit, Location)> edits = [];
        if (await project.GetCompilationAsync(cancellation).ConfigureAwait(false) is { } compilation && KnownSymbols.Create(compilation) is { } known)
        {
            foreach (var (diagnostic, location) in diagnostics.SelectMany(d => DiagnosticMembers.Of(d).Select(m => (d, m.Location))))
            {
                if (MemberEdit.Ignoring(diagnostic, known) is { } edit && await MemberEdit.CanEditAsync(project.Solution, location, cancellation, leavesOut: true).ConfigureAwait(false))
                {
                    edits.Add((edit, location));
                }
            }
        }

        return edits;
    }
}
