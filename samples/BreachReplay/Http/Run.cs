using Spectre.Console;

namespace BreachReplay.Http;

/// <summary>One run of everybody against one address.</summary>
internal static class Run
{
    public static async Task<RunResult> StartAsync(string name, Uri address, Hosts hosts, ProgressContext display, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = address };
        var callers = Honest.All(hosts);
        var scraper = new Scraper();
        var work = display.AddTask($"honest callers, {name}", maxValue: callers.Sum(c => c.LookUps));
        var scrape = display.AddTask($"scraper, {name}", maxValue: scraper.Total);
        await Task.WhenAll(
            callers.Select(c => c.WorkAsync(http, n => work.Increment(n), cancellation))
                .Append(Task.Run(() => scraper.ScrapeAsync(http, n => scrape.Increment(n), cancellation), cancellation)));
        return new(name, scraper, callers.Sum(c => c.LookUps), callers.Sum(c => c.Refused));
    }
}
