using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace PiiGuard.CodeFixes;

/// <summary>Declares everything at once: all fixes of a project edit one file, which the batch fixer could not merge.</summary>
internal sealed class DeclareInContractFixAll : FixAllProvider
{
    public static readonly DeclareInContractFixAll Instance = new();

    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override Task<CodeAction?> GetFixAsync(FixAllContext context) => Task.FromResult<CodeAction?>(
        CodeAction.Create(DeclareInContractFix.Title, cancellation => FixAsync(context, cancellation), nameof(DeclareInContractFixAll)));

    private static async Task<Solution> FixAsync(FixAllContext context, CancellationToken cancellation)
    {
        var solution = context.Solution;
        var projects = context.Scope == FixAllScope.Solution ? solution.Projects : [context.Project];
        foreach (var project in projects)
        {
            var diagnostics = context.Scope == FixAllScope.Document && context.Document is { } document
                ? await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)
                : await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
            solution = await ContractEdit.ApplyAsync(solution, project.Id, diagnostics, cancellation).ConfigureAwait(false);
        }

        return solution;
    }
}
