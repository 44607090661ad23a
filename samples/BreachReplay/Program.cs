using System.CommandLine;
using BreachReplay.Http;
using BreachReplay.Virtual;

var quick = new Option<bool>("--quick") { Description = "Only the first part, over HTTP (half a minute)." };
var files = new Option<string[]>("--scenario") { Description = "Run this scenario file only, on virtual time; can be given several times. Default: all files in Scenarios.", HelpName = "FILE" };
var seed = new Option<int>("--seed") { Description = "Seed of everything that is random; the same one gives the same figures.", HelpName = "N", DefaultValueFactory = _ => 1 };
var json = new Option<string?>("--json") { Description = "Write the figures to this file.", HelpName = "OUT" };
var plot = new Option<string?>("--plot") { Description = "Write a plot of the leak over time (SVG) to this file. Default when all scenarios run: breach-replay.svg.", HelpName = "OUT" };
var command = new RootCommand("""
    Replays the breach. First over HTTP: honest callers and a scraper with a stolen partner key, against the carrier's API directly and
    through the gateway that PiiGuard guards. Then, through the gateway's own engine on virtual time, 41 days of a carrier with 37 million
    customers under seven attacks.

    Exit code: 0 when the gateway held (every attack contained, nothing above the announced blast radius, nobody honest stopped), 1 when
    not, 2 when an argument or a scenario cannot be used.
    """)
{
    quick, files, seed, json, plot,
};
command.SetAction(async (arguments, cancellation) =>
{
    try
    {
        var chosen = arguments.GetValue(files) is { Length: > 0 } some ? some : null;
        var scenarios = arguments.GetValue(quick) ? [] : (chosen ?? Replay.AllFiles).Select(Scenario.Read).ToList();
        var held = chosen is not null || await HttpReplay.RunAsync(cancellation);
        if (scenarios.Count > 0)
        {
            held &= await Replay.RunAsync(scenarios, arguments.GetValue(seed), arguments.GetValue(json), arguments.GetValue(plot) ?? (chosen is null ? "breach-replay.svg" : null), cancellation);
        }

        return held ? 0 : 1;
    }
    catch (ScenarioException e)
    {
        Console.Error.WriteLine(e.Message);
        return 2;
    }
    catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
    {
        Console.Error.WriteLine("Stopped.");
        return 130;
    }
});
var parsed = command.Parse(args);
return parsed.Errors.Count > 0 && await parsed.InvokeAsync() != 0 ? 2 : await parsed.InvokeAsync();
