using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Diagnostics;

namespace PiiGuard.Analyzers.Rules;

/// <summary>PII4001, PII4003 and PII4004: lines of the contract that cannot be read, say twice, or have expired.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractAnalyzer : PiiGuardAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.UnreadableContractLine, Descriptors.DuplicateContractLine, Descriptors.ExpiredContractLine];

    private protected override void Start(CompilationStartAnalysisContext context, KnownSymbols known, IReadOnlyList<ContractFile> contracts) =>
        context.RegisterAdditionalFileAction(additional =>
        {
            var file = contracts.FirstOrDefault(f => f.File.Path == additional.AdditionalFile.Path);
            if (file is null)
            {
                return;
            }

            foreach (var problem in file.Contract.Problems)
            {
                var location = file.Locate(new TextSpan(problem.Start, problem.Length));
                additional.ReportDiagnostic(Diagnostic.Create(Descriptors.UnreadableContractLine, location, problem.Line, problem.Message));
            }

            foreach (var (entry, earlier) in file.Contract.Duplicates())
            {
                additional.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.DuplicateContractLine, file.Locate(entry.Line), entry.Line, entry.Endpoint, entry.Path, earlier.Line, earlier.Category));
            }

            // The build says what day it is: an analyzer that asked the clock would not be deterministic. A day that is none is after every other.
            if (additional.Options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.PiiGuardDate", out var text) && text.Length > 0)
            {
                var today = DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : DateTime.MaxValue;
                foreach (var entry in file.Contract.Entries.Where(e => e.Until < today))
                {
                    additional.ReportDiagnostic(Diagnostic.Create(
                        Descriptors.ExpiredContractLine, file.Locate(entry.Line), entry.Line, entry.Endpoint, entry.Path, entry.Until!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
                }
            }
        });
}
