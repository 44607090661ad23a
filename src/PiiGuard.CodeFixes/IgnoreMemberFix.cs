using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Diagnostics;

namespace PiiGuard.CodeFixes;

/// <summary>PII1001 and its kin: leaves a member out of every response, by the attribute of the serialiser that writes it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(IgnoreMemberFix))]
[Shared]
public sealed class IgnoreMemberFix : CodeFixProvider
{
    /// <summary>A menu of more members than this helps nobody.</summary>
    private const int MostMembers = 12;

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.UndeclaredPersonalData.Id, Descriptors.AnonymousExposure.Id, Descriptors.Credential.Id, Descriptors.SentTypeAdds.Id];

    /// <summary>None: what is left out of which response is a decision, and <c>dotnet format</c> applies every fix that can be applied to all.</summary>
    public override FixAllProvider? GetFixAllProvider() => null;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var solution = context.Document.Project.Solution;
        if (await context.Document.Project.GetCompilationAsync(context.CancellationToken).ConfigureAwait(false) is not { } compilation || KnownSymbols.Create(compilation) is not { } known)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            if (MemberEdit.Ignoring(diagnostic, known) is not { } edit)
            {
                continue;
            }

            foreach (var (location, paths) in DiagnosticMembers.Of(diagnostic).Take(MostMembers))
            {
                if (await MemberEdit.CanEditAsync(solution, location, context.CancellationToken, leavesOut: true).ConfigureAwait(false))
                {
                    context.RegisterCodeFix(
                        CodeAction.Create($"Leave '{paths[0]}' out of every response: [{edit.Attribute.Name.Substring(0, edit.Attribute.Name.Length - "Attribute".Length)}]", c => MemberEdit.ApplyAsync(solution, [(edit, location)], c), "Ignore " + paths[0]), diagnostic);
                }
            }
        }
    }
}
