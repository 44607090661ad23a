using Spectre.Console;

namespace BreachReplay.Http;

/// <summary>The quick first part, over real HTTP: honest callers and a scraper, against the API directly and through the gateway.</summary>
internal static class HttpReplay
{
    /// <summary>Runs it and says whether the gateway held.</summary>
    public static async Task<bool> RunAsync(CancellationToken cancellation)
    {
        await using var hosts = await Hosts.StartAsync(cancellation);
        RunResult? direct = null;
        RunResult? guarded = null;
        await AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn()).StartAsync(async progress =>
        {
            direct = await Run.StartAsync("API directly", hosts.Api, hosts, progress, cancellation);
            guarded = await Run.StartAsync("through PiiGuard", hosts.Gateway, hosts, progress, cancellation);
        });
        return Report.Print(direct!, guarded!);
    }
}
