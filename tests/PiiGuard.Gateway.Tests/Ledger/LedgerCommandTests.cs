using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using PiiGuard.Cli;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.PostgreSql;
using PiiGuard.Gateway.Sqlite;
using PiiGuard.Gateway.Tests.Stores;
using PiiGuard.Redaction;
using PiiGuard.TestUtilities;

namespace PiiGuard.Gateway.Tests.Ledger;

/// <summary><c>piiguard ledger</c> on ledgers that the stores have written.</summary>
public sealed class LedgerCommandTests(PostgreSqlFixture postgres) : IClassFixture<PostgreSqlFixture>, IDisposable
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private ulong _requests;

    private string File => Path.Combine(_folder.Path, "ledger.db");

    private string KeyFile => _folder.Write("key", Convert.ToBase64String(Secret) + "\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_caller_got_is_told_with_what_became_of_it()
    {
        await WriteSqliteAsync();
        var (code, output, _) = await RunAsync("caller", "shop", "--sqlite", File);
        Assert.Equal(0, code);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [
                "Delivered  delivered  GET /customers  tier Partner  policy p1  2 customers, 0 not there  PersonName:2",
                "Delivered  surplus-redacted  GET /customers  tier Partner  policy p1  1 customers, 0 not there  PersonName:1",
                "Withheld   caller-quarantined  GET /customers  tier Partner  policy p1  1 customers, 0 not there  no personal data",
                "Perhaps    in-part:too-slow  GET /customers  tier Partner  policy p1  1 customers, 0 not there  BirthDate:1",
                "Delivered  delivered  GET /customers  tier Partner  policy p1  0 customers, 2 not there  no personal data",
                "Perhaps    (no outcome)  GET /customers  tier Partner  policy p1  1 customers, 0 not there  BirthDate:1",
            ],
            lines[..^1].Select(l => l[22..]));
        Assert.Equal("shop: 3 answers delivered, 2 perhaps or in part, 1 withheld; 5 customers, 2 asked for who are not there; BirthDate:2 PersonName:3", lines[^1]);
    }

    [Fact]
    public async Task Time_is_bounded_and_an_outcome_after_its_end_still_counts()
    {
        await WriteSqliteAsync();
        var middle = _time.GetUtcNow().AddMinutes(-30).ToString("o", CultureInfo.InvariantCulture);
        Assert.Contains("shop: 1 answers delivered, 1 perhaps or in part, 0 withheld; 1 customers", (await RunAsync("caller", "shop", "--from", middle, "--sqlite", File)).Output, StringComparison.Ordinal);
        Assert.Contains("shop: 2 answers delivered, 1 perhaps or in part, 1 withheld; 4 customers", (await RunAsync("caller", "shop", "--to", middle, "--sqlite", File)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_of_a_customer_are_found()
    {
        await WriteSqliteAsync();
        var (code, output, _) = await RunAsync("customer", "customer_id=C1", "--sqlite", File, "--key", KeyFile);
        Assert.Equal(0, code);
        Assert.Equal(["2 callers.", "agent", "shop"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split("  ")[0]).Order(StringComparer.Ordinal));
        var nobody = await RunAsync("customer", "custmerId=C1", "--sqlite", File, "--key", KeyFile);
        Assert.Equal("0 callers.\n", nobody.Output);
        Assert.Contains("if 'custmerId' is none of the policy's SubjectKeys, nobody is found by it", nobody.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Affected_are_told_by_name_among_those_who_are_known()
    {
        await WriteSqliteAsync();
        var list = _folder.Write("customers.txt", "C1\nC2\nC3\nC4\nC5\nC6\nC7\nC8\n");
        var (code, output, _) = await RunAsync("affected", "shop", "--among", "customerId=" + list, "--sqlite", File, "--key", KeyFile);
        Assert.Equal(0, code);
        Assert.Equal("C1\nC2\nC3\nC6\nC8\n5 customers are affected.\n", output); // not the surplus C4, nor C5, who was withheld
        Assert.Equal(6, (await RunAsync("affected", "shop", "--sqlite", File)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("""{"customer":"C1"}""", (await RunAsync("affected", "shop", "--json", "--among", "customerId=" + list, "--sqlite", File, "--key", KeyFile)).Output.Split('\n')[0]);
    }

    [Fact]
    public async Task Steps_and_releases_are_told()
    {
        await WriteSqliteAsync();
        var (_, output, _) = await RunAsync("steps", "--sqlite", File);
        Assert.Equal(["shop  Quarantine: 40 new customers", "shop  released by olga: It was a campaign."], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l[22..]));
    }

    [Fact]
    public async Task Ledger_is_verified_beside_the_gateway_that_writes_it()
    {
        await using var store = OpenSqlite();
        await WriteAsync(store);
        var (code, output, _) = await RunAsync("verify", "--sqlite", File, "--key", KeyFile);
        Assert.Equal(0, code);
        Assert.Contains("15 entries, the ledger is whole.", output, StringComparison.Ordinal);
        var head = output.Split('\n')[0]["head ".Length..];
        Assert.Equal(0, (await RunAsync("verify", "--expect", head, "--sqlite", File, "--key", KeyFile)).Code);
        Assert.Equal(1, (await RunAsync("verify", "--expect", head.Replace("1:15:", "1:16:", StringComparison.Ordinal), "--sqlite", File, "--key", KeyFile)).Code);
    }

    [Fact]
    public async Task Tampering_is_said_with_its_place()
    {
        await WriteSqliteAsync();
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            SqliteSchema.Execute(connection, "DELETE FROM ledger WHERE number = 3");
        }

        var (code, output, _) = await RunAsync("verify", "--sqlite", File, "--key", KeyFile);
        Assert.Equal(1, code);
        Assert.Contains("PROBLEM Chain 1: entries 3 to 3 are missing.", output, StringComparison.Ordinal);
        Assert.Contains("1 problems: the ledger is not as the gateways wrote it.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ledger_in_postgresql_answers_the_same()
    {
        var database = await postgres.NewDatabaseAsync();
        await using (var store = await PostgreSqlStore.OpenAsync(new() { Kind = StoreKind.PostgreSql, Connection = database, Deadline = TimeSpan.FromMinutes(1) }, Secret, null, TimeProvider.System, NullLogger.Instance))
        {
            await WriteAsync(store);
            var (code, output, _) = await RunAsync("verify", "--postgresql", database, "--key", KeyFile);
            Assert.Contains("15 entries, the ledger is whole.", output, StringComparison.Ordinal);
            Assert.Equal(0, code);
        }

        Assert.Contains("shop: 3 answers delivered, 2 perhaps or in part, 1 withheld; 5 customers, 2 asked for who are not there", (await RunAsync("caller", "shop", "--postgresql", database)).Output, StringComparison.Ordinal);
        Assert.Contains("2 callers.", (await RunAsync("customer", "customerId=C1", "--postgresql", database, "--key", KeyFile)).Output, StringComparison.Ordinal);
        var empty = await postgres.NewDatabaseAsync();
        Assert.Contains("has no schema 'piiguard'", (await RunAsync("steps", "--postgresql", empty)).Error, StringComparison.Ordinal);
    }

    /// <summary>A store that decides itself enters first what is asked for: what did not leave is told by the outcome, and nobody else is left out.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Page_that_is_cut_in_parts_or_refused_names_whom_it_revealed(bool isPostgreSql)
    {
        var database = isPostgreSql ? await postgres.NewDatabaseAsync() : "";
        var where = isPostgreSql ? new[] { "--postgresql", database } : ["--sqlite", File];
        IBudgetStore store = isPostgreSql
            ? await PostgreSqlStore.OpenAsync(new() { Kind = StoreKind.PostgreSql, Connection = database, Deadline = TimeSpan.FromMinutes(1) }, Secret, null, TimeProvider.System, NullLogger.Instance)
            : OpenSqlite();
        await using ((IAsyncDisposable)store)
        {
            Level[] levels = [new(LevelKind.Credential, 4, new() { Subjects = [new(4_500, TimeSpan.FromDays(1), 4_500)] })];
            async Task<ChargeResult> Charge(string caller, ulong request, bool partly, int from, int to)
            {
                var entry = new LedgerEntry { Kind = LedgerKind.Attempt, Request = request, Caller = caller, Tier = "t", Route = "GET /customers", Policy = "p1", Outcome = LedgerOutcome.Attempted, Subjects = [.. Enumerable.Range(from, to - from).Select(i => (ulong)i)] };
                return await store.ChargeAsync(new(levels, entry.Subjects, 100, partly, Entry: entry), default);
            }

            void End(string caller, ulong request, string outcome, ChargeResult last) => store.Note(
                new() { Kind = LedgerKind.Outcome, Request = request, Caller = caller, Tier = "t", Route = "GET /customers", Policy = "p1", Outcome = outcome, Subjects = [.. last.LeftOut] });

            Assert.True((await Charge("cut", 1, false, 1, 11)).IsGranted);
            var cut = await Charge("cut", 1, true, 1, 5_001);
            Assert.Equal(500, cut.Surplus.Count);
            End("cut", 1, LedgerOutcome.SurplusRedacted, cut);

            levels = [new(LevelKind.Credential, 5, new() { Subjects = [new(4_500, TimeSpan.FromDays(1), 4_500)] })];
            Assert.True((await Charge("refused", 2, false, 1, 11)).IsGranted);
            var refused = await Charge("refused", 2, false, 5, 6_001);
            Assert.False(refused.IsGranted);
            End("refused", 2, LedgerOutcome.Partly("subject-budget-exceeded"), refused);
        }

        var (code, output, _) = await RunAsync(["verify", .. where, "--key", KeyFile]);
        Assert.Contains("the ledger is whole", output, StringComparison.Ordinal);
        Assert.Equal(0, code);
        Assert.Equal(4_500, (await RunAsync(["affected", "cut", .. where])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1);
        Assert.Equal(10, (await RunAsync(["affected", "refused", .. where])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1);
    }

    [Theory]
    [InlineData(2, "Where is the ledger?", "steps")]
    [InlineData(2, "Where is the ledger?", "steps", "--sqlite", "{file}", "--postgresql", "Host=x")]
    [InlineData(2, "--from: 'yesterday' is not a time", "caller", "shop", "--from", "yesterday", "--sqlite", "{file}")]
    [InlineData(2, "--expect: '1:2:3' is not a head", "verify", "--expect", "1:2:3", "--sqlite", "{file}")]
    [InlineData(2, "'C1' is not a key such as", "customer", "C1", "--sqlite", "{file}")]
    [InlineData(2, "'customerId=' is not a name and a file", "affected", "shop", "--among", "customerId=", "--sqlite", "{file}")]
    [InlineData(1, "cannot be read", "steps", "--sqlite", "{file}.none")]
    [InlineData(1, "is not a store of PiiGuard", "steps", "--sqlite", "{other}")]
    [InlineData(1, "The database cannot be read", "steps", "--postgresql", "Host=127.0.0.1;Port=1;Timeout=2")]
    [InlineData(1, "The database cannot be read", "steps", "--postgresql", "Nonsense")]
    [InlineData(1, "Nobody called 'Shop' stands in this ledger", "caller", "Shop", "--sqlite", "{file}")]
    [InlineData(1, "Nobody called 'nobody' stands in this ledger", "affected", "nobody", "--sqlite", "{file}")]
    [InlineData(1, "--from is not before --to", "caller", "shop", "--from", "2026-02-01", "--to", "2026-01-01T00:00:00+01:00", "--sqlite", "{file}")]
    [InlineData(2, "--from: '01/02/1970' is not a time", "caller", "shop", "--from", "01/02/1970", "--sqlite", "{file}")]
    [InlineData(2, "--postgresql: a connection string is missing", "steps", "--postgresql")]
    [InlineData(1, "This needs the key", "verify", "--sqlite", "{file}")]
    [InlineData(1, "is not a secret of at least 16 bytes in base64", "verify", "--sqlite", "{file}", "--key", "{other}")]
    public async Task Mistakes_are_named(int code, string says, params string[] args)
    {
        await WriteSqliteAsync();
        var other = Path.Combine(_folder.Path, "other");
        System.IO.File.WriteAllText(other, "");
        var (actual, output, error) = await RunAsync([.. args.Select(a => a.Replace("{file}", File, StringComparison.Ordinal).Replace("{other}", other, StringComparison.Ordinal))]);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Equal(code, actual);
        Assert.DoesNotContain("PROBLEM", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_key_is_found_out()
    {
        await WriteSqliteAsync();
        var (code, output, _) = await RunAsync("verify", "--sqlite", File, "--key", _folder.Write("other", Convert.ToBase64String(new byte[32])));
        Assert.Equal(1, code);
        Assert.Contains("written under another key, or was tampered with", output, StringComparison.Ordinal);
        var other = Path.Combine(_folder.Path, "other");
        foreach (var question in new string[][] { ["customer", "customerId=C1"], ["affected", "shop", "--among", "customerId=" + other] })
        {
            // Nobody found would look like an answer.
            var (refused, nothing, error) = await RunAsync([.. question, "--sqlite", File, "--key", other]);
            Assert.Equal((1, ""), (refused, nothing));
            Assert.Contains("written under another key", error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData]
    [InlineData("ledger")]
    [InlineData("ledger", "verify")]
    [InlineData("ledger", "caller")]
    [InlineData("ledger", "affected")]
    public async Task Help_is_there(params string[] command)
    {
        var output = new StringWriter();
        Assert.Equal(0, await CommandLine.RunAsync([.. command, "--help"], output, TextWriter.Null, null));
        Assert.Contains("Usage:", output.ToString(), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter());
        var code = await CommandLine.RunAsync(["ledger", .. args], output, error, null);
        return (code, output.ToString(), error.ToString());
    }

    private JournaledBudgetStore OpenSqlite() => new(
        SqliteJournal.Open(File, Secret, _time, NullLogger.Instance), new() { Deadline = TimeSpan.FromMinutes(1) }, TimeSpan.FromDays(1), _time, NullLogger.Instance);

    private async Task WriteSqliteAsync()
    {
        await using var store = OpenSqlite();
        await WriteAsync(store);
    }

    /// <summary>15 entries.</summary>
    private async Task WriteAsync(IBudgetStore store)
    {
        await AnswerAsync(store, "shop", "delivered", "PersonName:2", "C1", "C2");
        await AnswerAsync(store, "agent", "delivered", "PersonName:1", "C1");
        await AnswerAsync(store, "shop", "surplus-redacted", "PersonName:1", "C3", "-C4");
        await AnswerAsync(store, "shop", "caller-quarantined", "", "C5");
        await AnswerAsync(store, "shop", "in-part:too-slow", "BirthDate:1", "C6");
        _time.Advance(TimeSpan.FromHours(1));
        await AnswerAsync(store, "shop", "delivered", "", "?C7", "?C9");
        await AnswerAsync(store, "shop", "", "BirthDate:1", "C8");
        store.Note(new() { Kind = LedgerKind.Step, Caller = "shop", Tier = "Partner", Outcome = "Quarantine", Detail = "40 new customers" });
        await store.EnterAsync(new() { Kind = LedgerKind.Release, Caller = "shop", Tier = "", Outcome = "olga", Detail = "It was a campaign." }, default);
    }

    /// <param name="store">Where.</param>
    /// <param name="caller">Who.</param>
    /// <param name="outcome">What became of it; empty: nobody knows.</param>
    /// <param name="categories">What it held.</param>
    /// <param name="customers">Whom; <c>?</c>: is not there, <c>-</c>: left out as surplus.</param>
    private async Task AnswerAsync(IBudgetStore store, string caller, string outcome, string categories, params string[] customers)
    {
        ulong Digest(string customer) => SubjectDigest.Compute(Secret, "customerId", customer.TrimStart('?', '-'));
        var entry = new LedgerEntry
        {
            Kind = LedgerKind.Attempt, Request = ++_requests, Caller = caller, Tier = "Partner", Route = "GET /customers", Policy = "p1", Detail = categories,
            Outcome = customers[0][0] == '?' ? "missed" : "attempted", Subjects = [.. customers.Select(Digest)],
        };
        Level[] levels = [new(LevelKind.Credential, (ulong)caller.Length, new() { Subjects = [new(50, TimeSpan.FromDays(1), 50)] })];
        await store.ChargeAsync(new(levels, entry.Subjects, 100, Entry: entry), default);
        if (outcome.Length > 0)
        {
            store.Note(entry with { Kind = LedgerKind.Outcome, Outcome = outcome, Subjects = [.. customers.Where(c => c[0] == '-').Select(Digest)] });
        }
    }
}
