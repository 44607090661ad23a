using Npgsql;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Ledger;

namespace PiiGuard.Gateway.PostgreSql;

/// <summary>
/// One connection and one chain of the ledger. Every group of charges and entries is one batch: one trip, one transaction, sent whole, so
/// that a gateway that stops in the middle keeps no lock. After a failure the session is of no more use.
/// </summary>
internal sealed class PostgreSqlSession : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly LedgerKeys _keys;
    private readonly LedgerNames _names;
    private readonly LedgerWriter _writer;
    private readonly TimeProvider _time;
    private long _entries;
    private byte[] _head;
    private (long Seconds, long Stamp) _clock; // the store's, at a stamp of ours

    private PostgreSqlSession(NpgsqlConnection connection, LedgerKeys keys, long now, string node, TimeProvider time)
    {
        (_connection, _keys, _time) = (connection, keys, time);
        (_names, _clock) = (new(connection), (now, time.GetTimestamp()));
        _writer = new(_names);
        (Chain, _head) = LedgerChains.Begin(connection, keys, now, node);
    }

    public long Chain { get; }

    /// <summary>The store's time, in seconds since 1970.</summary>
    public long Now => _clock.Seconds + (long)_time.GetElapsedTime(_clock.Stamp).TotalSeconds;

    /// <summary>Where the chain stands.</summary>
    public string Head => LedgerHead.Format(Chain, _entries, _head);

    /// <summary>What was sent last, when it is not known whether it stands.</summary>
    public (long Entries, byte[] Head, IReadOnlyList<StoreWork> Work)? Unsure { get; private set; }

    /// <summary>Connects, takes the schema to the present version, and begins a chain.</summary>
    public static async Task<PostgreSqlSession> OpenAsync(string connectionString, LedgerKeys keys, string node, TimeProvider time)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync();
            await PostgreSqlSchema.MigrateAsync(connection);
            await using var clock = new NpgsqlCommand("SELECT greatest(wall_clock(), coalesce((SELECT value FROM seals WHERE name = 'clock'), 0))", connection);
            return new(connection, keys, (long)(await clock.ExecuteScalarAsync())!, node, time);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public IReadOnlyCollection<KnownCaller> KnownCallers() => new LedgerReader(_connection).KnownCallers();

    /// <summary>Finds out whether what an earlier session sent last stands after all.</summary>
    public void Resolve(PostgreSqlSession earlier)
    {
        if (earlier.Unsure is { } unsure && new LedgerReader(_connection).Chains().Find(c => c.Number == earlier.Chain) is { } chain
            && chain.Entries == unsure.Entries && chain.Head.AsSpan().SequenceEqual(unsure.Head))
        {
            foreach (var work in unsure.Work)
            {
                work.IsWritten = true;
            }
        }
    }

    /// <summary>Charges and enters a group: all of it stands when this returns.</summary>
    public async Task WriteAsync(IReadOnlyList<StoreWork> group)
    {
        var work = group.Where(w => !w.IsWritten).ToList();
        if (work.Count == 0)
        {
            return;
        }

        var (rows, head) = Rows(work);
        _names.Learn(rows);
        await using var batch = new NpgsqlBatch(_connection);
        LedgerWriter.Add(batch, "SELECT pg_advisory_xact_lock($1)", PostgreSqlSchema.Turn);
        foreach (var charge in work)
        {
            if (charge.Charge is { Subjects.Count: > 0 } some)
            {
                AddCharge(batch, some, charge.IsForced);
            }
        }

        foreach (var row in rows)
        {
            _writer.Add(batch, row);
        }

        var entries = _entries + rows.Count;
        LedgerWriter.Add(batch, "UPDATE chains SET entries = $1, head = $2, seal = $3 WHERE chain = $4", entries, head, _keys.Seal(Chain, entries, head), Chain);
        Unsure = (entries, head, work);
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            // Of the commands only the lock and the charges answer with rows.
            foreach (var charge in work)
            {
                if (charge.Charge is { Subjects.Count: > 0 } some)
                {
                    await reader.NextResultAsync();
                    await reader.ReadAsync();
                    charge.Result = ResultOf(some, reader);
                    _clock = (reader.GetInt64(0), _time.GetTimestamp());
                }
            }

            while (await reader.NextResultAsync())
            {
                // To the end: a failure of a later command is a failure of all.
            }
        }

        Unsure = null;
        _writer.End(isCommitted: true);
        (_entries, _head) = (entries, head);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private (List<LedgerRow> Rows, byte[] Head) Rows(List<StoreWork> work)
    {
        var at = Now;
        List<LedgerRow> rows = [];
        var head = _head;
        foreach (var entry in work.Select(w => w.Entry).OfType<LedgerEntry>())
        {
            var row = LedgerRow.Of(entry with { At = (uint)at }, Chain, _entries + rows.Count + 1);
            head = _keys.Next(head, row);
            rows.Add(row with { Mac = head });
        }

        return (rows, head);
    }

    private static void AddCharge(NpgsqlBatch batch, Charge charge, bool isForced)
    {
        var quotas = charge.Levels.SelectMany(l => l.Limits.Subjects, (l, q) => (Account: (long)l.Key, Quota: q)).ToList();
        LedgerWriter.Add(
            batch, "SELECT * FROM charge($1, $2, $3, $4, $5, $6)",
            quotas.ConvertAll(q => q.Account).ToArray(), quotas.ConvertAll(q => (long)q.Quota.Window.TotalSeconds).ToArray(), quotas.ConvertAll(q => (long)q.Quota.Count).ToArray(),
            charge.Subjects.Distinct().Select(s => (long)s).ToArray(), charge.Partly, isForced);
    }

    private static ChargeResult ResultOf(Charge charge, NpgsqlDataReader reader)
    {
        var granted = reader.GetFieldValue<long[]>(2);
        var spent = reader.GetFieldValue<long[]>(4);
        var reset = reader.GetFieldValue<long[]>(5);
        List<QuotaStanding> standings = [];
        foreach (var level in charge.Levels)
        {
            foreach (var quota in level.Limits.Subjects)
            {
                var i = standings.Count;
                standings.Add(new(level.Kind, quota, (int)Math.Max(0, quota.Count - spent[i]), TimeSpan.FromSeconds(reset[i])));
            }
        }

        var exceeded = reader.IsDBNull(1) ? null : standings[reader.GetInt32(1) - 1];
        return new()
        {
            IsGranted = exceeded is null || charge.Partly,
            New = [.. reader.GetFieldValue<long[]>(3).Select(s => (ulong)s)],
            Exceeded = exceeded,
            Surplus = exceeded is null ? new HashSet<ulong>() : charge.Subjects.Except(granted.Select(s => (ulong)s)).ToHashSet(),
            Standings = standings,
        };
    }
}
