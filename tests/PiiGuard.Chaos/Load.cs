using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace PiiGuard.Chaos;

/// <summary>Asks gateways for random customers, and remembers whom it got.</summary>
public sealed partial class Load(IReadOnlyList<GatewayProcess> gateways, IReadOnlyList<string> keys)
{
    /// <summary>How many customers there are to ask for.</summary>
    public int Customers { get; set; } = 1;

    /// <summary>Customers whose data arrived, by key; of an answer that broke off, what had arrived.</summary>
    public ConcurrentDictionary<(string Key, string Customer), int> Received { get; } = new();

    public ConcurrentDictionary<string, int> Refused { get; } = new();

    public int Delivered;

    public int Broken;

    /// <summary>Asks until it is told to stop.</summary>
    public Task RunAsync(int workers, int seed, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, workers).Select(w => WorkAsync(new Random(seed * 1_000 + w), stop)));

    private async Task AskAsync(GatewayProcess gateway, string key, string path)
    {
        var body = "";
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Api-Key", key } } };
            using var answer = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
            var buffer = new char[4_096];
            int count;
            while ((count = await reader.ReadAsync(buffer)) > 0)
            {
                body += new string(buffer, 0, count);
            }

            if (answer.IsSuccessStatusCode)
            {
                Interlocked.Increment(ref Delivered);
            }
            else
            {
                Refused.AddOrUpdate(Code().Match(body) is { Success: true } code ? code.Groups[1].Value : answer.StatusCode.ToString(), 1, (_, n) => n + 1);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            Interlocked.Increment(ref Broken);
        }

        foreach (Match customer in Email().Matches(body))
        {
            Received[(key, customer.Groups[1].Value)] = 1;
        }
    }

    private async Task WorkAsync(Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var path = "/customers/" + string.Join(',', Enumerable.Range(0, random.Next(1, 6)).Select(_ => "C" + random.Next(Customers)));
            await AskAsync(gateways[random.Next(gateways.Count)], keys[random.Next(keys.Count)], path);
            await Task.Delay(random.Next(10), CancellationToken.None);
        }
    }

    [GeneratedRegex("of-(C\\d+)@")]
    private static partial Regex Email();

    [GeneratedRegex("\"code\":\"([a-z-]+)\"")]
    private static partial Regex Code();
}
