using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PiiGuard.Benchmarks;

/// <summary>Compares analyzers over one generated project, round-robin in one process, and with what it costs to compile that.</summary>
internal sealed class AnalyzerSpeed(GeneratedApi api, TextWriter output)
{
    private static readonly AnalyzerOptions NoFiles = new([]);

    public async Task RunAsync(int rounds, string? only, CancellationToken cancellation)
    {
        var contenders = AnalyzerContenders.All().Where(c => only is null || c.Key == only || c.Key == AnalyzerContenders.PiiGuard).ToDictionary();
        output.WriteLine($"{api.Compile().SyntaxTrees.Length} files, {api.Lines} lines; {Environment.ProcessorCount} cores; {rounds} rounds, medians");
        List<double> compile = [];
        var times = contenders.Keys.ToDictionary(name => name, _ => new List<double>());
        var rules = new Dictionary<string, List<double>>();
        var counts = new Dictionary<string, int>();
        for (var round = 0; round <= rounds; round++)
        {
            // The first round warms up, and does not count. One thread: with more, a stopwatch also counts waiting for a core.
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            var result = api.Compile().Emit(Stream.Null, cancellationToken: cancellation);
            compile.Add((Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds);
            if (!result.Success)
            {
                throw new InvalidOperationException("The generated project does not compile: " + result.Diagnostics.First(d => d.Severity == DiagnosticSeverity.Error));
            }

            foreach (var (name, analyzers) in contenders)
            {
                await Console.Error.WriteLineAsync($"round {round}: {name}, {analyzers.Length} analyzers");
                var analysis = await Analyze(api.Compile(), analyzers, concurrent: false).GetAnalysisResultAsync(cancellation);
                times[name].Add(analysis.AnalyzerTelemetryInfo.Values.Sum(t => t.ExecutionTime.TotalMilliseconds));
                counts[name] = analysis.GetAllDiagnostics().Length;
                foreach (var (analyzer, telemetry) in name == AnalyzerContenders.PiiGuard ? analysis.AnalyzerTelemetryInfo : ImmutableDictionary<DiagnosticAnalyzer, Microsoft.CodeAnalysis.Diagnostics.Telemetry.AnalyzerTelemetryInfo>.Empty)
                {
                    var key = analyzer.GetType().Name;
                    (rules.TryGetValue(key, out var list) ? list : rules[key] = []).Add(telemetry.ExecutionTime.TotalMilliseconds);
                }
            }
        }

        var build = Median(compile);
        output.WriteLine($"\n| | diagnostics | time in its actions | of compiling ({build:N0} ms CPU) |\n|---|---:|---:|---:|");
        foreach (var (name, values) in times)
        {
            output.WriteLine($"| {name} | {counts[name]:N0} | {Median(values):N0} ms | {Median(values) / build:P1} |");
        }

        output.WriteLine("\n" + string.Join("\n", rules.OrderByDescending(r => Median(r.Value)).Select(r => $"{r.Key}: {Median(r.Value):N1} ms")));
        await CompareThreadsAsync(contenders[AnalyzerContenders.PiiGuard], cancellation);
        await EditAsync(contenders[AnalyzerContenders.PiiGuard], cancellation);
    }

    /// <summary>One thread and many have to say the same.</summary>
    private async Task CompareThreadsAsync(DiagnosticAnalyzer[] analyzers, CancellationToken cancellation)
    {
        var outputs = new List<string>();
        foreach (var concurrent in new[] { false, true })
        {
            var diagnostics = await Analyze(api.Compile(), analyzers, concurrent).GetAnalyzerDiagnosticsAsync(cancellation);
            outputs.Add(string.Join("\n", diagnostics.Select(d => d.ToString()).Order(StringComparer.Ordinal)));
        }

        output.WriteLine($"1 thread and {Environment.ProcessorCount}: {(outputs[0] == outputs[1] ? "the same" : "NOT THE SAME")}, {outputs[0].Count(c => c == '\n') + 1} diagnostics");
    }

    /// <summary>As an IDE does after a key stroke: a new compilation, and the diagnostics of the file that was edited.</summary>
    private async Task EditAsync(DiagnosticAnalyzer[] analyzers, CancellationToken cancellation)
    {
        var compilation = api.Compile();
        await Analyze(compilation, analyzers, concurrent: true).GetAnalyzerDiagnosticsAsync(cancellation);
        var tree = compilation.SyntaxTrees.First(t => t.ToString().Contains("class Things7Controller", StringComparison.Ordinal));
        List<double> times = [];
        for (var edit = 0; edit < 21; edit++)
        {
            var changed = CSharpSyntaxTree.ParseText(GeneratedApi.Controller(7, $"_ = {edit};"), (CSharpParseOptions)tree.Options, tree.FilePath, cancellationToken: cancellation);
            compilation = compilation.ReplaceSyntaxTree(tree, changed);
            tree = changed;
            var model = compilation.GetSemanticModel(tree);
            _ = model.GetDiagnostics(cancellationToken: cancellation); // the compiler's own work is not ours
            var analysis = Analyze(compilation, analyzers, concurrent: true);
            var watch = Stopwatch.StartNew();
            await analysis.GetAnalyzerSemanticDiagnosticsAsync(model, null, cancellation);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        output.WriteLine($"after an edit in one file: {Median(times):N1} ms (median of {times.Count}, worst {times.Max():N1} ms)");
    }

    private static CompilationWithAnalyzers Analyze(Compilation compilation, DiagnosticAnalyzer[] analyzers, bool concurrent) => compilation.WithAnalyzers(
        [.. analyzers], new CompilationWithAnalyzersOptions(NoFiles, (e, analyzer, _) => Console.Error.WriteLine($"{analyzer.GetType().Name}: {e.Message}"), concurrent, logAnalyzerExecutionTime: true));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Skip(1).Order().ToList(); // without the one that warms up
        return sorted[sorted.Count / 2];
    }
}
