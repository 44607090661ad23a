using BreachReplay;
using Spectre.Console;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine("""
        Replays the breach over HTTP: honest callers and a scraper with a stolen partner key, first against the
        carrier's API directly, then through the gateway that PiiGuard guards. Starts both on loopback.

          dotnet run --project samples/BreachReplay

        Exit code: 0 when the gateway held (nobody honest refused, the leak within the partner's budget), 1 when not.
        """);
    return 0;
}

if (args.Length > 0)
{
    Console.Error.WriteLine($"BreachReplay takes no arguments, but was given '{string.Join(' ', args)}'. Try --help.");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

try
{
    await using var hosts = await Hosts.StartAsync(stop.Token);
    RunResult? direct = null;
    RunResult? guarded = null;
    await AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn()).StartAsync(async progress =>
    {
        direct = await Run.StartAsync("API directly", hosts.Api, hosts, progress, stop.Token);
        guarded = await Run.StartAsync("through PiiGuard", hosts.Gateway, hosts, progress, stop.Token);
    });
    return Report.Print(direct!, guarded!) ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}
