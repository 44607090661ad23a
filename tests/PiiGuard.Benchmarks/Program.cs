using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Perfolizer.Horology;
using PiiGuard.Benchmarks;

// In this process: the benchmarks run on machines where nothing can be restored for a generated project.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithIterationTime(TimeInterval.Millisecond * 100).WithIterationCount(7).WithToolchain(InProcessNoEmitToolchain.Instance))
    .WithArtifactsPath(Path.Combine("artifacts", "benchmarks")).WithOptions(ConfigOptions.DisableOptimizationsValidator);
BenchmarkSwitcher.FromTypes([typeof(ClassifyName), typeof(LoadLexicon)]).Run(args, config);
