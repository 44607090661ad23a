using Npgsql;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Ledger;

namespace PiiGuard.Gateway.PostgreSql;

/// <summary>
/// One connection and one chain of the ledger. Every group of charges and entries is one batch: one trip, one transaction. The kernel closes the
/// connection of a process that ends; of a machine that vanishes in the middle the server notices within seconds (<see cref="PostgreSqlSchema.GuardAsync"/>). After a failure the session is of no more use.
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
            await PostgreSqlSchema.GuardAsync(connection);
            await PostgreSqlSchema.MigrateAsync(connection);
            await PostgreSqlSchema.SetUpAsync(connection);
            await using var clock = new NpgsqlCommand("SELECT coalesce((SELECT clock_at(value, wall, wall_clock()) FROM clock), wall_clock())", connection);
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

    /// <summary>How many entries of a gateway's own file were carried over; of a file that is new here, all that it has: they were delivered when another store kept the budgets.</summary>
    /// <exception cref="StoreOpenException">What is kept of that is not as a gateway wrote it.</exception>
    public async Task<long> CarriedAsync(long journal, long entries)
    {
        await using var command = new NpgsqlCommand("INSERT INTO carried VALUES($1, $2, $3) ON CONFLICT (journal) DO UPDATE SET journal = excluded.journal RETURNING entries, mac", _connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = journal }, new NpgsqlParameter<long> { TypedValue = entries }, new NpgsqlParameter<byte[]> { TypedValue = _keys.Seal(journal, entries, default) } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var carried = reader.GetInt64(0);
        return _keys.Seal(journal, carried, default).AsSpan().SequenceEqual(reader.GetFieldValue<byte[]>(1))
            ? carried
            : throw new StoreOpenException("PiiGuard:Store:Connection: what the table 'carried' says of this gateway's file was written under another key, or was tampered with.");
    }

    /// <summary>Charges and enters a group: all of it stands when this returns.</summary>
    /// <param name="group">What.</param>
    /// <param name="carried">Up to which entry of the gateway's own file everything is carried over then; null: nothing new.</param>
    public async Task WriteAsync(IReadOnlyList<StoreWork> group, (long Journal, long Entries)? carried)
    {
        var work = group.Where(w => !w.IsWritten).ToList();
        if (work.Count == 0)
        {
            return;
        }

        var (rows, head) = Rows(work);
        var entries = _entries + rows.Count(r => r is not null);
        await using var batch = new NpgsqlBatch(_connection);
        AddCommands(batch, work, rows, [entries, head, _keys.Seal(Chain, entries, head), Chain]);
        if (carried is { } all)
        {
            LedgerWriter.Add(batch, "UPDATE carried SET entries = $2, mac = $3 WHERE journal = $1 AND entries <= $2", all.Journal, all.Entries, _keys.Seal(all.Journal, all.Entries, default));
        }

        Unsure = (entries, head, work);
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            // The charges answer with a row each, and come first.
            var isFirst = true;
            foreach (var charge in work)
            {
                if (charge.Charge is { Subjects.Count: > 0 } some)
                {
                    _ = isFirst || await reader.NextResultAsync();
                    isFirst = false;
                    await reader.ReadAsync();
                    charge.Result = ChargeAnswer.Of(some, reader);
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

    /// <summary>The row of each of them; null where there is none.</summary>
    private (LedgerRow?[] Rows, byte[] Head) Rows(List<StoreWork> work)
    {
        var at = Now;
        var rows = new LedgerRow?[work.Count];
        var (head, number) = (_head, _entries);
        for (var i = 0; i < rows.Length; i++)
        {
            if (work[i].Entry is { } entry)
            {
                var row = LedgerRow.Of(entry with { At = (uint)at }, Chain, ++number);
                head = _keys.Next(head, row);
                rows[i] = row with { Mac = head };
            }
        }

        _names.Learn([.. rows.OfType<LedgerRow>()]);
        return (rows, head);
    }

    /// <summary>A charge and its entry are one statement, and the last of them seals the chain too: for most groups it is the only one.</summary>
    private void AddCommands(NpgsqlBatch batch, List<StoreWork> work, LedgerRow?[] rows, object[] seal)
    {
        var last = work.FindLastIndex(w => w.Charge is { Subjects.Count: > 0 } && w.Entry is not null);
        for (var i = 0; i < work.Count; i++)
        {
            if (work[i].Charge is not { Subjects.Count: > 0 } charge)
            {
                continue;
            }

            var values = Values(charge, work[i].IsForced);
            if (rows[i] is not { } row)
            {
                LedgerWriter.Add(batch, "SELECT * FROM charge($1, $2, $3, $4, $5, $6)", values);
            }
            else if (i < last)
            {
                LedgerWriter.Add(batch, $"WITH entered AS ({LedgerWriter.Insert}) SELECT * FROM charge($16, $17, $18, $19, $20, $21)", [.. _writer.Values(row), .. values]);
            }
            else
            {
                LedgerWriter.Add(
                    batch, $"WITH entered AS ({LedgerWriter.Insert}), sealed AS (UPDATE chains SET entries = $22, head = $23, seal = $24 WHERE chain = $25) SELECT * FROM charge($16, $17, $18, $19, $20, $21)",
                    [.. _writer.Values(row), .. values, .. seal]);
            }
        }

        if (batch.BatchCommands.Count == 0 && rows.Any(r => r?.Accounts.Length > 0))
        {
            LedgerWriter.Add(batch, "SELECT take_turn()"); // else a charge takes it
        }

        for (var i = 0; i < work.Count; i++)
        {
            if (rows[i] is { } row)
            {
                if (work[i].Charge is not { Subjects.Count: > 0 })
                {
                    LedgerWriter.Add(batch, LedgerWriter.Insert, _writer.Values(row));
                }

                _writer.AddAccounts(batch, row);
            }
        }

        if (last < 0)
        {
            LedgerWriter.Add(batch, "UPDATE chains SET entries = $1, head = $2, seal = $3 WHERE chain = $4", seal);
        }
    }

    private static object[] Values(Charge charge, bool isForced)
    {
        var quotas = charge.Levels.SelectMany(l => l.Limits.Subjects, (l, q) => (Account: (long)l.Key, Quota: q)).ToList();
        return
        [
            quotas.ConvertAll(q => q.Account).ToArray(), quotas.ConvertAll(q => (long)q.Quota.Window.TotalSeconds).ToArray(), quotas.ConvertAll(q => (long)q.Quota.Count).ToArray(),
            charge.Subjects.Distinct().Select(s => (long)s).ToArray(), charge.Partly, isForced,
        ];
    }
}
