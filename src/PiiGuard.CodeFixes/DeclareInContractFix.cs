using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using PiiGuard.Analyzers.Diagnostics;

namespace PiiGuard.CodeFixes;

/// <summary>PII1001 and its kin: writes the missing lines into PiiExposure.txt. The reason is left to a person; PII4001 asks for it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclareInContractFix))]
[Shared]
public sealed class DeclareInContractFix : CodeFixProvider
{
    internal const string Title = "Declare in PiiExposure.txt";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [
        Descriptors.UndeclaredPersonalData.Id, Descriptors.AnonymousExposure.Id, Descriptors.Credential.Id, Descriptors.SentTypeAdds.Id, Descriptors.IgnoredElsewhere.Id, Descriptors.RunTimeTypeAdds.Id,
    ];

    public override FixAllProvider GetFixAllProvider() => DeclareInContractFixAll.Instance;

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var project = context.Document.Project;
        context.RegisterCodeFix(
            CodeAction.Create(Title, cancellation => ContractEdit.ApplyAsync(project.Solution, project.Id, context.Diagnostics, cancellation), nameof(DeclareInContractFix)),
            context.Diagnostics);
        return Task.CompletedTask;
    }
}
