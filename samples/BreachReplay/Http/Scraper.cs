using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace BreachReplay.Http;

/// <summary>Takes all customers, page by page, with a stolen partner key. Gives up when it is refused again and again.</summary>
internal sealed class Scraper
{
    private const int PageSize = 500;
    private const int GivesUpAfter = 20;

    public LeakMeter Leak { get; } = new();

    public int Requests { get; private set; }

    /// <summary>Time to the first refusal; null when it was never refused.</summary>
    public TimeSpan? StoppedAfter { get; private set; }

    public int Total { get; private set; } = 100_000;

    public async Task ScrapeAsync(HttpClient http, Action<int> progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var refused = 0;
        for (var offset = 0; offset < Total && refused < GivesUpAfter;)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"customers?offset={offset}&limit={PageSize}");
            Honest.ApiKey("partner-stolen")(request.Headers);
            using var response = await http.SendAsync(request, cancellation);
            Requests++;
            if (response.StatusCode == HttpStatusCode.OK)
            {
                using var page = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation);
                Total = page.RootElement.GetProperty("total").GetInt32();
                Leak.Add(page.RootElement);
                refused = 0;
                offset += PageSize;
                progress(PageSize);
            }
            else
            {
                // It tries other places too: the next page may be let through.
                StoppedAfter ??= watch.Elapsed;
                refused++;
                offset += PageSize;
            }
        }

        progress(Total);
    }
}
