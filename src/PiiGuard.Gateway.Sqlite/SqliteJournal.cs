using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Telemetry;

namespace PiiGuard.Gateway.Sqlite;

/// <summary>
/// The ledger of one gateway in an SQLite file. Each group of entries is one transaction, on the disk before it returns (write-ahead
/// log, <c>synchronous=FULL</c>).
/// </summary>
internal sealed class SqliteJournal : IJournal
{
    private const int MostRemembered = 1_000_000; // accounts that stand already

    private readonly SqliteConnection _connection;
    private readonly FileStream _lock;
    private readonly LedgerKeys _keys;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private long _headLogged;
    private readonly LedgerNames _names;
    private readonly HashSet<long> _accounts = [];
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollBack;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _receive;
    private readonly SqliteStatement _account;
    private readonly SqliteStatement _seal;
    private readonly long _chain;
    private readonly long _earlier; // entries of earlier runs
    private long _entries;
    private byte[] _head;

    private SqliteJournal(SqliteConnection connection, FileStream @lock, LedgerKeys keys, TimeProvider time, ILogger logger)
    {
        (_connection, _lock, _keys, _logger, _time, _headLogged) = (connection, @lock, keys, logger, time, time.GetTimestamp());
        _names = new(connection);
        (_begin, _commit, _rollBack) = (new(connection, "BEGIN IMMEDIATE"), new(connection, "COMMIT"), new(connection, "ROLLBACK"));
        _insert = new(connection, "INSERT INTO ledger VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        _receive = new(connection, "INSERT INTO received VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET at = max(at, excluded.at)");
        _account = new(connection, "INSERT INTO accounts VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING");
        _seal = new(connection, "UPDATE chains SET entries = ?, head = ?, seal = ? WHERE chain = ?");
        var ledger = new LedgerReader(connection);
        var last = ledger.LastTime();
        Now = (uint)Math.Max(time.GetUtcNow().ToUnixTimeSeconds(), last);
        Identity = LedgerChains.Identity(connection);
        _earlier = ledger.Chains().Sum(c => c.Entries);
        (_chain, _head) = LedgerChains.Begin(connection, keys, Now, node: "");
    }

    /// <summary>Opens the file, takes it to the present schema, and begins a chain.</summary>
    /// <exception cref="StoreOpenException">The file cannot be used.</exception>
    public static SqliteJournal Open(string file, ReadOnlySpan<byte> digestKey, TimeProvider time, ILogger logger)
    {
        FileStream? @lock = null;
        SqliteConnection? connection = null;
        try
        {
            // Two gateways on one file would both hand out the budget; the system frees the lock when the process ends, however it does.
            @lock = new(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            connection = new(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
            connection.Open();
            SqliteSchema.Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8192; PRAGMA busy_timeout = 200"); // of somebody who copies the file, say
            SqliteSchema.Migrate(connection, file);
            return new(connection, @lock, new(digestKey), time, logger);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException or LedgerSealException)
        {
            connection?.Dispose();
            @lock?.Dispose();
            var why = @lock is null && e is IOException and not (DirectoryNotFoundException or FileNotFoundException) ? "is in use by another gateway" : "cannot be used";
            throw new StoreOpenException($"PiiGuard:Store:File: '{file}' {why}: {e.Message}", e);
        }
        catch
        {
            connection?.Dispose();
            @lock?.Dispose();
            throw;
        }
    }

    public uint Now { get; }

    public long Identity { get; }

    public long Entries => _earlier + Volatile.Read(ref _entries);

    public IReadOnlyCollection<KnownCaller> Load(TimeSpan within, Action<ulong, ulong, uint> restore)
    {
        var ledger = new LedgerReader(_connection);
        long subjects = 0;
        foreach (var (account, subject, at) in ledger.Received(Now - (long)within.TotalSeconds * 66 / 64 - 1)) // windows are rounded up by a 64th
        {
            restore((ulong)account, (ulong)subject, (uint)Math.Min(at, Now)); // nothing was delivered in the future
            subjects++;
        }

        var callers = ledger.KnownCallers();
        _logger.StoreOpened(StoreKind.Sqlite, subjects, callers.Count, callers.Count(c => c.Quarantine is not null), _chain);
        return callers;
    }

    public IReadOnlyList<LedgerRow> RowsAfter(long entries)
    {
        List<LedgerRow> rows = [];
        try
        {
            var ledger = new LedgerReader(_connection);
            foreach (var chain in ledger.Chains())
            {
                if (entries < chain.Entries)
                {
                    rows.AddRange(Verified(chain, ledger.RowsOf(chain.Number)).Skip((int)Math.Max(0, entries)));
                }

                entries -= chain.Entries;
            }
        }
        catch (SqliteException e)
        {
            throw new StoreOpenException($"PiiGuard:Store:File: '{_connection.DataSource}' cannot be read: {e.Message}", e);
        }

        return rows;
    }

    /// <summary>The rows of a chain: what is entered elsewhere under our key has to be what was written here under it.</summary>
    private IEnumerable<LedgerRow> Verified(LedgerChain chain, IEnumerable<LedgerRow> rows)
    {
        var (mac, number) = (_keys.Root(chain.Number, chain.Started, chain.Node), 0L);
        foreach (var row in rows)
        {
            mac = row.Number == ++number && _keys.Next(mac, row) is var next && next.AsSpan().SequenceEqual(row.Mac) ? next : throw Tampered(chain.Number, number);
            yield return row;
        }

        if (number != chain.Entries || !mac.AsSpan().SequenceEqual(chain.Head) || !_keys.Seal(chain.Number, chain.Entries, chain.Head).AsSpan().SequenceEqual(chain.Seal))
        {
            throw Tampered(chain.Number, number);
        }
    }

    private StoreOpenException Tampered(long chain, long number) => new(string.Create(
        CultureInfo.InvariantCulture, $"PiiGuard:Store:File: '{_connection.DataSource}', chain {chain}, entry {number}: is not as it was written; see 'piiguard ledger verify'"));

    public void Write(IReadOnlyList<LedgerEntry> entries)
    {
        if (_time.GetElapsedTime(_headLogged) >= LedgerHead.Interval)
        {
            // Before anything is written: who logs may fail, and what is written once must not be written again.
            _headLogged = _time.GetTimestamp();
            _logger.LedgerHead(LedgerHead.Format(_chain, _entries, _head));
        }

        var (head, number) = (_head, _entries);
        List<LedgerRow> rows = new(entries.Count);
        foreach (var entry in entries)
        {
            var row = LedgerRow.Of(entry, _chain, ++number);
            head = _keys.Next(head, row);
            rows.Add(row with { Mac = head });
        }

        _names.Learn(rows);
        List<long> accounts = [];
        _begin.Run();
        try
        {
            foreach (var row in rows)
            {
                Insert(row, accounts);
            }

            _seal.Bind(number).Bind(head).Bind(_keys.Seal(_chain, number, head)).Bind(_chain).Run();
            _commit.Run();
        }
        catch
        {
            RollBack();
            throw;
        }

        _head = head;
        Volatile.Write(ref _entries, number);
        if (_accounts.Count > MostRemembered)
        {
            _accounts.Clear();
        }

        _accounts.UnionWith(accounts);
    }

    public void Dispose()
    {
        _logger.LedgerHead(LedgerHead.Format(_chain, _entries, _head));
        foreach (var statement in new[] { _begin, _commit, _rollBack, _insert, _receive, _account, _seal })
        {
            statement.Dispose();
        }

        _connection.Dispose();
        _lock.Dispose();
    }

    /// <summary>Lets the file grow no further than so many pages, as a full disk does.</summary>
    internal void LimitPages(int pages) => SqliteSchema.Execute(_connection, $"PRAGMA max_page_count = {pages}");

    private void RollBack()
    {
        // A full disk may have ended the transaction already.
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            _rollBack.Run();
        }
    }

    private void Insert(LedgerRow row, List<long> added)
    {
        var caller = _names[row.Caller];
        _insert.Bind(row.Chain).Bind(row.Number).Bind(row.At).Bind((long)row.Kind).Bind(row.Request)
            .Bind(caller).Bind(_names[row.Tier]).Bind(_names[row.Route]).Bind(_names[row.Policy]).Bind(_names[row.Outcome])
            .Bind(row.Detail).Bind(row.Accounts).Bind(row.Subjects).Bind(row.Own).Bind(row.Mac).Run();
        foreach (var (kind, key) in row.AccountKeys())
        {
            AddAccount(key, (long)kind, caller, row.At, added);
            if (kind == LevelKind.Credential && row.Own != 0)
            {
                AddAccount(LedgerRow.OwnAccount(key), LedgerReader.OwnKind, caller, row.At, added);
            }
        }

        foreach (var (subject, account) in row.Received())
        {
            _receive.Bind(subject).Bind(account).Bind(row.At).Run();
        }
    }

    private void AddAccount(long account, long kind, long caller, long at, List<long> added)
    {
        if (!_accounts.Contains(account))
        {
            _account.Bind(account).Bind(kind).Bind(caller).Bind(at).Run();
            added.Add(account);
        }
    }
}
