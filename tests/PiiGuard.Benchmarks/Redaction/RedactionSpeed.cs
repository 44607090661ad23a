using System.Diagnostics;
using System.Text.Json;

namespace PiiGuard.Benchmarks.Redaction;

/// <summary>Compares ways to redact JSON: round-robin in one process, by CPU time, medians of the ratios of each round.</summary>
internal sealed class RedactionSpeed(TextWriter output)
{
    private const int BytesPerTurn = 16 << 20;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public int Run(DirectoryInfo? payloads, FileInfo? planFile, int rounds, bool allWidths, string? only, FileInfo? json)
    {
        var plan = planFile is null ? PlanFile.ForCustomers : PlanFile.Read(planFile.FullName);
        List<Payload> all = payloads is null ? [.. CustomerPayloads.All()] : [.. payloads.GetFiles("*.json").OrderBy(f => f.Name).Select(f => new Payload(f.Name, File.ReadAllBytes(f.FullName)))];
        if (all.Count == 0)
        {
            Console.Error.WriteLine($"{payloads} holds no *.json file.");
            return 1;
        }

        var contenders = RedactionContenders.All(plan, allWidths);
        contenders = contenders.Where(c => only is null || c.Key == RedactionContenders.Reader || c.Key.Equals(only, StringComparison.OrdinalIgnoreCase)).ToDictionary();
        if (payloads is not null)
        {
            contenders.Remove("DTO, source generated"); // knows its own documents only
        }

        List<object> results = [];
        output.WriteLine($"{rounds} rounds, CPU time, medians; speed in GB/s of input; ratio: time of {RedactionContenders.Reader} / time");
        foreach (var payload in all)
        {
            Console.Error.WriteLine(payload.Name);
            var times = contenders.Keys.ToDictionary(c => c, _ => new double[rounds]);
            var allocated = new Dictionary<string, long>();
            var begin = Stopwatch.GetTimestamp();
            for (var round = -2; round < rounds; round++)
            {
                // The runtime compiles what runs often again, in the background: none of the rounds that count may run on the first versions.
                round = round == 0 && Stopwatch.GetElapsedTime(begin) < WarmUp ? -1 : round;
                foreach (var (name, run) in contenders)
                {
                    var turns = Math.Max(1, BytesPerTurn / payload.Json.Length / (name.StartsWith(RedactionContenders.Ours, StringComparison.Ordinal) || name == RedactionContenders.Reader ? 1 : 8));
                    var heap = GC.GetAllocatedBytesForCurrentThread();
                    var cpu = Environment.CpuUsage.TotalTime;
                    for (var turn = 0; turn < turns; turn++)
                    {
                        _ = run(payload);
                    }

                    if (round >= 0)
                    {
                        times[name][round] = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / turns;
                        allocated[name] = (GC.GetAllocatedBytesForCurrentThread() - heap) / turns;
                    }
                }
            }

            output.WriteLine($"\n### {payload.Name} ({payload.Json.Length:N0} bytes)\n\n| | GB/s | ratio | bytes allocated |\n|---|---:|---:|---:|");
            foreach (var (name, values) in times)
            {
                var ratio = Median(values.Zip(times[RedactionContenders.Reader], (time, reader) => reader / time));
                var speed = payload.Json.Length / Median(values) / 1e9;
                output.WriteLine($"| {name} | {speed:N2} | {ratio:N2} | {allocated[name]:N0} |");
                results.Add(new { payload = payload.Name, bytes = payload.Json.Length, contender = name, gigabytesPerSecond = speed, ratioToReader = ratio, bytesAllocated = allocated[name] });
            }
        }

        if (json is not null)
        {
            File.WriteAllText(json.FullName, JsonSerializer.Serialize(results));
        }

        return 0;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
