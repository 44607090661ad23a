using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Sqlite;
using PiiGuard.TestUtilities;

namespace PiiGuard.Gateway.Tests.Stores;

public sealed class SqliteStoreTests : IDisposable
{
    private static long s_requests;
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private int _files;

    private string File => Path.Combine(_folder.Path, $"ledger{_files}.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Budget_is_kept_over_any_number_of_restarts(bool partly) => BudgetModel.Check(
        60, partly,
        () =>
        {
            _files++;
            return [Open()];
        },
        _time.Advance,
        store =>
        {
            ((IAsyncDisposable)store).DisposeAsync().AsTask().GetAwaiter().GetResult();
            return Open();
        });

    [Fact]
    public async Task Who_was_quarantined_is_so_after_a_restart_until_it_is_released()
    {
        await using (var store = Open())
        {
            store.Note(Step("thief", "Quarantine"));
            store.Note(Step("shadow", "ShadowQuarantine"));
            store.Note(Step("released", "Quarantine"));
            await store.EnterAsync(Step("released", "olga") with { Kind = LedgerKind.Release }, default);
            await Charge(store, "thief", 1);
        }

        await using var again = Open();
        Assert.Equal(["thief"], again.KnownCallers.Where(c => c.Quarantine is not null).Select(c => c.Name));
        Assert.Equal("why", again.KnownCallers.Single(c => c.Name == "thief").Quarantine);
    }

    [Fact]
    public async Task Caller_is_as_old_after_a_restart_as_it_is()
    {
        await using (var store = Open())
        {
            await Charge(store, "tester", 1);
        }

        var since = _time.GetUtcNow().ToUnixTimeSeconds();
        _time.Advance(TimeSpan.FromDays(3));
        await using var again = Open();
        Assert.InRange(Assert.Single(again.KnownCallers).Since, since, since + 1);
    }

    [Fact]
    public async Task Clock_that_was_set_back_hands_out_nothing()
    {
        _time.Advance(TimeSpan.FromDays(30));
        await using (var store = Open())
        {
            await Charge(store, "tester", 1, 2, 3, 4, 5);
        }

        await using var again = new JournaledBudgetStore(SqliteJournal.Open(File, Secret, new ManualTime(), NullLogger.Instance), new(), TimeSpan.FromDays(1), new ManualTime(), NullLogger.Instance);
        Assert.False((await Charge(again, "tester", 6)).IsGranted);
    }

    [Fact]
    public async Task Own_data_is_in_the_ledger_and_charged_to_nobody()
    {
        await using (var store = Open())
        {
            await store.ChargeAsync(new(Levels("user"), [], 100, Entry: Attempt("user", 7) with { Own = 7 }), default);
            await Charge(store, "agent", 7);
        }

        await using (var again = Open())
        {
            Assert.True((await Charge(again, "user", 1, 2, 3, 4, 5)).IsGranted);
        }

        using var connection = Connect();
        Assert.Equal([("agent", false), ("user", true)], new LedgerReader(connection).CallersOf(7).Select(c => (c.Caller, c.IsItself)).Order());
    }

    [Fact]
    public async Task File_has_one_owner()
    {
        await using var store = Open();
        var refused = Assert.Throws<StoreOpenException>(Open);
        Assert.Contains("is in use by another gateway", refused.Message, StringComparison.Ordinal);
        Assert.Contains(File, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TABLE customers(id)", "is a database of something else")]
    [InlineData("PRAGMA application_id = 1346980167; PRAGMA user_version = 7", "its schema is 7")]
    public void File_of_somebody_else_is_left_alone(string sql, string says)
    {
        using (var connection = Connect(SqliteOpenMode.ReadWriteCreate))
        {
            SqliteSchema.Execute(connection, sql);
        }

        Assert.Contains(says, Assert.Throws<StoreOpenException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_secret_is_refused()
    {
        await Open().DisposeAsync();
        var refused = Assert.Throws<StoreOpenException>(() => SqliteJournal.Open(File, new byte[32], _time, NullLogger.Instance));
        Assert.Contains("written under another PiiGuard:DigestKey", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_folder_and_text_file_are_named()
    {
        Assert.Contains("cannot be used", Assert.Throws<StoreOpenException>(() => SqliteJournal.Open(Path.Combine(_folder.Path, "none", "x.db"), Secret, _time, NullLogger.Instance)).Message, StringComparison.Ordinal);
        var text = _folder.Write("text.db", new string('x', 5_000));
        Assert.Contains("not a database", Assert.Throws<StoreOpenException>(() => SqliteJournal.Open(text, Secret, _time, NullLogger.Instance)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_disk_closes_and_what_has_happened_is_written_when_there_is_room()
    {
        var journal = SqliteJournal.Open(File, Secret, _time, NullLogger.Instance);
        await using (var store = new JournaledBudgetStore(journal, new() { Deadline = TimeSpan.FromMinutes(1) }, TimeSpan.FromDays(1), TimeProvider.System, NullLogger.Instance))
        {
            await Charge(store, "tester", 1);
            journal.LimitPages(1);
            var big = Attempt("tester", 2) with { Detail = new string('x', 100_000) };
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ChargeAsync(new(Levels("tester"), [2], 100, Entry: big), default).AsTask());
            Assert.False(store.IsOpen);
            store.Note(big with { Kind = LedgerKind.Outcome, Outcome = "delivered", Levels = [], Subjects = [] });
            await Assert.ThrowsAsync<StoreUnavailableException>(() => Charge(store, "tester", 1));
            journal.LimitPages(1_000_000);
            for (var i = 0; !store.IsOpen && i < 200; i++)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }

            await Charge(store, "tester", 3);
        }

        using var connection = Connect();
        var rows = new LedgerReader(connection).RowsOf(1).ToList();
        Assert.Equal(Enumerable.Range(1, rows.Count).Select(i => (long)i), rows.Select(r => r.Number));
        Assert.Equal(["attempted", "delivered", "delivered", "attempted", "delivered"], rows.Select(r => r.Outcome));
        Assert.Equal(100_000, rows[2].Detail.Length);
        Assert.Empty(Verify());
    }

    [Fact]
    public async Task Page_of_thousands_is_several_entries_of_one_decision()
    {
        ulong[] page = [.. Enumerable.Range(1, 3_500).Select(i => (ulong)i)];
        Level[] levels = [new(LevelKind.Credential, 1, new() { Subjects = [new(4_000, TimeSpan.FromDays(1), 4_000)] })];
        await using (var store = Open())
        {
            Assert.True((await store.ChargeAsync(new(levels, page, 100, Entry: Attempt("tester", page)), default)).IsGranted);
        }

        await using (var again = Open())
        {
            Assert.Equal(500, Assert.Single(await again.StandingAsync(levels, default)).Remaining);
        }

        using var connection = Connect();
        Assert.Equal([1_000, 1_000, 1_000, 500], new LedgerReader(connection).RowsOf(1).Select(r => r.SubjectDigests().Count()));
        Assert.Empty(Verify());
    }

    [Fact]
    public async Task Head_is_logged_each_hour_and_at_the_end()
    {
        var log = new Heads();
        await using (var store = new JournaledBudgetStore(SqliteJournal.Open(File, Secret, _time, log), new() { Deadline = TimeSpan.FromMinutes(1) }, TimeSpan.FromDays(1), _time, log))
        {
            await Charge(store, "tester", 1);
            Assert.Empty(log.Texts);
            _time.Advance(TimeSpan.FromHours(1));
            await Charge(store, "tester", 2);
            Assert.StartsWith("The ledger stands at 1:", Assert.Single(log.Texts), StringComparison.Ordinal);
        }

        Assert.Equal(2, log.Texts.Count);
    }

    [Fact]
    public async Task Whole_ledger_is_verified()
    {
        for (var run = 0; run < 3; run++)
        {
            await using var store = Open();
            await Charge(store, "tester", 1, 2);
            store.Note(Step("tester", "Alert"));
        }

        Assert.Empty(Verify());
    }

    public static TheoryData<string> Tampering => new(
        [
            .. new[] { "at", "kind", "request", "caller", "tier", "route", "policy", "outcome", "own" }.Select(c => $"UPDATE ledger SET {c} = {c} + 1 WHERE chain = 2 AND number = 1"),
            .. new[] { "detail", "accounts", "subjects", "mac" }.Select(c => $"UPDATE ledger SET {c} = {c} || 'x' WHERE chain = 2 AND number = 1"),
            "DELETE FROM ledger WHERE chain = 2 AND number = 1",
            "DELETE FROM ledger WHERE chain = 2 AND number = 5",
            "DELETE FROM ledger WHERE chain = 2",
            "DELETE FROM ledger WHERE chain = 3; DELETE FROM chains WHERE chain = 3",
            "DELETE FROM ledger WHERE chain = 1; DELETE FROM chains WHERE chain = 1",
            "DELETE FROM ledger WHERE chain = 3; DELETE FROM chains WHERE chain = 3; UPDATE seals SET value = 2",
            "DELETE FROM ledger; DELETE FROM chains; DELETE FROM seals",
            "DELETE FROM ledger WHERE chain = 2 AND number = 5; UPDATE chains SET entries = 4, head = (SELECT mac FROM ledger WHERE chain = 2 AND number = 4) WHERE chain = 2",
            "UPDATE ledger SET number = number + 10 WHERE chain = 2 AND number = 5",
            "INSERT INTO ledger SELECT chain, 6, at, kind, request, caller, tier, route, policy, outcome, detail, accounts, subjects, own, mac FROM ledger WHERE chain = 2 AND number = 1",
            "INSERT INTO ledger SELECT 9, number, at, kind, request, caller, tier, route, policy, outcome, detail, accounts, subjects, own, mac FROM ledger WHERE chain = 2",
            "UPDATE names SET name = 'nobody' WHERE name = 'tester'",
            "UPDATE chains SET started = started - 1 WHERE chain = 2",
            "DELETE FROM received WHERE subject = 2",
            "UPDATE received SET at = at - 100",
            "UPDATE received SET at = at + 400000000 WHERE subject = 1",
            "DELETE FROM accounts",
            "UPDATE accounts SET kind = 4",
            "UPDATE accounts SET since = since - 10000000",
            "UPDATE accounts SET since = since + 10000000",
        ]);

    [Theory]
    [MemberData(nameof(Tampering))]
    public async Task Tampering_is_found(string sql)
    {
        for (var run = 0; run < 3; run++)
        {
            await using var store = Open();
            await Charge(store, "tester", 1, 2);
            await Charge(store, "tester", 3);
            store.Note(Step("tester", "Alert"));
        }

        using (var connection = Connect(SqliteOpenMode.ReadWrite))
        {
            SqliteSchema.Execute(connection, sql);
        }

        Assert.NotEmpty(Verify());
    }

    [Fact]
    public async Task File_that_was_put_back_is_found_by_a_head_that_was_noted()
    {
        await using (var store = Open())
        {
            await Charge(store, "tester", 1);
        }

        var copy = File + ".copy";
        System.IO.File.Copy(File, copy);
        string head;
        await using (var store = Open())
        {
            await Charge(store, "tester", 2);
        }

        using (var connection = Connect())
        {
            var verifier = new LedgerVerifier(connection, connection, new(Secret));
            verifier.Verify([], _ => { });
            head = verifier.Heads[^1];
        }

        Assert.Empty(Verify(LedgerHead.Parse(head)!));
        System.IO.File.Copy(copy, File, overwrite: true);
        Assert.Empty(Verify());
        Assert.Contains("Chain 2, which was noted earlier, is missing.", Verify(LedgerHead.Parse(head)!));
    }

    /// <summary>Keeps what is logged of heads.</summary>
    private sealed class Heads : ILogger
    {
        public List<string> Texts { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == "LedgerHead")
            {
                Texts.Add(formatter(state, exception));
            }
        }
    }

    private static LedgerEntry Attempt(string caller, params ulong[] subjects) => new() { Kind = LedgerKind.Attempt, Caller = caller, Tier = "tier", Outcome = "attempted", Subjects = subjects };

    private static LedgerEntry Step(string caller, string step) => new() { Kind = LedgerKind.Step, Caller = caller, Tier = "tier", Outcome = step, Detail = "why" };

    private static Level[] Levels(string caller) =>
        [new(LevelKind.Credential, (ulong)caller.Length, new() { Subjects = [new(5, TimeSpan.FromDays(1), 5)] }), new(LevelKind.Api, 99, new() { Subjects = [new(50, TimeSpan.FromDays(1), 50)] })];

    [Fact]
    public async Task File_that_somebody_else_writes_is_waited_for()
    {
        var isGranted = false;
        for (var tries = 0; tries < 3 && !isGranted; tries++) // on a machine that stands still for longer than is waited it is refused
        {
            _files++;
            await using var store = Open();
            await Charge(store, "tester", 1);
            await Charge(store, "tester", 2); // with the outcome before it: no name is new to the ledger any more
            using var other = Connect(SqliteOpenMode.ReadWrite);
            SqliteSchema.Execute(other, "BEGIN IMMEDIATE");
            var charge = Task.Run(() => Charge(store, "tester", 3));
            await Task.Delay(50, TestContext.Current.CancellationToken);
            SqliteSchema.Execute(other, "ROLLBACK");
            isGranted = await charge.ContinueWith(c => c.IsCompletedSuccessfully && c.Result.IsGranted, TaskScheduler.Default);
        }

        Assert.True(isGranted);
    }

    [Fact]
    public void Value_that_cannot_be_bound_leaves_the_statement_as_it_was()
    {
        using var connection = Connect(SqliteOpenMode.ReadWriteCreate);
        SqliteSchema.Execute(connection, "CREATE TABLE t(number, text)");
        using var insert = new SqliteStatement(connection, "INSERT INTO t VALUES(?, ?)");
        var limit = SQLitePCL.raw.sqlite3_limit(connection.Handle, SQLitePCL.raw.SQLITE_LIMIT_LENGTH, 50);

        Assert.Throws<SqliteException>(() => insert.Bind(1).Bind(new string('x', 100)));

        _ = SQLitePCL.raw.sqlite3_limit(connection.Handle, SQLitePCL.raw.SQLITE_LIMIT_LENGTH, limit);
        insert.Bind(2).Bind("y").Run();
        using var count = connection.CreateCommand();
        count.CommandText = "SELECT group_concat(number || text) FROM t";
        Assert.Equal("2y", count.ExecuteScalar());
    }

    private static async Task<ChargeResult> Charge(JournaledBudgetStore store, string caller, params ulong[] subjects)
    {
        var attempt = Attempt(caller, subjects) with { Request = (ulong)Interlocked.Increment(ref s_requests) };
        var result = await store.ChargeAsync(new(Levels(caller), subjects, 100, Entry: attempt), default);
        if (result.IsGranted)
        {
            store.Note(attempt with { Kind = LedgerKind.Outcome, Outcome = "delivered", Subjects = [] });
        }

        return result;
    }

    private JournaledBudgetStore Open() => new(
        SqliteJournal.Open(File, Secret, _time, NullLogger.Instance), new() { Deadline = TimeSpan.FromMinutes(1) }, TimeSpan.FromDays(1), _time, NullLogger.Instance);

    private SqliteConnection Connect(SqliteOpenMode mode = SqliteOpenMode.ReadOnly)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private IReadOnlyList<string> Verify(params LedgerHead[] expected)
    {
        using var connection = Connect();
        var verifier = new LedgerVerifier(connection, connection, new(Secret));
        verifier.Verify(expected, _ => { });
        return verifier.Problems;
    }
}
