using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Benchmarks.Limits;

/// <summary>Compares decisions about requests, and what callers and subjects take of memory: round-robin in one process, medians.</summary>
internal sealed class LimitSpeed(TextWriter output)
{
    private const int Decisions = 200_000;

    public int Run(int rounds)
    {
        foreach (var callers in new[] { 10, 100_000, 1_000_000 })
        {
            Console.Error.WriteLine($"{callers:N0} callers");
            var contenders = Contenders(callers);
            var times = contenders.ToDictionary(c => c.Name, _ => new double[rounds]);
            var allocated = new Dictionary<string, long>();
            var order = Enumerable.Range(0, Decisions).Select(i => (int)(i * 2_654_435_761L % callers)).ToArray();
            for (var round = -2; round < rounds; round++)
            {
                foreach (var (name, decide, _) in contenders)
                {
                    var heap = GC.GetAllocatedBytesForCurrentThread();
                    var cpu = Environment.CpuUsage.TotalTime;
                    foreach (var caller in order)
                    {
                        decide(caller);
                    }

                    if (round >= 0)
                    {
                        times[name][round] = (Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds / Decisions;
                        allocated[name] = (GC.GetAllocatedBytesForCurrentThread() - heap) / Decisions;
                    }
                }
            }

            output.WriteLine($"\n### {callers:N0} callers\n\n| | ns | bytes allocated | bytes held per caller |\n|---|---:|---:|---:|");
            foreach (var (name, _, held) in contenders)
            {
                output.WriteLine($"| {name} | {Median(times[name]):N0} | {allocated[name]:N0} | {held:N0} |");
            }

            GC.KeepAlive(contenders);
        }

        Subjects(rounds);
        return 0;
    }

    private static List<(string Name, Action<int> Decide, double Held)> Contenders(int callers)
    {
        var time = TimeProvider.System;
        List<(string, Action<int>, double)> contenders = [("the clock alone", _ => time.GetTimestamp(), 0)];

        var admission = new Admission(time);
        var limits = new LevelLimits { Requests = [new(1_000, TimeSpan.FromDays(1), 10_000_000)] };
        Level[][]? levels = [.. Enumerable.Range(0, callers).Select(i => new[] { new Level(LevelKind.Credential, (ulong)(i + 1) * 0x9E3779B97F4A7C15, limits) })];
        Add("PiiGuard, one rate", caller => admission.TryEnter(levels[caller], 10_000_000, out _));

        var dictionary = new ConcurrentDictionary<int, long>();
        Add("GCRA in a concurrent dictionary", caller =>
        {
            var now = time.GetTimestamp();
            dictionary.AddOrUpdate(caller, static (_, at) => at, static (_, old, at) => Math.Max(old, at) + 1, now);
        });

        var framework = PartitionedRateLimiter.Create<int, int>(caller => RateLimitPartition.GetTokenBucketLimiter(
            caller, static _ => new() { TokenLimit = 1_000_000, TokensPerPeriod = 1_000_000, ReplenishmentPeriod = TimeSpan.FromSeconds(1), AutoReplenishment = false }));
        Add("the framework's partitioned token buckets", caller => framework.AttemptAcquire(caller).Dispose());
        return contenders;

        void Add(string name, Action<int> decide)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            for (var i = 0; i < callers; i++)
            {
                decide(i);
            }

            contenders.Add((name, decide, (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)callers));
        }
    }

    /// <summary>A charge of one new subject at four levels with two windows each, and of one that is known; and what a subject takes.</summary>
    private void Subjects(int rounds)
    {
        const int subjects = 200_000;
        Level[] levels =
        [
            .. Enum.GetValues<LevelKind>().Select(kind => new Level(kind, (ulong)kind + 1, new() { Subjects = [new(1_000_000, TimeSpan.FromDays(1), 1_000_000), new(2_000_000, TimeSpan.FromDays(30), 2_000_000)] })),
        ];
        var (fresh, known) = (new double[rounds], new double[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            var store = new MemoryBudgetStore(TimeProvider.System);
            foreach (var times in new[] { fresh, known })
            {
                var cpu = Environment.CpuUsage.TotalTime;
                for (ulong i = 1; i <= subjects; i++)
                {
                    _ = store.ChargeAsync(new(levels, [i * 0x9E3779B97F4A7C15], 1_000), default);
                }

                times[round] = (Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds / subjects;
            }
        }

        var set = new SubjectSet();
        _ = set.Spent(TimeSpan.FromDays(1), 0);
        for (ulong i = 1; i <= subjects; i++)
        {
            set.Deliver(i * 0x9E3779B97F4A7C15, 0);
        }

        output.WriteLine($"\n### Subjects, in memory\n\n| | |\n|---|---:|\n| charge of one new subject, four levels, two windows each | {Median(fresh):N0} ns |\n| charge of one that is known | {Median(known):N0} ns |\n| bytes per subject and level | {set.Bytes / (double)subjects:N1} |");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
