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
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _rollBack;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _receive;
    private readonly SqliteCommand _account;
    private readonly SqliteCommand _seal;
    private readonly long _chain;
    private readonly long _earlier; // entries of earlier runs
    private long _entries;
    private byte[] _head;

    private SqliteJournal(SqliteConnection connection, FileStream @lock, LedgerKeys keys, TimeProvider time, ILogger logger)
    {
        (_connection, _lock, _keys, _logger, _time, _headLogged) = (connection, @lock, keys, logger, time, time.GetTimestamp());
        _names = new(connection);
        (_begin, _commit, _rollBack) = (Prepare("BEGIN IMMEDIATE"), Prepare("COMMIT"), Prepare("ROLLBACK"));
        _insert = Prepare(
            "INSERT INTO ledger VALUES(@chain, @number, @at, @kind, @request, @caller, @tier, @route, @policy, @outcome, @detail, @accounts, @subjects, @own, @mac)",
            "@chain", "@number", "@at", "@kind", "@request", "@caller", "@tier", "@route", "@policy", "@outcome", "@detail", "@accounts", "@subjects", "@own", "@mac");
        _receive = Prepare("INSERT INTO received VALUES(@subject, @account, @at) ON CONFLICT DO UPDATE SET at = max(at, excluded.at)", "@subject", "@account", "@at");
        _account = Prepare("INSERT INTO accounts VALUES(@account, @kind, @caller, @at) ON CONFLICT DO NOTHING", "@account", "@kind", "@caller", "@at");
        _seal = Prepare("UPDATE chains SET entries = @entries, head = @head, seal = @seal WHERE chain = @chain", "@entries", "@head", "@seal", "@chain");
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
            SqliteSchema.Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536");
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

    public void Write(IReadOnlyList<LedgerEntry> entries)
    {
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
        Run(_begin);
        try
        {
            foreach (var row in rows)
            {
                Insert(row, accounts);
            }

            Run(_seal, number, head, _keys.Seal(_chain, number, head), _chain);
            Run(_commit);
        }
        catch
        {
            RollBack();
            throw;
        }

        _head = head;
        Volatile.Write(ref _entries, number);
        if (_time.GetElapsedTime(_headLogged) >= LedgerHead.Interval)
        {
            _headLogged = _time.GetTimestamp();
            _logger.LedgerHead(LedgerHead.Format(_chain, _entries, _head));
        }

        if (_accounts.Count > MostRemembered)
        {
            _accounts.Clear();
        }

        _accounts.UnionWith(accounts);
    }

    public void Dispose()
    {
        _logger.LedgerHead(LedgerHead.Format(_chain, _entries, _head));
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
            Run(_rollBack);
        }
    }

    private void Insert(LedgerRow row, List<long> added)
    {
        var caller = _names[row.Caller];
        Run(
            _insert, row.Chain, row.Number, row.At, (long)row.Kind, row.Request, caller, _names[row.Tier], _names[row.Route], _names[row.Policy], _names[row.Outcome],
            row.Detail, row.Accounts, row.Subjects, row.Own, row.Mac);
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
            Run(_receive, subject, account, row.At);
        }
    }

    private void AddAccount(long account, long kind, long caller, long at, List<long> added)
    {
        if (!_accounts.Contains(account))
        {
            Run(_account, account, kind, caller, at);
            added.Add(account);
        }
    }

    private SqliteCommand Prepare(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }

        return command;
    }

    private void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        command.ExecuteNonQuery();
    }
}
