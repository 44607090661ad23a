using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace PiiGuard.CodeFixes;

/// <summary>Edits all members that diagnostics name at once, which the batch fixer could not merge: one line can hold several, and one member can be named often.</summary>
/// <param name="title">What the action is called.</param>
/// <param name="scopes">What it can be done for.</param>
/// <param name="edits">The edits for diagnostics of a project.</param>
internal sealed class MemberFixAll(
    string title, ImmutableArray<FixAllScope> scopes, Func<Project, IReadOnlyList<Diagnostic>, string?, CancellationToken, Task<IReadOnlyList<(MemberEdit Edit, Location Location)>>> edits) : FixAllProvider
{
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => scopes;

    public override Task<CodeAction?> GetFixAsync(FixAllContext context) => Task.FromResult<CodeAction?>(CodeAction.Create(title, c => FixAsync(context, c), title));

    private async Task<Solution> FixAsync(FixAllContext context, CancellationToken cancellation)
    {
        List<(MemberEdit, Location)> all = [];
        foreach (var project in context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project])
        {
            var diagnostics = context is { Scope: FixAllScope.Document, Document: { } document }
                ? await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)
                : await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
            all.AddRange(await edits(project, diagnostics, context.CodeActionEquivalenceKey, cancellation).ConfigureAwait(false));
        }

        return await MemberEdit.ApplyAsync(context.Solution, all, cancellation).ConfigureAwait(false);
    }
}
