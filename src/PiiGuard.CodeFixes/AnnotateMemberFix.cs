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
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.NotAnnotated.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var solution = context.Document.Project.Solution;
        if (await context.Document.Project.GetCompilationAsync(context.CancellationToken).ConfigureAwait(false) is not { } compilation
            || KnownSymbols.Create(compilation) is not { Pii: { } pii, NotPii: { } notPii })
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(DiagnosticKeys.Categories, out var category) || !await MemberEdit.CanEditAsync(solution, diagnostic.Location, context.CancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            var isPersonal = new MemberEdit(pii, $"global::{nameof(PiiGuard)}.{nameof(PiiCategory)}.{category}");
            var isNot = new MemberEdit(notPii, "\"\"");
            context.RegisterCodeFix(CodeAction.Create($"It is: [Pii(PiiCategory.{category})]", c => isPersonal.ApplyAsync(solution, [diagnostic.Location], c), nameof(PiiAttribute)), diagnostic);
            context.RegisterCodeFix(CodeAction.Create("It is not: [NotPii(\"your reason\")]", c => isNot.ApplyAsync(solution, [diagnostic.Location], c), nameof(NotPiiAttribute)), diagnostic);
        }
    }
}
