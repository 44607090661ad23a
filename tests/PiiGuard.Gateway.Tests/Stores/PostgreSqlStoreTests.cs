using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.PostgreSql;
using PiiGuard.Gateway.Sqlite;
using PiiGuard.TestUtilities;

namespace PiiGuard.Gateway.Tests.Stores;

public sealed class PostgreSqlStoreTests(PostgreSqlFixture postgres) : IClassFixture<PostgreSqlFixture>
{
    private static long s_requests;
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Budget_is_one_for_all_gateways_in_any_order(bool partly)
    {
        var database = await postgres.NewDatabaseAsync();
        await (await OpenAsync(database)).DisposeAsync();
        await using var clock = await DatabaseClock.SetAsync(database);
        var nodes = new IBudgetStore[3];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = await OpenAsync(database);
        }

        BudgetModel.Check(
            30, partly,
            () =>
            {
                clock.Run("TRUNCATE windows, received");
                clock.Advance(TimeSpan.FromSeconds(1_000_000));
                return [.. nodes.Select(n => new Kept(n))];
            },
            clock.Advance);
        foreach (var node in nodes.Cast<PostgreSqlStore>())
        {
            await node.DisposeAsync();
        }

        Assert.Empty(PostgreSqlLedger.WrongWindows(clock.Connection));
        clock.Run("UPDATE windows SET spent[1] = -1000");
        Assert.NotEmpty(PostgreSqlLedger.WrongWindows(clock.Connection));
    }

    [Fact]
    public async Task Racing_gateways_share_the_last_ten()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var one = await OpenAsync(database);
        await using var other = await OpenAsync(database);
        var results = await Task.WhenAll(Enumerable.Range(1, 64).Select(i => Charge(i % 2 == 0 ? one : other, "tester", limit: 10, (ulong)i)));
        Assert.Equal(10, results.Count(r => r.IsGranted));
        Assert.Empty(await VerifyAsync(database));
    }

    /// <summary>A wall clock that is set back by mistake and put right again: time that passed twice would hand out a budget twice.</summary>
    [Fact]
    public async Task Clock_that_is_put_right_hands_out_nothing()
    {
        var database = await postgres.NewDatabaseAsync();
        await (await OpenAsync(database)).DisposeAsync();
        await using var clock = await DatabaseClock.SetAsync(database);
        await using var store = await OpenAsync(database);
        Task<ChargeResult> ChargeAsync(ulong subject) => store.ChargeAsync(
            new([new(LevelKind.Credential, 6, new() { Subjects = [new(2, TimeSpan.FromHours(1), 2)] })], [subject], 100, Entry: Attempt("tester", subject)), default).AsTask();
        Assert.True((await ChargeAsync(1)).IsGranted);
        Assert.True((await ChargeAsync(2)).IsGranted);
        foreach (var by in new[] { -60, 2, 62, 10 })
        {
            clock.Advance(TimeSpan.FromMinutes(by));
            Assert.False((await ChargeAsync(3)).IsGranted);
        }

        clock.Advance(TimeSpan.FromMinutes(60)); // in truth
        Assert.True((await ChargeAsync(3)).IsGranted);
    }

    [Fact]
    public async Task Server_is_told_how_long_to_wait_for_a_gateway()
    {
        await using var connection = new NpgsqlConnection(await postgres.NewDatabaseAsync());
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await PostgreSqlSchema.GuardAsync(connection);
        await using var command = new NpgsqlCommand("SHOW idle_in_transaction_session_timeout", connection);
        Assert.Equal("10s", await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Limit_of_a_reload_applies_to_what_is_spent_and_a_new_window_to_what_was_delivered()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var store = await OpenAsync(database);
        Assert.True((await Charge(store, "tester", limit: 5, 1, 2, 3)).IsGranted);
        Assert.False((await Charge(store, "tester", limit: 2, 4)).IsGranted);
        var known = await Charge(store, "tester", limit: 2, 1, 2, 3);
        Assert.True(known.IsGranted);
        Assert.Empty(known.New);

        Level[] hourly = [new(LevelKind.Credential, 6, new() { Subjects = [new(3, TimeSpan.FromHours(1), 3)] })];
        Assert.False((await store.ChargeAsync(new(hourly, [4], 100, Entry: Attempt("tester", 4)), default)).IsGranted);
        Assert.True((await Charge(store, "tester", limit: 4, 4)).IsGranted); // the day that was gone is counted anew
        Assert.False((await Charge(store, "tester", limit: 4, 5)).IsGranted);
    }

    /// <summary>While a reload goes from gateway to gateway both policies are in use: neither window may miss what was charged under the other.</summary>
    [Fact]
    public async Task Gateways_with_other_windows_charge_each_others_too()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var store = await OpenAsync(database);
        Task<ChargeResult> ChargeAsync(TimeSpan window, int limit, params ulong[] subjects) => store.ChargeAsync(
            new([new(LevelKind.Credential, 6, new() { Subjects = [new(limit, window, limit)] })], subjects, 100, Entry: Attempt("tester", subjects)), default).AsTask();
        for (ulong i = 0; i < 10; i++)
        {
            Assert.True((await ChargeAsync(TimeSpan.FromHours(1), 20, 2 * i)).IsGranted);
            Assert.True((await ChargeAsync(TimeSpan.FromDays(1), 20, 2 * i + 1)).IsGranted);
        }

        Assert.False((await ChargeAsync(TimeSpan.FromHours(1), 20, 100)).IsGranted);
        Assert.False((await ChargeAsync(TimeSpan.FromDays(1), 20, 100)).IsGranted);
        Assert.Equal(2, await PostgreSqlFixture.ExecuteAsync(database, "SELECT cardinality(seconds) FROM windows"));
        Assert.Empty(await VerifyAsync(database));

        // After its own length without use a window is dropped, and counted anew when it comes back.
        await PostgreSqlFixture.ExecuteAsync(database, "UPDATE windows SET used[array_position(seconds, 3600)] = used[array_position(seconds, 3600)] - 3601");
        Assert.True((await ChargeAsync(TimeSpan.FromDays(1), 21, 101)).IsGranted);
        Assert.Equal(1, await PostgreSqlFixture.ExecuteAsync(database, "SELECT cardinality(seconds) FROM windows"));
        Assert.False((await ChargeAsync(TimeSpan.FromHours(1), 21, 102)).IsGranted);
    }

    [Fact]
    public async Task Page_of_thousands_is_charged_in_parts_and_what_was_charged_is_free()
    {
        var database = await postgres.NewDatabaseAsync();
        await using (var store = await OpenAsync(database))
        {
            ulong[] page = [.. Enumerable.Range(1, 5_000).Select(i => (ulong)i)];
            var granted = await Charge(store, "tester", limit: 5_000, page);
            Assert.True(granted.IsGranted);
            Assert.Equal(5_000, granted.New.Count);
            Assert.Empty((await Charge(store, "tester", limit: 5_000, page)).New);
            Assert.True((await Charge(store, "tester", limit: 5_000, [.. page, .. page])).IsGranted); // each counts once
            Assert.False((await Charge(store, "visitor", limit: 3_000, page)).IsGranted);
            Assert.True((await Charge(store, "visitor", limit: 3_000, page[..2_000])).IsGranted);
        }

        Assert.Empty(await VerifyAsync(database));
    }

    [Fact]
    public async Task Standing_is_what_the_server_said_last()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var store = await OpenAsync(database);
        await Charge(store, "tester", limit: 5, 1, 2);
        var standing = Assert.Single(await store.StandingAsync(Levels("tester", 5), default));
        Assert.Equal(3, standing.Remaining);
        Assert.InRange(standing.Reset.TotalHours, 23.9, 24.4);
    }

    [Fact]
    public async Task Quarantine_and_ledger_survive_and_are_verified()
    {
        var database = await postgres.NewDatabaseAsync();
        await using (var store = await OpenAsync(database))
        {
            await Charge(store, "tester", limit: 5, 1, 2);
            await store.ChargeAsync(new(Levels("user", 0), [], 100, Entry: Attempt("user", 7) with { Own = 7 }), default);
            store.Note(new() { Kind = LedgerKind.Step, Caller = "tester", Tier = "tier", Outcome = "Quarantine", Detail = "why" });
        }

        await using (var again = await OpenAsync(database))
        {
            Assert.Equal("why", again.KnownCallers.Single(c => c.Name == "tester").Quarantine);
            Assert.Equal(["tester", "user"], again.KnownCallers.Select(c => c.Name).Order());
        }

        Assert.Empty(await VerifyAsync(database));
        await using var connection = new NpgsqlConnection(database + ";Search Path=piiguard;Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        Assert.Equal([("user", true)], new LedgerReader(connection).CallersOf(7).Select(c => (c.Caller, c.IsItself)));
        await PostgreSqlFixture.ExecuteAsync(database, "UPDATE ledger SET subjects = '' WHERE number = 1");
        Assert.NotEmpty(await VerifyAsync(database));
    }

    [Fact]
    public async Task Server_that_was_killed_closes_and_comes_back_by_itself()
    {
        Assert.SkipUnless(PostgreSqlServer.IsOwn, "The server that PIIGUARD_TEST_POSTGRES names cannot be stopped.");
        var database = await postgres.NewDatabaseAsync();
        await using (var store = await OpenAsync(database, deadline: TimeSpan.FromSeconds(2)))
        {
            Assert.True((await Charge(store, "tester", limit: 3, 1, 2)).IsGranted);
            await postgres.Server.KillAsync();
            await Assert.ThrowsAsync<StoreUnavailableException>(() => Charge(store, "tester", limit: 3, 1));
            Assert.False(store.IsOpen);
            store.Note(Attempt("tester") with { Kind = LedgerKind.Outcome, Outcome = "delivered" });
            await postgres.Server.UpAsync();
            await UntilOpenAsync(store);
            Assert.True((await ChargeUntilItStands(store, "tester", limit: 3, 3)).IsGranted);
            Assert.False((await Charge(store, "tester", limit: 3, 4)).IsGranted);
        }

        Assert.Empty(await VerifyAsync(database));
        Assert.Equal(3L, await PostgreSqlFixture.ExecuteAsync(database, "SELECT count(*) FROM ledger JOIN names n ON n.id = outcome WHERE n.name = 'delivered'"));
    }

    [Fact]
    public async Task Server_that_hangs_is_not_waited_for_beyond_the_deadline()
    {
        Assert.SkipUnless(PostgreSqlServer.IsOwn, "The server that PIIGUARD_TEST_POSTGRES names cannot be stopped.");
        var database = await postgres.NewDatabaseAsync();
        await using var store = await OpenAsync(database, deadline: TimeSpan.FromSeconds(1));
        await Charge(store, "tester", limit: 3, 1);
        await postgres.Server.StallAsync();
        try
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => Charge(store, "tester", limit: 3, 2));
            Assert.False(store.IsOpen); // the next ones are not made to wait
        }
        finally
        {
            await postgres.Server.GoOnAsync();
        }

        await UntilOpenAsync(store);
        Assert.True((await ChargeUntilItStands(store, "tester", limit: 3, 1, 2, 3)).IsGranted);
    }

    [Theory]
    [InlineData(WhenDown.Share, 5)]
    [InlineData(WhenDown.OpenWithAlarm, 12)]
    public async Task While_the_server_is_away_the_policy_says_what_holds_and_afterwards_it_is_entered(WhenDown whenDown, int delivered)
    {
        Assert.SkipUnless(PostgreSqlServer.IsOwn, "The server that PIIGUARD_TEST_POSTGRES names cannot be stopped.");
        var database = await postgres.NewDatabaseAsync();
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "alone.db");
        await using (var store = await OpenAsync(database, nodes: 2, deadline: TimeSpan.FromSeconds(2), file))
        {
            Assert.True((await ChargeAsync(store, "tester", 10, whenDown, 1, 2)).IsGranted);
            await postgres.Server.KillAsync();
            var alone = 0;
            for (ulong i = 3; i <= 12; i++)
            {
                alone += (await ChargeAsync(store, "tester", 10, whenDown, i)).IsGranted ? 1 : 0;
            }

            await Assert.ThrowsAsync<StoreUnavailableException>(() => Charge(store, "tester", limit: 10, 1)); // a caller of another tier
            Assert.Equal(delivered - 2, alone); // of Share: half of ten, of which two were taken before
            await postgres.Server.UpAsync();
            for (var i = 0; i < 200 && (long)(await PostgreSqlFixture.ExecuteAsync(database, "SELECT count(*) FROM received"))! < delivered; i++)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }

            Assert.Equal((long)delivered, await PostgreSqlFixture.ExecuteAsync(database, "SELECT count(*) FROM received"));
            Assert.Equal((long)delivered, await PostgreSqlFixture.ExecuteAsync(database, "SELECT spent[1] FROM windows"));
        }

        if (whenDown == WhenDown.Share)
        {
            // What was delivered alone is remembered by the gateway itself: another outage hands out nothing more.
            await using var again = await OpenAsync(database, nodes: 2, TimeSpan.FromSeconds(2), file);
            await postgres.Server.KillAsync();
            Assert.True((await ChargeAsync(again, "tester", 10, whenDown, 5)).IsGranted);
            Assert.Equal(2, await GrantedAsync(again, 20, 30)); // two it had of the server, which are not counted after a restart
            await postgres.Server.UpAsync();
            await UntilOpenAsync(again);
        }

        Assert.Empty(await VerifyAsync(database));
    }

    [Fact]
    public async Task What_left_while_the_server_was_away_reaches_it_through_the_next_run()
    {
        Assert.SkipUnless(PostgreSqlServer.IsOwn, "The server that PIIGUARD_TEST_POSTGRES names cannot be stopped.");
        var database = await postgres.NewDatabaseAsync();
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "alone.db");
        await using (var store = await OpenAsync(database, nodes: 1, deadline: TimeSpan.FromSeconds(2), file))
        {
            Assert.True((await ChargeAsync(store, "tester", 10, WhenDown.Share, 1, 2)).IsGranted);
            await postgres.Server.KillAsync();
            Assert.True((await ChargeAsync(store, "tester", 10, WhenDown.Share, 3, 4)).IsGranted);
            Assert.True((await ChargeAsync(store, "tester", 10, WhenDown.Share, 5)).IsGranted);
        }

        await postgres.Server.UpAsync();
        File.Copy(file, file + ".copy");
        for (var run = 0; run < 2; run++)
        {
            await using var next = await OpenAsync(database, nodes: 1, TimeSpan.FromMinutes(1), file);
            Assert.False((await Charge(next, "tester", limit: 4, 6)).IsGranted);
            Assert.Equal(5L, await PostgreSqlFixture.ExecuteAsync(database, "SELECT count(*) FROM received"));
            Assert.Equal(2L + 1 + 1 + run, await PostgreSqlFixture.ExecuteAsync(database, "SELECT count(*) FROM ledger WHERE kind = 1")); // once
        }

        Assert.Empty(await VerifyAsync(database));
        async Task<string> Refused() => (await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync(database, nodes: 1, TimeSpan.FromMinutes(1), file))).Message;

        await PostgreSqlFixture.ExecuteAsync(database, "UPDATE carried SET entries = 0");
        Assert.Contains("was tampered with", await Refused(), StringComparison.Ordinal);
        await PostgreSqlFixture.ExecuteAsync(database, "DELETE FROM carried");
        await (await OpenAsync(database, nodes: 1, TimeSpan.FromMinutes(1), file)).DisposeAsync(); // all that the file has is old
        Assert.Equal(5L, await PostgreSqlFixture.ExecuteAsync(database, "SELECT count(*) FROM ledger WHERE kind = 1"));
        File.Copy(file + ".copy", file, overwrite: true);
        Tamper(file, "DELETE FROM ledger WHERE number = 2");
        Tamper(file, "UPDATE chains SET entries = 1");
        Assert.Contains("was put back to an earlier state", await Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_file_says_that_was_tampered_with_is_not_carried_over()
    {
        Assert.SkipUnless(PostgreSqlServer.IsOwn, "The server that PIIGUARD_TEST_POSTGRES names cannot be stopped.");
        var database = await postgres.NewDatabaseAsync();
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "alone.db");
        await using (var store = await OpenAsync(database, nodes: 1, deadline: TimeSpan.FromSeconds(2), file))
        {
            await postgres.Server.KillAsync();
            await Assert.ThrowsAsync<StoreUnavailableException>(() => Charge(store, "tester", limit: 10, 1));
            Assert.True((await ChargeAsync(store, "tester", 10, WhenDown.Share, 3)).IsGranted);
        }

        await postgres.Server.UpAsync();
        Tamper(file, "UPDATE ledger SET subjects = x'6300000000000000'");
        var refused = await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync(database, nodes: 1, TimeSpan.FromMinutes(1), file));
        Assert.Contains("entry 1: is not as it was written", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await PostgreSqlFixture.ExecuteAsync(database, "SELECT count(*) FROM received"));
    }

    [Fact]
    public async Task Other_secret_later_schema_missing_rights_and_no_server_are_named()
    {
        var database = await postgres.NewDatabaseAsync();
        await (await OpenAsync(database)).DisposeAsync();
        async Task<string> Refused(string connection, byte[]? secret = null) =>
            (await Assert.ThrowsAsync<StoreOpenException>(() => PostgreSqlStore.OpenAsync(new() { Connection = connection }, secret ?? Secret, null, TimeProvider.System, NullLogger.Instance))).Message;

        Assert.Contains("written under another PiiGuard:DigestKey", await Refused(database, new byte[32]), StringComparison.Ordinal);
        await PostgreSqlFixture.ExecuteAsync(database, "INSERT INTO schema_version VALUES(7)");
        Assert.Contains("it is 7, this one knows 1", await Refused(database), StringComparison.Ordinal);
        Assert.Contains("cannot be used", await Refused("Host=127.0.0.1;Port=1;Username=x;Password=secret-canary"), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", await Refused("Nonsense=secret-canary"), StringComparison.Ordinal);
        Assert.Contains("is not a connection string", await Refused("Username=x;Password=secret-canary"), StringComparison.Ordinal); // no host
        await PostgreSqlFixture.ExecuteAsync(database, "DELETE FROM schema_version");
        Assert.Contains("its table schema_version is empty", await Refused(database), StringComparison.Ordinal);

        var fresh = await postgres.NewDatabaseAsync();
        var user = "poor" + Environment.ProcessId;
        await PostgreSqlFixture.ExecuteAsync(fresh, $"CREATE ROLE {user} LOGIN PASSWORD 'x'");
        Assert.Contains("the user lacks rights", await Refused(new NpgsqlConnectionStringBuilder(fresh) { Username = user, Password = "x" }.ToString()), StringComparison.Ordinal);
    }

    private static Task<PostgreSqlStore> OpenAsync(string database, int nodes = 1, TimeSpan? deadline = null, string? file = null) => PostgreSqlStore.OpenAsync(
        new() { Kind = StoreKind.PostgreSql, Connection = database, Deadline = deadline ?? TimeSpan.FromMinutes(1), Nodes = nodes }, Secret,
        file is null ? null : new(SqliteJournal.Open(file, Secret, TimeProvider.System, NullLogger.Instance), new() { Deadline = TimeSpan.FromMinutes(1) }, TimeSpan.FromDays(1), TimeProvider.System, NullLogger.Instance),
        TimeProvider.System, NullLogger.Instance);

    private static void Tamper(string file, string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        SqliteSchema.Execute(connection, sql);
    }

    private static LedgerEntry Attempt(string caller, params ulong[] subjects) => new() { Kind = LedgerKind.Attempt, Caller = caller, Tier = "tier", Outcome = "attempted", Subjects = subjects };

    private static Level[] Levels(string caller, int limit) => [new(LevelKind.Credential, (ulong)caller.Length, new() { Subjects = [new(limit, TimeSpan.FromDays(1), limit)] })];

    private static async Task<ChargeResult> ChargeAsync(PostgreSqlStore store, string caller, int limit, WhenDown whenDown, params ulong[] subjects)
    {
        var attempt = Attempt(caller, subjects) with { Request = (ulong)Interlocked.Increment(ref s_requests) };
        var result = await store.ChargeAsync(new(Levels(caller, limit), subjects, 100, WhenDown: whenDown, Entry: attempt), default);
        if (result.IsGranted)
        {
            store.Note(attempt with { Kind = LedgerKind.Outcome, Outcome = "delivered", Subjects = [] });
        }

        return result;
    }

    private static Task<ChargeResult> Charge(PostgreSqlStore store, string caller, int limit, params ulong[] subjects) => ChargeAsync(store, caller, limit, WhenDown.Closed, subjects);

    private static async Task<ChargeResult> ChargeUntilItStands(PostgreSqlStore store, string caller, int limit, params ulong[] subjects)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await Charge(store, caller, limit, subjects);
            }
            catch (StoreUnavailableException) when (i < 20)
            {
                await UntilOpenAsync(store);
            }
        }
    }

    private static async Task<int> GrantedAsync(PostgreSqlStore store, ulong from, ulong to)
    {
        var granted = 0;
        for (var i = from; i < to; i++)
        {
            granted += (await ChargeAsync(store, "tester", 10, WhenDown.Share, i)).IsGranted ? 1 : 0;
        }

        return granted;
    }

    private static async Task UntilOpenAsync(PostgreSqlStore store)
    {
        for (var i = 0; !store.IsOpen && i < 400; i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<IReadOnlyList<string>> VerifyAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database + ";Search Path=piiguard;Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var lookUps = new NpgsqlConnection(database + ";Search Path=piiguard;Pooling=false");
        await lookUps.OpenAsync(TestContext.Current.CancellationToken);
        var verifier = new LedgerVerifier(connection, lookUps, new(Secret));
        verifier.Verify([], _ => { });
        return [.. verifier.Problems, .. PostgreSqlLedger.WrongWindows(connection)];
    }
}
