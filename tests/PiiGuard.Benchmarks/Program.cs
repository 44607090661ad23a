using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Perfolizer.Horology;
using PiiGuard.Benchmarks;

if (args.FirstOrDefault() != "analyzers")
{
    // In this process: the benchmarks run on machines where nothing can be restored for a generated project.
    var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithIterationTime(TimeInterval.Millisecond * 100).WithIterationCount(7).WithToolchain(InProcessNoEmitToolchain.Instance))
        .WithArtifactsPath(Path.Combine("artifacts", "benchmarks")).WithOptions(ConfigOptions.DisableOptimizationsValidator);
    BenchmarkSwitcher.FromTypes([typeof(ClassifyName), typeof(LoadLexicon)]).Run(args, config);
    return 0;
}

var controllers = new Option<int>("--controllers") { Description = "How many controllers the generated project has; there are three DTOs and one service for each.", DefaultValueFactory = _ => 1000 };
var rounds = new Option<int>("--rounds") { Description = "How many rounds count, behind one that warms up.", DefaultValueFactory = _ => 3 };
var only = new Option<string?>("--only") { Description = "The name of one package to compare with; PiiGuard for none." };
var analyzers = new Command("analyzers", "Compares the analyzers with Meziantou.Analyzer, Roslynator and SonarAnalyzer over a generated web API.") { controllers, rounds, only };
analyzers.SetAction((parsed, cancellation) => new AnalyzerSpeed(new GeneratedApi(parsed.GetValue(controllers)), Console.Out).RunAsync(parsed.GetValue(rounds), parsed.GetValue(only), cancellation));
return await new RootCommand("Benchmarks of PiiGuard. Without a command: those of BenchmarkDotNet.") { analyzers }.Parse(args).InvokeAsync();
