using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Simulation;

namespace BreachReplay.Virtual;

/// <summary>Runs one scenario on virtual time, through the engine of the gateway and the policy of the sample.</summary>
internal static class Simulation
{
    public static Outcome Run(Scenario scenario, int seed, Action<double> progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var time = new VirtualTime();
        using var reasons = new Reasons();
        var gateway = new PolicySimulator(Policy(scenario), AppContext.BaseDirectory, time, reasons);
        var random = new SeededRandom(seed);
        var stolen = Enumerable.Range(0, scenario.Attack.Keys).Select(k => $"{scenario.Attack.Group}-{k}").ToHashSet();
        List<HonestCaller> honest = [];
        foreach (var group in scenario.Population.Groups)
        {
            for (var i = 0; i < group.Count; i++)
            {
                var caller = group.OwnData ? gateway.User(group.Tier, i) : gateway.Caller($"{group.Name}-{i}");
                honest.Add(new(caller, group, i, scenario.Population.Customers, random.Next()));
            }
        }

        var attacker = new Attacker(scenario.Attack, scenario.Population.Customers, random.Next());
        var keys = stolen.Select(gateway.Caller).ToArray();
        var due = new PriorityQueue<int, double>(keys.Select((_, k) => (k, scenario.WarmUpDays * 86_400.0 + k)));
        SortedDictionary<string, long> refusals = [];
        long requests = 0;
        var days = scenario.WarmUpDays + scenario.Days;
        for (var day = 0; day < days; day++)
        {
            cancellation.ThrowIfCancellationRequested();
            var isUnderAttack = day >= scenario.WarmUpDays;
            List<(double At, HonestCaller Caller)> work = [];
            foreach (var caller in honest.Where(h => !isUnderAttack || !stolen.Contains(h.Caller.Name)))
            {
                work.AddRange(caller.Day(day).Select(s => (day * 86_400.0 + s, caller)));
            }

            work.Sort((a, b) => a.At.CompareTo(b.At));
            foreach (var (at, caller) in work.Append(((day + 1) * 86_400.0, null!)))
            {
                while (due.TryPeek(out var key, out var next) && next < at)
                {
                    time.Now = TimeSpan.FromSeconds(next);
                    due.DequeueEnqueue(key, next + attacker.Ask(gateway, keys[key], key, time.Now - TimeSpan.FromDays(scenario.WarmUpDays)));
                }

                if (caller is null)
                {
                    continue;
                }

                time.Now = TimeSpan.FromSeconds(at);
                requests++;
                if (gateway.Ask(caller.Caller, caller.Ask()) is not "delivered" and var refusal)
                {
                    caller.WasStopped = true;
                    refusals[refusal] = refusals.GetValueOrDefault(refusal) + 1;
                }
            }

            progress((day + 1.0) / days);
        }

        var length = TimeSpan.FromDays(scenario.Days);
        return new()
        {
            Scenario = scenario.Title,
            Seed = seed,
            Days = scenario.Days,
            Leaked = attacker.Leaked,
            LeakedWithout = attacker.WithoutGateway(length),
            ContainedAfterSeconds = attacker.LastLeak is not { } last ? 0 : last > length - TimeSpan.FromDays(1) ? null : last.TotalSeconds,
            StoppedBy = attacker.StoppedBy,
            Reason = reasons.Of(stolen),
            Announced = gateway.BlastRadius.OfCredential(scenario.Population.Groups.First(g => g.Name == scenario.Attack.Group).Tier, length) * scenario.Attack.Keys,
            HonestCallers = honest.Count - stolen.Count,
            HonestRequests = requests,
            HonestStopped = honest.Count(h => h.WasStopped),
            HonestRefusals = refusals,
            WallSeconds = watch.Elapsed.TotalSeconds,
            Leak = attacker.Leak,
            LeakWithout = [.. Enumerable.Range(0, 201).Select(i => length * i / 200).Select(t => new double[] { t.TotalDays, attacker.WithoutGateway(t) })],
        };
    }

    /// <summary>The policy of the sample gateway, with every caller of the population among its callers.</summary>
    private static IConfigurationSection Policy(Scenario scenario)
    {
        Dictionary<string, string?> callers = [];
        foreach (var group in scenario.Population.Groups.Where(g => !g.OwnData))
        {
            for (var i = 0; i < group.Count; i++)
            {
                callers[$"PiiGuard:Callers:{group.Name}-{i}:Tier"] = group.Tier;
                callers[$"PiiGuard:Callers:{group.Name}-{i}:ApiKeySha256"] = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"simulated {group.Name}-{i}")));
            }
        }

        return new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"))
            .AddInMemoryCollection(callers)
            .Build()
            .GetSection("PiiGuard");
    }
}
