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

namespace PiiGuard.Gateway.Tests.Stores;

/// <summary>Gateways that take shares of a budget in advance.</summary>
public sealed class LeasedStoreTests(PostgreSqlFixture postgres) : IClassFixture<PostgreSqlFixture>, IDisposable
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new() { Wall = TimeProvider.System.GetUtcNow };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_interval_holds_more_than_the_budget_whoever_had_which_share_of_it(bool partly)
    {
        var database = await postgres.NewDatabaseAsync();
        await (await OpenExactAsync(database)).DisposeAsync();
        await using var clock = await DatabaseClock.SetAsync(database);
        _time.Wall = clock.Now;

        // The third decides each charge in the store, beside two that lease.
        List<IBudgetStore> nodes = [await OpenAsync(database, "a"), await OpenAsync(database, "b"), await OpenExactAsync(database)];
        var dice = new Random(7);
        void SomeRounds() => nodes.OfType<LeasedStore>().Where(_ => dice.Next(4) == 0).ToList().ForEach(n => n.RoundAsync(CancellationToken.None).GetAwaiter().GetResult());
        void Advance(TimeSpan by)
        {
            // The server's clock first: in truth the two never part. Were the gateway's ahead, a lease gone on with in between would
            // seem to it to last longer than it does.
            clock.Advance(by);
            SomeRounds();
            _time.Advance(by);
            SomeRounds();
        }

        BudgetModel.Check(
            30, partly,
            () =>
            {
                Advance(TimeSpan.FromSeconds(10_000));
                return [.. nodes.Select(n => new Kept(n))];
            },
            Advance,
            node =>
            {
                var i = nodes.FindIndex(n => ReferenceEquals(n, ((Kept)node).Store));
                ((IAsyncDisposable)nodes[i]).DisposeAsync().AsTask().GetAwaiter().GetResult();
                nodes[i] = i == 2 ? OpenExactAsync(database).GetAwaiter().GetResult() : OpenAsync(database, i == 0 ? "a" : "b").GetAwaiter().GetResult();
                return new Kept(nodes[i]);
            },
            mayUnderServe: true);
        foreach (var node in nodes.Cast<IAsyncDisposable>())
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Racing_gateways_never_take_more_than_there_is()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var one = await OpenAsync(database, "a");
        await using var other = await OpenAsync(database, "b");
        var results = await Task.WhenAll(Enumerable.Range(1, 64).Select(i => Charge(i % 2 == 0 ? one : other, limit: 10, (ulong)i)));
        Assert.InRange(results.Count(r => r.IsGranted), 1, 10);
        _time.Advance(TimeSpan.FromSeconds(2)); // what was denied may be asked for again
        var more = 0;
        for (ulong i = 100; i < 130; i++)
        {
            more += (await Charge(one, limit: 10, i)).IsGranted ? 1 : 0;
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(results.Count(r => r.IsGranted) + more, 5, 10);
    }

    /// <summary>A small ask that was made before a larger one was answered must not lower the share.</summary>
    [Fact]
    public async Task Ask_that_comes_late_gives_nothing_back()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var one = await OpenAsync(database, "a");
        await using var other = await OpenExactAsync(database);
        await using var turn = new NpgsqlConnection(database + ";Search Path=piiguard;Pooling=false");
        await turn.OpenAsync(TestContext.Current.CancellationToken);
        async Task TurnAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, turn);
            await command.ExecuteNonQueryAsync();
        }

        for (ulong account = 1_000; account < 1_030; account++)
        {
            await TurnAsync("SELECT pg_advisory_lock(1346980167)");
            var page = Charge(one, account, limit: 10, 1, 2, 3, 4, 5, 6, 7, 8);
            await Task.Delay(20, TestContext.Current.CancellationToken);
            var single = Charge(one, account, limit: 10, 9);
            await TurnAsync("SELECT pg_advisory_unlock(1346980167)");
            var theirs = 0;
            for (ulong subject = 100; subject < 109; subject++)
            {
                theirs += (await Charge(other, account, limit: 10, subject)).IsGranted ? 1 : 0;
            }

            Assert.InRange(theirs + ((await page).IsGranted ? 8 : 0) + ((await single).IsGranted ? 1 : 0), 1, 10);
        }
    }

    [Fact]
    public async Task Quarantine_lasts_over_a_restart()
    {
        var database = await postgres.NewDatabaseAsync();
        await using (var one = await OpenAsync(database, "a"))
        {
            await Charge(one, limit: 5, 1);
            one.Note(new() { Kind = LedgerKind.Step, Caller = "tester", Tier = "tier", Outcome = "Quarantine", Detail = "why" });
        }

        await using var again = await OpenAsync(database, "a");
        Assert.Equal("why", Assert.Single(again.KnownCallers).Quarantine);
        await using var other = await OpenAsync(database, "b");
        Assert.Equal("why", Assert.Single(other.KnownCallers).Quarantine);
    }

    [Fact]
    public async Task What_is_not_spent_is_given_back_at_the_end()
    {
        var database = await postgres.NewDatabaseAsync();
        await using (var one = await OpenAsync(database, "a"))
        {
            Assert.True((await Charge(one, limit: 100, 1, 2)).IsGranted);
        }

        Assert.Equal(2L, await PostgreSqlFixture.ExecuteAsync(database, "SELECT sum(share)::bigint FROM leases"));
        await using var other = await OpenAsync(database, "b");
        Assert.True((await Charge(other, limit: 100, [.. Enumerable.Range(10, 98).Select(i => (ulong)i)])).IsGranted);
        Assert.False((await Charge(other, limit: 100, 500)).IsGranted);
    }

    [Fact]
    public async Task Restart_keeps_what_is_spent_and_another_file_gets_what_is_left()
    {
        var database = await postgres.NewDatabaseAsync();
        await using (var one = await OpenAsync(database, "a"))
        {
            Assert.True((await Charge(one, limit: 5, 1, 2, 3)).IsGranted);
        }

        await using (var again = await OpenAsync(database, "a"))
        {
            Assert.False((await Charge(again, limit: 5, 4, 5, 6)).IsGranted);
            Assert.True((await Charge(again, limit: 5, 1, 2, 3)).IsGranted);
        }

        await using var fresh = await OpenAsync(database, "new");
        Assert.False((await Charge(fresh, limit: 5, 1, 2, 3)).IsGranted); // to this one they are new
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True((await Charge(fresh, limit: 5, 1, 2)).IsGranted);
    }

    [Fact]
    public async Task Share_of_who_is_gone_stays_taken_until_it_has_left_the_window()
    {
        var database = await postgres.NewDatabaseAsync();
        await (await OpenExactAsync(database)).DisposeAsync();
        await PostgreSqlFixture.ExecuteAsync(database, "INSERT INTO lessees VALUES(99, 'gone', 1, 1, wall_clock() + 60, 0); INSERT INTO leases VALUES(6, 86400, 99, 4)");
        await using var one = await OpenAsync(database, "a");
        Assert.False((await Charge(one, limit: 5, 1, 2)).IsGranted);
        await PostgreSqlFixture.ExecuteAsync(database, "UPDATE lessees SET expires = wall_clock() - 86400 - 2 * (86400 / 64) WHERE lessee = 99");
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False((await Charge(one, limit: 5, 1, 2)).IsGranted);
        await PostgreSqlFixture.ExecuteAsync(database, "UPDATE lessees SET expires = expires - 3 WHERE lessee = 99");
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True((await Charge(one, limit: 5, 1, 2)).IsGranted);
    }

    [Fact]
    public async Task File_that_was_put_back_is_refused()
    {
        var database = await postgres.NewDatabaseAsync();
        await (await OpenAsync(database, "a")).DisposeAsync();
        File.Copy(FileOf("a"), FileOf("copy"));
        await using (var one = await OpenAsync(database, "a"))
        {
            await Charge(one, limit: 5, 1);
            await Charge(one, limit: 5, [2, 3, 4, 5]); // asks for more, and says how far the file is
        }

        File.Copy(FileOf("copy"), FileOf("a"), overwrite: true);
        var refused = await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync(database, "a"));
        Assert.Contains("was put back to an earlier state", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_of_a_file_is_not_used_beside_it()
    {
        var database = await postgres.NewDatabaseAsync();
        await (await OpenAsync(database, "a")).DisposeAsync();
        File.Copy(FileOf("a"), FileOf("copy"));
        await using (await OpenAsync(database, "copy"))
        {
            // Its lease was ended: the file may be moved at once.
        }

        await using var one = await OpenAsync(database, "a");
        Assert.True((await Charge(one, limit: 5, 1)).IsGranted);
        var refused = await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync(database, "copy"));
        Assert.Contains("is in use at", refused.Message, StringComparison.Ordinal);
        Assert.Contains("a copy of a file must not be used beside it", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Two machines of one name and one path: whoever came last goes on, the other serves what it holds until its lease ends.</summary>
    [Fact]
    public async Task Run_whose_file_was_taken_over_gets_nothing_more()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var one = await OpenAsync(database, "a", TimeSpan.FromSeconds(2));
        Assert.True((await Charge(one, limit: 80, 1)).IsGranted);
        await PostgreSqlFixture.ExecuteAsync(database, "UPDATE lessees SET run = run + 1");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => one.RoundAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Charge(one, limit: 80, [.. Enumerable.Range(10, 60).Select(i => (ulong)i)]));
    }

    [Theory]
    [InlineData(-20, "behind")]
    [InlineData(20, "ahead of")]
    public async Task Clock_that_is_not_right_is_named(int seconds, string how)
    {
        var database = await postgres.NewDatabaseAsync();
        _time.Wall = () => TimeProvider.System.GetUtcNow().AddSeconds(seconds);
        var refused = await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync(database, "a"));
        Assert.Contains($"s {how} that of the database; 5 s are allowed", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Whatever goes wrong at the start, the cause is named and the file is free again.</summary>
    [Fact]
    public async Task Server_that_ends_at_the_start_is_named()
    {
        var database = await postgres.NewDatabaseAsync();
        var (local, shared, rules) = await PartsAsync(database, "a");
        await using (var turn = new NpgsqlConnection(database + ";Pooling=false"))
        {
            await turn.OpenAsync(TestContext.Current.CancellationToken);
            await using var take = new NpgsqlCommand("SELECT pg_advisory_lock(1346980167)", turn);
            await take.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var opening = LeasedStore.OpenAsync(local, shared, rules, _time, NullLogger.Instance);
            for (var i = 0; i < 200 && (long)(await PostgreSqlFixture.ExecuteAsync(database, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'advisory' AND query LIKE '%renew%'"))! == 0; i++)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            var refused = await Assert.ThrowsAsync<StoreOpenException>(() => opening);
            Assert.Contains("the database cannot be used", refused.Message, StringComparison.Ordinal);
        }

        await using var again = await OpenAsync(database, "a");
        Assert.True((await Charge(again, limit: 5, 1)).IsGranted);
    }

    [Fact]
    public async Task What_was_asked_while_the_server_was_away_is_given_back_later()
    {
        Assert.SkipUnless(PostgreSqlServer.IsOwn, "The server that PIIGUARD_TEST_POSTGRES names cannot be stopped.");
        var database = await postgres.NewDatabaseAsync();
        await using var store = await OpenAsync(database, "a", deadline: TimeSpan.FromSeconds(5));
        Assert.True((await Charge(store, limit: 80, 1)).IsGranted);
        await postgres.Server.KillAsync();
        var asked = Enumerable.Range(0, 20).Select(i => Charge(store, limit: 80, [.. Enumerable.Range(100 * i, 60).Select(s => (ulong)s)]));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Task.WhenAll(asked)); // some with the group that fails, the others behind it
        await postgres.Server.UpAsync();
        for (var i = 0; i < 100 && Shares() is not 1L; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(16)); // longer than a pause
            await Task.Delay(50, TestContext.Current.CancellationToken);
            try
            {
                await store.RoundAsync(TestContext.Current.CancellationToken);
            }
            catch (StoreUnavailableException)
            {
                // Not back yet.
            }
        }

        Assert.Equal(1L, Shares()); // what is spent
        object? Shares() => PostgreSqlFixture.ExecuteAsync(database, "SELECT sum(share)::bigint FROM leases").GetAwaiter().GetResult();
    }

    [Fact]
    public async Task Shares_are_not_asked_for_callers_that_cannot_be_remembered_and_old_ones_go()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var store = await OpenAsync(database, "a");
        for (ulong account = 1; account <= 100; account++)
        {
            await Charge(store, account, limit: 80, 1);
        }

        Assert.True((await Charge(store, 101, limit: 80, 1)).IsTableFull);
        Assert.Equal(100L, await PostgreSqlFixture.ExecuteAsync(database, "SELECT count(*) FROM leases"));
        await PostgreSqlFixture.ExecuteAsync(database, "INSERT INTO lessees VALUES(99, 'gone', 1, 1, wall_clock() - 100000, 0); INSERT INTO leases VALUES(6, 86400, 99, 4), (6, 864000, 99, 4); UPDATE lessees SET expires = expires - 20");
        await store.RoundAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1L, await PostgreSqlFixture.ExecuteAsync(database, "SELECT count(*) FROM leases WHERE lessee = 99"));
    }

    [Fact]
    public async Task While_the_server_is_away_the_share_is_served_until_the_lease_ends()
    {
        Assert.SkipUnless(PostgreSqlServer.IsOwn, "The server that PIIGUARD_TEST_POSTGRES names cannot be stopped.");
        var database = await postgres.NewDatabaseAsync();
        await using var store = await OpenAsync(database, "a", deadline: TimeSpan.FromSeconds(2));
        Assert.True((await Charge(store, limit: 80, 1)).IsGranted);
        await postgres.Server.KillAsync();
        try
        {
            Assert.True((await Charge(store, limit: 80, 2, 3, 4)).IsGranted); // of ten
            await Assert.ThrowsAsync<StoreUnavailableException>(() => Charge(store, limit: 80, [.. Enumerable.Range(10, 20).Select(i => (ulong)i)]));
            Assert.True((await Charge(store, limit: 80, 1, 2, 3, 4)).IsGranted);
            _time.Advance(TimeSpan.FromSeconds(LeaseClient.Seconds));
            await Assert.ThrowsAsync<StoreUnavailableException>(() => Charge(store, limit: 80, 1));
        }
        finally
        {
            await postgres.Server.UpAsync();
        }

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True((await Charge(store, limit: 80, [.. Enumerable.Range(1, 80).Select(i => (ulong)i)])).IsGranted);
        Assert.False((await Charge(store, limit: 80, 81)).IsGranted);
    }

    [Fact]
    public async Task Lowered_limit_applies_to_what_is_held()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var store = await OpenAsync(database, "a");
        Assert.True((await Charge(store, limit: 100, 1, 2, 3)).IsGranted);
        Assert.False((await Charge(store, limit: 3, 4)).IsGranted);
        Assert.True((await Charge(store, limit: 3, 1, 2, 3)).IsGranted);
        var exceeded = (await Charge(store, limit: 3, 4)).Exceeded!;
        Assert.Equal((3, 0), (exceeded.Quota.Count, exceeded.Remaining));
    }

    [Fact]
    public async Task More_lowered_limits_than_are_given_back_at_once_come_to_an_end()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var store = await OpenAsync(database, "a");
        foreach (var limit in new[] { 100, 2 })
        {
            await Task.WhenAll(Enumerable.Range(1, 1_100).Select(account => Charge(store, (ulong)account, limit, TimeSpan.FromDays(1), limit == 2 ? [1] : [1, 2, 3])));
        }

        _time.Advance(TimeSpan.FromSeconds(20));
        await store.RoundAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    /// <summary>Whoever never pauses gives nothing back, and must not have what was lowered from each gateway.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)] // a window that is new with the lower limit
    public async Task Lowered_limit_applies_to_all_gateways_together(int minutesBefore)
    {
        var database = await postgres.NewDatabaseAsync();
        await (await OpenExactAsync(database)).DisposeAsync();
        await using var clock = await DatabaseClock.SetAsync(database);
        _time.Wall = clock.Now;
        await using var one = await OpenAsync(database, "a");
        await using var other = await OpenAsync(database, "b");
        ulong next = 1;
        Assert.InRange(await Take(one, 100, minutesBefore, 60) + await Take(other, 100, minutesBefore, 60), 80, 100); // some is held ahead

        List<(int At, int Count)> taken = [];
        for (var second = 0; second < 900; second += 10)
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            _time.Advance(TimeSpan.FromSeconds(10));
            taken.Add((second, await Take(one, 40, 2, 20) + await Take(other, 40, 2, 20)));
            await one.RoundAsync(TestContext.Current.CancellationToken);
            await other.RoundAsync(TestContext.Current.CancellationToken);
            Assert.InRange(taken.Where(t => t.At > second - 120).Sum(t => t.Count), 0, 40);
        }

        Assert.True(taken.Where(t => t.At > 300).Sum(t => t.Count) > 80, "nothing comes back"); // in ten minutes

        async Task<int> Take(IBudgetStore store, int limit, int minutes, int most)
        {
            var count = 0;
            for (; count < most; count++, next++)
            {
                if (!(await Charge(store, 6, limit, TimeSpan.FromMinutes(minutes), next)).IsGranted)
                {
                    break;
                }
            }

            return count;
        }
    }

    [Fact]
    public async Task Steps_and_releases_are_told_to_the_others()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var one = await OpenAsync(database, "a");
        await using var other = await OpenExactAsync(database);
        List<string> told = [];
        List<string> own = [];
        other.WatchSteps(s => told.Add(s.Caller + " " + s.Outcome));
        one.WatchSteps(s => own.Add(s.Caller));
        one.Note(new() { Kind = LedgerKind.Step, Caller = "thief", Tier = "tier", Outcome = "Quarantine", Detail = "why" });
        await one.EnterAsync(new() { Kind = LedgerKind.Release, Caller = "thief", Tier = "", Outcome = "olga", Detail = "why" }, TestContext.Current.CancellationToken);
        for (var i = 0; told.Count < 2 && i < 200; i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(["thief Quarantine", "thief olga"], told);
        Assert.Empty(own);
    }

    private static Task<PostgreSqlStore> OpenExactAsync(string database) => PostgreSqlStore.OpenAsync(
        new() { Kind = StoreKind.PostgreSql, Connection = database, Deadline = TimeSpan.FromMinutes(1) }, Secret, null, TimeProvider.System, NullLogger.Instance);

    private static Task<ChargeResult> Charge(LeasedStore store, int limit, params ulong[] subjects) => Charge(store, account: 6, limit, subjects);

    private static Task<ChargeResult> Charge(IBudgetStore store, ulong account, int limit, params ulong[] subjects) => Charge(store, account, limit, TimeSpan.FromDays(1), subjects);

    private static Task<ChargeResult> Charge(IBudgetStore store, ulong account, int limit, TimeSpan window, params ulong[] subjects) => store.ChargeAsync(
        new([new(LevelKind.Credential, account, new() { Subjects = [new(limit, window, limit)] })], subjects, 100, Entry: new() { Kind = LedgerKind.Attempt, Caller = "tester", Tier = "tier", Outcome = "attempted", Subjects = subjects }), default).AsTask();

    private string FileOf(string node) => Path.Combine(_folder.Path, node + ".db");

    private async Task<LeasedStore> OpenAsync(string database, string node, TimeSpan? deadline = null)
    {
        var (local, shared, rules) = await PartsAsync(database, node, deadline);
        return await LeasedStore.OpenAsync(local, shared, rules, _time, NullLogger.Instance);
    }

    private async Task<(JournaledBudgetStore Local, PostgreSqlStore Shared, StoreRules Rules)> PartsAsync(string database, string node, TimeSpan? deadline = null)
    {
        var rules = new StoreRules { Kind = StoreKind.PostgreSql, Mode = StoreMode.Leased, Connection = database, File = FileOf(node), Nodes = 2, Deadline = deadline ?? TimeSpan.FromMinutes(1) };
        var local = new JournaledBudgetStore(SqliteJournal.Open(rules.File, Secret, _time, NullLogger.Instance), rules, TimeSpan.FromDays(1), _time, NullLogger.Instance);
        try
        {
            return (local, await PostgreSqlStore.OpenAsync(rules, Secret, null, TimeProvider.System, NullLogger.Instance), rules);
        }
        catch
        {
            await local.DisposeAsync();
            throw;
        }
    }
}
