using FsCheck;
using FsCheck.Fluent;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Tests.Stores;

/// <summary>
/// What every store has to be like, however many gateways use it: two credentials of one client under one API, two windows each, against
/// the plain list of what was delivered. No interval of a window's length holds more than its quota at any level, and nothing is refused
/// that would fit had the window two sub-buckets more.
/// </summary>
internal static class BudgetModel
{
    private static readonly TimeSpan[] Windows = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)];

    /// <param name="traces">How many random traces.</param>
    /// <param name="partly">Whether those that fit may be charged when not all do.</param>
    /// <param name="open">Opens an empty store, as seen from each gateway.</param>
    /// <param name="advance">Moves the clock of the store.</param>
    /// <param name="reopen">Ends a gateway and starts it again; null where a restart forgets.</param>
    /// <param name="mayUnderServe">Whether what fits may be refused, since the rest of the budget is held elsewhere.</param>
    public static void Check(int traces, bool partly, Func<IBudgetStore[]> open, Action<TimeSpan> advance, Func<IBudgetStore, IBudgetStore>? reopen = null, bool mayUnderServe = false) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(traces),
        Prop.ForAll(Arb.From(Traces), t => Replay(t.Seed, t.Trace, partly, open(), advance, reopen, mayUnderServe)));

    /// <summary>Requests: who asks, through which gateway; how many seconds after the one before; for whom. Budgets are reached in most of them.</summary>
    private static Gen<(int Seed, (int Who, int Wait, int[] Subjects)[] Trace)> Traces =>
        from seed in Gen.Choose(0, 1_000)
        from trace in
            (from who in Gen.Choose(0, 255)
             from pause in Gen.Choose(0, 9)
             from wait in Gen.Choose(0, pause == 0 ? 60 : 6)
             from subjects in Gen.Choose(1, 30).ArrayOf().Resize(6)
             select (who, wait, subjects)).ArrayOf(60)
        select (seed, trace);

    /// <summary>Levels of the two credentials.</summary>
    public static Level[][] Callers(int seed)
    {
        int Limit(int level, int window) => 3 + (seed + level * 5 + window * 7) % (10 + level * 6);
        Level Of(LevelKind kind, ulong key) => new(kind, key, new() { Subjects = [.. Windows.Select((w, i) => new Quota(Limit((int)kind, i), w, Limit((int)kind, i)))] });
        return [.. new ulong[] { 1, 2 }.Select(c => new[] { Of(LevelKind.Credential, c), Of(LevelKind.Client, 3), Of(LevelKind.Api, 4) })];
    }

    private static void Replay(int seed, (int Who, int Wait, int[] Subjects)[] trace, bool partly, IBudgetStore[] nodes, Action<TimeSpan> advance, Func<IBudgetStore, IBudgetStore>? reopen, bool mayUnderServe)
    {
        var callers = Callers(seed);
        List<(long At, ulong Key, ulong Subject)> delivered = [];
        long now = 0;
        try
        {
            foreach (var (who, wait, page) in trace)
            {
                now += wait;
                advance(TimeSpan.FromSeconds(wait));
                ref var node = ref nodes[who / 2 % nodes.Length];
                if (reopen is not null && who % 16 == 0)
                {
                    node = reopen(node);
                }

                var levels = callers[who % 2];
                var subjects = page.Select(s => (ulong)s).ToList();
                HashSet<ulong> Within(ulong key, long length) => delivered.Where(d => d.Key == key && now - d.At < length).Select(d => d.Subject).ToHashSet();
                bool Fits(int more) => levels.All(l => l.Limits.Subjects.All(q =>
                {
                    var seconds = (long)q.Window.TotalSeconds;
                    var held = Within(l.Key, seconds + more * ((seconds + 63) / 64));
                    var fresh = subjects.Where(s => !held.Contains(s)).Distinct().Count();
                    return subjects.All(Within(l.Key, seconds).Contains) || held.Count + fresh <= q.Count; // repeats are free
                }));

                var entry = new LedgerEntry { Kind = LedgerKind.Attempt, Caller = "caller" + who % 2, Tier = "tier", Subjects = [.. subjects.Distinct()] };
                var result = node.ChargeAsync(new(levels, subjects, 100, partly, Entry: entry), default).AsTask().GetAwaiter().GetResult();

                Assert.Equal(result.Exceeded is null, result.Surplus.Count == 0 && result.IsGranted);
                Assert.True(result.Exceeded is null || mayUnderServe || !Fits(more: 2), "Refused although it fits.");
                var granted = result.IsGranted ? subjects.Where(s => !result.Surplus.Contains(s)).Distinct().ToList() : [];
                delivered.AddRange(granted.SelectMany(s => levels.Select(l => (now, l.Key, s))));
            }
        }
        finally
        {
            foreach (var node in nodes.OfType<IAsyncDisposable>())
            {
                node.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }

        foreach (var level in callers.SelectMany(c => c).DistinctBy(l => l.Key))
        {
            foreach (var quota in level.Limits.Subjects)
            {
                Assert.All(delivered.Where(d => d.Key == level.Key), first => Assert.InRange(
                    delivered.Where(d => d.Key == level.Key && d.At >= first.At && d.At < first.At + quota.Window.TotalSeconds).Select(d => d.Subject).Distinct().Count(), 0, quota.Count));
            }
        }
    }
}
