using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Diagnostics;

namespace PiiGuard.Analyzers.Rules;

/// <summary>PII4001: lines of the contract that cannot be read or give no reason.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractAnalyzer : PiiGuardAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.UnreadableContractLine];

    private protected override void Start(CompilationStartAnalysisContext context, KnownSymbols known, IReadOnlyList<ContractFile> contracts) =>
        context.RegisterAdditionalFileAction(additional =>
        {
            var file = contracts.FirstOrDefault(f => f.File.Path == additional.AdditionalFile.Path);
            foreach (var problem in file?.Contract.Problems ?? [])
            {
                var location = file!.Locate(new TextSpan(problem.Start, problem.Length));
                additional.ReportDiagnostic(Diagnostic.Create(Descriptors.UnreadableContractLine, location, problem.Line, problem.Message));
            }
        });
}
