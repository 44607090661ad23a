using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Diagnostics;

namespace PiiGuard.Analyzers.Rules;

/// <summary>PII4101: lines of the project's own lexicon that cannot be read.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LexiconAnalyzer : PiiGuardAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.UnreadableLexiconLine];

    private protected override void Start(CompilationStartAnalysisContext context, KnownSymbols known, IReadOnlyList<ContractFile> contracts) =>
        context.RegisterAdditionalFileAction(additional =>
        {
            var file = additional.AdditionalFile;
            if (!LexiconFile.IsLexicon(file.Path) || file.GetText(additional.CancellationToken) is not { } text)
            {
                return;
            }

            foreach (var problem in LexiconFile.ProblemsOf(file, additional.CancellationToken))
            {
                var span = text.Lines[problem.Line - 1].Span;
                var location = Location.Create(file.Path, span, text.Lines.GetLinePositionSpan(span));
                additional.ReportDiagnostic(Diagnostic.Create(Descriptors.UnreadableLexiconLine, location, problem.Line, problem.Message));
            }
        });
}
