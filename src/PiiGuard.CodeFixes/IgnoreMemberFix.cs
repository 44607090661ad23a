using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Diagnostics;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.CodeFixes;

/// <summary>
/// PII1001 and its kin: leaves a member out of every response, by the <c>[JsonIgnore]</c> of the serialiser that writes it. PII1005: that in
/// place of the one that does nothing.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(IgnoreMemberFix))]
[Shared]
public sealed class IgnoreMemberFix : CodeFixProvider
{
    /// <summary>A menu of more members than this helps nobody.</summary>
    private const int MostMembers = 12;

    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [Descriptors.UndeclaredPersonalData.Id, Descriptors.Credential.Id, Descriptors.SentTypeAdds.Id, Descriptors.IgnoredElsewhere.Id];

    /// <summary>Only what takes the place of another attribute is done everywhere at once; what is left out of which response is a decision.</summary>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var solution = context.Document.Project.Solution;
        if (await context.Document.Project.GetCompilationAsync(context.CancellationToken).ConfigureAwait(false) is not { } compilation || KnownSymbols.Create(compilation) is not { } known)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            var writer = diagnostic.Properties.TryGetValue(DiagnosticKeys.Serializer, out var name) ? name : null;
            var (active, others) = writer == nameof(SerializerKind.Newtonsoft) ? (known.NewtonsoftIgnore, [known.JsonIgnore])
                : writer == nameof(SerializerKind.SystemTextJson) ? (known.JsonIgnore, new[] { known.NewtonsoftIgnore, known.IgnoreDataMember })
                : (null, []);
            if (active is null)
            {
                continue;
            }

            var edit = new MemberEdit(active, OnProperty: true, Replaces: diagnostic.Id == Descriptors.IgnoredElsewhere.Id ? [.. others.OfType<INamedTypeSymbol>()] : null);
            var members = new List<(Location Location, string Path)>();
            foreach (var (location, paths) in DiagnosticMembers.Of(diagnostic))
            {
                if (await MemberEdit.CanEditAsync(solution, location, context.CancellationToken).ConfigureAwait(false))
                {
                    members.Add((location, paths[0]));
                }
            }

            if (diagnostic.Id == Descriptors.IgnoredElsewhere.Id && members.Count > 0)
            {
                context.RegisterCodeFix(
                    CodeAction.Create($"Ignore for {active.ContainingNamespace}, which writes it", c => edit.ApplyAsync(solution, members.Select(m => m.Location), c), "Replace" + writer),
                    diagnostic);
                continue;
            }

            foreach (var (location, path) in members.Take(MostMembers))
            {
                context.RegisterCodeFix(CodeAction.Create($"Leave '{path}' out of every response: [JsonIgnore]", c => edit.ApplyAsync(solution, [location], c), "Ignore " + path), diagnostic);
            }
        }
    }
}
