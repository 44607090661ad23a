using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.PostgreSql;
using PiiGuard.Gateway.PostgreSql.Leases;
using PiiGuard.Gateway.Sqlite;
using PiiGuard.TestUtilities;

namespace PiiGuard.Benchmarks.Stores;

/// <summary>What a charge costs in each store: in SQLite at a steady pace, in PostgreSQL beside a plain upsert of one row, in turns.</summary>
internal sealed class StoreSpeed(TextWriter output)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private ulong _subject;

    public async Task<int> RunAsync(int rounds, CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();
        await SqliteAsync(folder.Path, rounds, cancellation);
        if (PostgreSqlServer.Missing is { } why)
        {
            Console.Error.WriteLine(why);
            return 1;
        }

        await using var server = await PostgreSqlServer.StartAsync();
        await PostgreSqlAsync(server.ConnectionString(), rounds);
        await LeasedAsync(server.ConnectionString(), folder.Path, rounds);
        return 0;
    }

    /// <summary>
    /// A thousand answers a second, one at a time, each an attempt that is waited for and an outcome that is not: what they cost beyond the
    /// same in memory, with commits at once and with a delay between them.
    /// </summary>
    private async Task SqliteAsync(string folder, int rounds, CancellationToken cancellation)
    {
        const int perRound = 2_000;
        var memory = new Paced("memory", new MemoryBudgetStore(TimeProvider.System));
        List<Paced> contenders = [memory];
        foreach (var delay in new[] { 0, 5, 20 })
        {
            var rules = new StoreRules { Deadline = TimeSpan.FromMinutes(1), CommitDelay = TimeSpan.FromMilliseconds(delay) };
            var journal = SqliteJournal.Open(Path.Combine(folder, $"paced-{delay}.db"), Secret, TimeProvider.System, NullLogger.Instance);
            contenders.Add(new($"{delay} ms", new JournaledBudgetStore(journal, rules, TimeSpan.FromDays(1), TimeProvider.System, NullLogger.Instance)));
        }

        // The runtime compiles what runs often again, in the background: no round may run on the first versions.
        foreach (var contender in contenders)
        {
            for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < WarmUp;)
            {
                await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AnswerAsync(contender.Store)));
            }
        }

        for (var round = -1; round < rounds; round++)
        {
            foreach (var contender in contenders)
            {
                var before = Environment.CpuUsage.TotalTime;
                var begin = Stopwatch.GetTimestamp();
                List<Task<double>> answers = [];
                for (var i = 0; i < perRound; i++)
                {
                    while (Stopwatch.GetElapsedTime(begin).TotalMilliseconds < i)
                    {
                        cancellation.ThrowIfCancellationRequested();
                        Thread.Sleep(1); // timers of tasks come in groups, every few milliseconds
                    }

                    answers.Add(AnswerAsync(contender.Store));
                }

                var waits = await Task.WhenAll(answers);
                if (round >= 0)
                {
                    contender.Costs.Add((Environment.CpuUsage.TotalTime - before).TotalMicroseconds / perRound);
                    contender.Waits.AddRange(waits);
                }
            }
        }

        output.WriteLine($"\n### SQLite, 1,000 answers a second (one new customer each; attempt and outcome; one level, one window)\n\nIn memory: {Median(memory.Costs):N1} µs of CPU time each.\n\n| between commits | CPU time beyond that | waits, median | waits, 99 % | a second, when 400 wait at a time |\n|---|---:|---:|---:|---:|");
        foreach (var contender in contenders.Skip(1))
        {
            var burst = Stopwatch.GetTimestamp();
            for (var i = 0; i < 50; i++)
            {
                await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => AnswerAsync(contender.Store)));
            }

            var perSecond = 20_000 / Stopwatch.GetElapsedTime(burst).TotalSeconds;
            contender.Waits.Sort();
            output.WriteLine(
                $"| {contender.Name} | {Median(contender.Costs.Zip(memory.Costs, (c, m) => c - m)):N1} µs | {contender.Waits[contender.Waits.Count / 2]:N2} ms | {contender.Waits[contender.Waits.Count * 99 / 100]:N2} ms | {perSecond:N0} |");
            await ((IAsyncDisposable)contender.Store).DisposeAsync();
        }
    }

    private async Task PostgreSqlAsync(string connectionString, int rounds)
    {
        const int perRound = 400;
        await using var store = await PostgreSqlStore.OpenAsync(Rules(connectionString), Secret, null, TimeProvider.System, NullLogger.Instance);
        await using var plain = new NpgsqlConnection(PostgreSqlStore.ConnectionStringOf(Rules(connectionString)));
        await plain.OpenAsync();
        await using (var create = new NpgsqlCommand("CREATE TABLE plain(id bigint PRIMARY KEY, at bigint NOT NULL)", plain))
        {
            await create.ExecuteNonQueryAsync();
        }

        await using var upsert = new NpgsqlCommand("INSERT INTO plain VALUES($1, $2) ON CONFLICT (id) DO UPDATE SET at = excluded.at", plain);
        upsert.Parameters.Add(new NpgsqlParameter<long>());
        upsert.Parameters.Add(new NpgsqlParameter<long>());
        async Task UpsertAsync()
        {
            ((NpgsqlParameter<long>)upsert.Parameters[0]).TypedValue = (long)Next();
            ((NpgsqlParameter<long>)upsert.Parameters[1]).TypedValue = 1;
            await upsert.ExecuteNonQueryAsync();
        }

        var wide = Enum.GetValues<LevelKind>().Select(k => new Level(k, (ulong)k + 10, new() { Subjects = [Quota(1), Quota(30)] })).ToArray();
        (string Name, Func<Task> Run)[] contenders =
        [
            ("a plain upsert of one row", UpsertAsync),
            ("a charge: one new customer, one level, one window", () => store.ChargeAsync(ChargeOf(One(), Next()), default).AsTask()),
            ("a charge: one known customer", () => store.ChargeAsync(ChargeOf(One(), 1), default).AsTask()),
            ("a charge: one new customer, four levels, two windows each", () => store.ChargeAsync(ChargeOf(wide, Next()), default).AsTask()),
        ];
        var times = contenders.Select(_ => new double[rounds]).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var c = 0; c < contenders.Length; c++)
            {
                var single = new double[perRound];
                for (var i = 0; i < perRound; i++)
                {
                    var begin = Stopwatch.GetTimestamp();
                    await contenders[c].Run();
                    single[i] = Stopwatch.GetElapsedTime(begin).TotalMicroseconds;
                }

                if (round >= 0)
                {
                    times[c][round] = Median(single);
                }
            }
        }

        output.WriteLine("\n### PostgreSQL, Exact (one after the other; each with its ledger entry, in one trip and one commit)\n\n| | median | of the upsert |\n|---|---:|---:|");
        for (var c = 0; c < contenders.Length; c++)
        {
            output.WriteLine($"| {contenders[c].Name} | {Median(times[c]):N0} µs | {Median(times[c].Zip(times[0], (t, plain) => t / plain)):N2} |");
        }

        var begin64 = Stopwatch.GetTimestamp();
        for (var i = 0; i < 50; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => store.ChargeAsync(ChargeOf(One(), Next()), default).AsTask()));
        }

        var charges = 3_200 / Stopwatch.GetElapsedTime(begin64).TotalSeconds;
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(PostgreSqlStore.ConnectionStringOf(Rules(connectionString))) { Pooling = true, MaxPoolSize = 16 }.ToString());
        var beginPlain = Stopwatch.GetTimestamp();
        for (var i = 0; i < 50; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ =>
            {
                await using var command = source.CreateCommand("INSERT INTO plain VALUES($1, $2) ON CONFLICT (id) DO UPDATE SET at = excluded.at");
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = (long)Next() });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = 1 });
                await command.ExecuteNonQueryAsync();
            }));
        }

        var upserts = 3_200 / Stopwatch.GetElapsedTime(beginPlain).TotalSeconds;
        output.WriteLine($"\nWith 64 requests waiting at a time: {charges:N0} charges a second, and {upserts:N0} plain upserts over 16 connections: {upserts / charges:N2} times as long.");
    }

    /// <summary>Decisions alone: what they cost beside the entry in the ledger, which is that of SQLite.</summary>
    private async Task LeasedAsync(string connectionString, string folder, int rounds)
    {
        const int perRound = 100_000;
        var rules = Rules(connectionString) with { Mode = StoreMode.Leased, File = Path.Combine(folder, "leased.db"), Nodes = 2 };
        var local = new JournaledBudgetStore(SqliteJournal.Open(rules.File, Secret, TimeProvider.System, NullLogger.Instance), rules, TimeSpan.FromDays(1), TimeProvider.System, NullLogger.Instance);
        await using var store = await LeasedStore.OpenAsync(local, await PostgreSqlStore.OpenAsync(rules, Secret, null, TimeProvider.System, NullLogger.Instance), rules, TimeProvider.System, NullLogger.Instance);
        List<double> known = [], fresh = [];
        Level[] levels = [new(LevelKind.Credential, 77, new() { Subjects = [new(int.MaxValue, TimeSpan.FromDays(1), int.MaxValue)] })];
        for (var round = -1; round < rounds; round++)
        {
            foreach (var (isNew, costs) in new[] { (true, fresh), (false, known) })
            {
                var begin = Environment.CpuUsage.TotalTime;
                var last = _subject;
                for (var i = 0; i < perRound; i++)
                {
                    await store.ChargeAsync(new(levels, [isNew ? Next() : last], 1_000), default);
                }

                if (round >= 0)
                {
                    costs.Add((Environment.CpuUsage.TotalTime - begin).TotalNanoseconds / perRound);
                }
            }
        }

        output.WriteLine($"\n### PostgreSQL, Leased (decisions, without their entry)\n\n| | ns | per second and core |\n|---|---:|---:|\n| a known customer | {Median(known):N0} | {1e9 / Median(known):N0} |\n| a new one | {Median(fresh):N0} | {1e9 / Median(fresh):N0} |");
    }

    private static Quota Quota(int days) => new(1_000_000_000, TimeSpan.FromDays(days), 1_000_000_000);

    private static Level[] One() => [new(LevelKind.Credential, 6, new() { Subjects = [Quota(1)] })];

    private static StoreRules Rules(string connectionString) => new() { Kind = StoreKind.PostgreSql, Connection = connectionString, Deadline = TimeSpan.FromMinutes(1) };

    private static Charge ChargeOf(Level[] levels, ulong subject) => new(levels, [subject], 1_000, Entry: Entry(LedgerKind.Attempt, "attempted", subject, [subject]));

    private static LedgerEntry Entry(LedgerKind kind, string outcome, ulong request, ulong[] subjects) => new()
    {
        Kind = kind, Request = request, Caller = "tester", Tier = "Partner", Route = "GET /customers/{id}", Policy = "0123456789abcdef", Outcome = outcome, Detail = "PersonName:1 BirthDate:1", Subjects = subjects,
    };

    private ulong Next() => ++_subject * 0x9E3779B97F4A7C15;

    private async Task<double> AnswerAsync(IBudgetStore store)
    {
        var begin = Stopwatch.GetTimestamp();
        var subject = Next();
        await store.ChargeAsync(ChargeOf(One(), subject), default);
        var waited = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        store.Note(Entry(LedgerKind.Outcome, "delivered", subject, []));
        return waited;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>A store with what its answers took.</summary>
    private sealed record Paced(string Name, IBudgetStore Store)
    {
        public List<double> Costs { get; } = [];

        public List<double> Waits { get; } = [];
    }
}
