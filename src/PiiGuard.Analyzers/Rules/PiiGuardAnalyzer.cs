using Microsoft.CodeAnalysis.Diagnostics;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Rules;

/// <summary>What all analyzers share: one set of known symbols per compilation, nothing at all where ASP.NET Core is absent.</summary>
public abstract class PiiGuardAnalyzer : DiagnosticAnalyzer
{
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.RegisterCompilationStartAction(start =>
        {
            if (KnownSymbols.Create(start.Compilation) is { } known)
            {
                var contracts = ContractFile.ReadAll(
                    start.Options,
                    text => start.TryGetValue(text, ContractFile.Provider, out var contract) ? contract : null,
                    start.CancellationToken);
                Start(start, known, contracts);
            }
        });
    }

    private protected abstract void Start(CompilationStartAnalysisContext context, KnownSymbols known, IReadOnlyList<ContractFile> contracts);
}
