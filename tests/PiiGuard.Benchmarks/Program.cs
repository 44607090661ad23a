using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Perfolizer.Horology;
using PiiGuard.Benchmarks;
using PiiGuard.Benchmarks.Limits;
using PiiGuard.Benchmarks.Proxy;
using PiiGuard.Benchmarks.Redaction;
using PiiGuard.Benchmarks.Stores;

if (args is ["host", var role, var upstream])
{
    return await ProxyProcess.HostAsync(role, upstream);
}

if (args.FirstOrDefault() is not ("analyzers" or "redaction" or "proxy" or "limits" or "stores" or "ledger"))
{
    // In this process: the benchmarks run on machines where nothing can be restored for a generated project.
    var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithIterationTime(TimeInterval.Millisecond * 100).WithIterationCount(7).WithToolchain(InProcessNoEmitToolchain.Instance))
        .WithArtifactsPath(Path.Combine("artifacts", "benchmarks")).WithOptions(ConfigOptions.DisableOptimizationsValidator);
    BenchmarkSwitcher.FromTypes([typeof(ClassifyName), typeof(LoadLexicon), typeof(MatchRoute)]).Run(args, config);
    return 0;
}

var controllers = new Option<int>("--controllers") { Description = "How many controllers the generated project has; there are three DTOs and one service for each.", DefaultValueFactory = _ => 1000 };
var rounds = new Option<int>("--rounds") { Description = "How many rounds count, behind one that warms up.", DefaultValueFactory = _ => 3 };
var only = new Option<string?>("--only") { Description = "The name of one package to compare with; PiiGuard for none." };
var analyzers = new Command("analyzers", "Compares the analyzers with Meziantou.Analyzer, Roslynator and SonarAnalyzer over a generated web API.") { controllers, rounds, only };
analyzers.SetAction((parsed, cancellation) => new AnalyzerSpeed(new GeneratedApi(parsed.GetValue(controllers)), Console.Out).RunAsync(parsed.GetValue(rounds), parsed.GetValue(only), cancellation));

var payloads = new Option<DirectoryInfo?>("--payloads") { Description = "A folder with *.json files to redact, in place of generated pages of customers." };
payloads.Validators.Add(r => Exists(r, Directory.Exists));
var plan = new Option<FileInfo?>("--plan") { Description = """What to redact: {"default":"Reveal","categories":{"EmailAddress":"Mask"},"paths":{"rows[].c1":"Other"},"subjectKeys":["customerId"]}.""" };
plan.Validators.Add(r => Exists(r, File.Exists));
var turns = new Option<int>("--rounds") { Description = "How many rounds count, behind two that warm up.", DefaultValueFactory = _ => 15 };
var widths = new Option<bool>("--widths") { Description = "Also each vector width by itself." };
var just = new Option<string?>("--only") { Description = "The name of one contender to run beside the baseline." };
var json = new Option<FileInfo?>("--json") { Description = "Where to write the figures." };
var redaction = new Command("redaction", "Compares the redactor with reading the tokens alone, with JsonNode and with source-generated DTOs.") { payloads, plan, turns, widths, just, json };
redaction.SetAction(parsed => new RedactionSpeed(Console.Out).Run(parsed.GetValue(payloads), parsed.GetValue(plan), parsed.GetValue(turns), parsed.GetValue(widths), parsed.GetValue(just), parsed.GetValue(json)));
var passes = new Option<int>("--rounds") { Description = "How many rounds count, behind one that warms up.", DefaultValueFactory = _ => 5 };
var proxy = new Command("proxy", "Compares the CPU time of a gateway with PiiGuard and of plain YARP, each in a process of its own.") { passes };
proxy.SetAction((parsed, cancellation) => new ProxySpeed(Console.Out).RunAsync(parsed.GetValue(passes), cancellation));
var times = new Option<int>("--rounds") { Description = "How many rounds count, behind two that warm up.", DefaultValueFactory = _ => 15 };
var limits = new Command("limits", "Compares decisions about requests with the framework's limiters, and measures charges of subjects.") { times };
limits.SetAction(parsed => new LimitSpeed(Console.Out).Run(parsed.GetValue(times)));
var laps = new Option<int>("--rounds") { Description = "How many rounds count, behind one that warms up.", DefaultValueFactory = _ => 9 };
var stores = new Command("stores", "Measures charges in SQLite and in PostgreSQL, beside a plain upsert.") { laps };
stores.SetAction((parsed, cancellation) => new StoreSpeed(Console.Out).RunAsync(parsed.GetValue(laps), cancellation));
var entries = new Option<long>("--entries") { Description = "How many entries the ledger gets: a hundred million take some 30 GB.", DefaultValueFactory = _ => 1_000_000 };
var file = new Option<FileInfo>("--file") { Description = "The file to write; it stays.", Required = true };
var ledger = new Command("ledger", "Fills a ledger in an SQLite file, and asks it.") { entries, file };
ledger.SetAction(parsed => new LedgerSpeed(Console.Out).Run(parsed.GetValue(file)!, parsed.GetValue(entries)));
return await new RootCommand("Benchmarks of PiiGuard. Without a command: those of BenchmarkDotNet.") { analyzers, redaction, proxy, limits, stores, ledger }.Parse(args).InvokeAsync();

static void Exists(System.CommandLine.Parsing.OptionResult result, Func<string, bool> exists)
{
    foreach (var token in result.Tokens.Where(t => !exists(t.Value)))
    {
        result.AddError($"'{token.Value}' does not exist.");
    }
}
