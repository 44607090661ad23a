using System.Diagnostics;

namespace PiiGuard.Benchmarks.Proxy;

/// <summary>
/// What PiiGuard costs a gateway: CPU seconds of the process for a thousand requests, beside plain YARP with the same upstream. In
/// turns, so that a noisy machine is noisy for both.
/// </summary>
internal sealed class ProxySpeed(TextWriter output)
{
    private const int Connections = 8;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    public async Task<int> RunAsync(int rounds, CancellationToken cancellation)
    {
        using var upstream = ProxyProcess.Start("upstream");
        using var plain = ProxyProcess.Start("plain", upstream.Address);
        using var guarded = ProxyProcess.Start("guarded", upstream.Address);
        output.WriteLine($"{rounds} rounds, {Connections} connections, medians\n\n| answer | plain YARP, CPU s per 1,000 | with PiiGuard | ratio |\n|---|---:|---:|---:|");
        foreach (var (path, requests) in new[] { ("/1-kB-compact", 8_000), ("/100-kB-compact", 2_000), ("/100-kB-indented", 2_000), ("/10-MB-compact", 30) })
        {
            await Console.Error.WriteLineAsync(path);
            List<double> plainTimes = [], guardedTimes = [], ratios = [];
            var begin = Stopwatch.GetTimestamp();
            for (var round = -1; round < rounds; round++)
            {
                // The runtime compiles what runs often again, in the background: none of the rounds that count may run on the first versions.
                round = round == 0 && Stopwatch.GetElapsedTime(begin) < WarmUp ? -1 : round;
                var bare = await MeasureAsync(plain, path, requests, cancellation);
                var mine = await MeasureAsync(guarded, path, requests, cancellation);
                if (round >= 0)
                {
                    plainTimes.Add(bare);
                    guardedTimes.Add(mine);
                    ratios.Add(mine / bare);
                }
            }

            output.WriteLine($"| {path[1..]} | {Median(plainTimes):N3} | {Median(guardedTimes):N3} | {Median(ratios):N2} |");
        }

        output.WriteLine($"\nPeak memory: plain {plain.PeakMegabytes:N0} MB, with PiiGuard {guarded.PeakMegabytes:N0} MB");
        var (small, large) = (await PeakAsync(upstream, megabytes: 1, requests: 1000, cancellation), await PeakAsync(upstream, megabytes: 1000, requests: 1, cancellation));
        output.WriteLine($"Peak memory of a process of its own, warmed up: a thousand answers of 1 MB {small:N0} MB, one of 1 GB {large:N0} MB ({large / small:N2})");
        return 0;
    }

    /// <summary>The peak of a fresh gateway that hands out answers of one size.</summary>
    private static async Task<double> PeakAsync(ProxyProcess upstream, int megabytes, int requests, CancellationToken cancellation)
    {
        await Console.Error.WriteLineAsync($"answers of {megabytes} MB");
        using var guarded = ProxyProcess.Start("guarded", upstream.Address);
        await MeasureAsync(guarded, "/array?megabytes=1", 200, cancellation, connections: 1);
        await MeasureAsync(guarded, $"/array?megabytes={megabytes}", requests, cancellation, connections: 1);
        return guarded.PeakMegabytes;
    }

    private static async Task<double> MeasureAsync(ProxyProcess proxy, string path, int requests, CancellationToken cancellation, int connections = Connections)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections })
        {
            BaseAddress = proxy.Address,
            DefaultRequestHeaders = { { "X-Api-Key", ProxyProcess.Key } },
        };
        var before = proxy.CpuSeconds;
        await Parallel.ForAsync(0, requests, new ParallelOptions { MaxDegreeOfParallelism = connections, CancellationToken = cancellation }, async (_, token) =>
        {
            using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, token);
            answer.EnsureSuccessStatusCode();
            await (await answer.Content.ReadAsStreamAsync(token)).CopyToAsync(Stream.Null, token);
        });
        return (proxy.CpuSeconds - before) * 1000 / requests;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
