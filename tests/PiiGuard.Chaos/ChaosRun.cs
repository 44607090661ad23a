using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Npgsql;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Redaction;
using PiiGuard.TestUtilities;

namespace PiiGuard.Chaos;

/// <summary>Gateways under load whose processes and whose store are killed and stopped at random moments.</summary>
public static class ChaosRun
{
    private static readonly byte[] DigestKey = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly string[] Keys = ["key-of-anna", "key-of-bill"];
    private static readonly string[] Callers = ["anna", "bill"];

    /// <param name="store">Where they keep budgets and ledger.</param>
    /// <param name="rounds">How often something is killed or stopped.</param>
    /// <param name="seed">Of what, and when.</param>
    /// <param name="say">Is told what happens.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static async Task<ChaosOutcome> RunAsync(ChaosStore store, int rounds, int seed, Action<string> say, CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();
        await using var upstream = await StartUpstreamAsync();
        await using var server = store != ChaosStore.Sqlite ? await PostgreSqlServer.StartAsync() : null;
        var (perKey, all) = (60 + rounds * 40, 70 + rounds * 44);
        GatewayProcess[] gateways =
        [
            .. Enumerable.Range(0, store == ChaosStore.Sqlite ? 1 : 2).Select(i => new GatewayProcess(folder.Path, Settings(upstream.Urls.Single(), store, server, Path.Combine(folder.Path, FileOf(i)), perKey, all))),
        ];
        try
        {
            foreach (var gateway in gateways)
            {
                gateway.Start();
                await gateway.UntilUpAsync(cancellation);
            }

            var load = new Load(gateways, Keys);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var running = load.RunAsync(workers: 6, seed, stop.Token);
            var slowest = await DisturbAsync(gateways, server, load, rounds, perKey, new Random(seed), say, cancellation);
            await stop.CancelAsync();
            await running;
            return await JudgeAsync(gateways, store == ChaosStore.Exact ? [PostgreSql(server!)] : [.. gateways.Select((_, i) => Sqlite(Path.Combine(folder.Path, FileOf(i))))], load, perKey, all, slowest);
        }
        finally
        {
            foreach (var gateway in gateways)
            {
                await gateway.DisposeAsync();
            }
        }
    }

    private static async Task<TimeSpan> DisturbAsync(GatewayProcess[] gateways, PostgreSqlServer? server, Load load, int rounds, int budget, Random random, Action<string> say, CancellationToken cancellation)
    {
        var slowest = TimeSpan.Zero;
        for (var round = 1; round <= rounds; round++)
        {
            load.Customers = budget * 6 / 5 * round / rounds; // more and more of them, so that the budget lasts for the most part of the run, and no longer
            await Task.Delay(random.Next(200, 900), cancellation);
            var gateway = gateways[random.Next(gateways.Length)];
            var what = random.Next(server is null ? 3 : 6);
            say($"round {round}/{rounds}: {new[] { "kill a gateway", "kill a gateway", "stall a gateway", "kill PostgreSQL", "stall PostgreSQL", "kill a gateway and PostgreSQL" }[what]}; {load.Delivered} delivered so far");
            if (what is 0 or 1 or 5)
            {
                await gateway.KillAsync();
            }

            if (what is 3 or 5)
            {
                await server!.KillAsync();
                await Task.Delay(random.Next(500), cancellation);
                await server.UpAsync();
            }

            if (what == 2)
            {
                gateway.Signal("STOP");
                await Task.Delay(random.Next(200, 2_000), cancellation);
                gateway.Signal("CONT");
            }

            if (what == 4)
            {
                await server!.StallAsync();
                await Task.Delay(random.Next(200, 2_000), cancellation);
                await server.GoOnAsync();
            }

            var since = TimeProvider.System.GetTimestamp();
            if (what is 0 or 1 or 5)
            {
                gateway.Start();
                await gateway.UntilUpAsync(cancellation);
            }

            slowest = await UntilServedAsync(gateway, load, since, cancellation) is var took && took > slowest ? took : slowest;
        }

        return slowest;
    }

    /// <summary>Waits until a gateway decides again: it delivers, or it knows that the budget is used up.</summary>
    private static async Task<TimeSpan> UntilServedAsync(GatewayProcess gateway, Load load, long since, CancellationToken cancellation)
    {
        while (load.Received.Keys.FirstOrDefault(k => k.Key == Keys[0]) is { Customer: { } known })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/customers/" + known) { Headers = { { "X-Api-Key", Keys[0] } } };
            try
            {
                using var answer = await gateway.Http.SendAsync(request, cancellation);
                if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.TooManyRequests)
                {
                    break;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                // Not yet.
            }

            if (TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromMinutes(1))
            {
                return TimeSpan.MaxValue;
            }

            await Task.Delay(50, cancellation);
        }

        return TimeProvider.System.GetElapsedTime(since);
    }

    private static async Task<ChaosOutcome> JudgeAsync(
        GatewayProcess[] gateways, Func<DbConnection>[] ledgers, Load load, int perKey, int all, TimeSpan slowest)
    {
        List<string> faults = [];
        void Fault(bool isOne, string what)
        {
            if (isOne && faults.Count < 20)
            {
                faults.Add(what);
            }
        }

        Fault(slowest == TimeSpan.MaxValue, "A gateway did not come back by itself within a minute.");
        foreach (var gateway in gateways)
        {
            await gateway.StopAsync();
            Fault(gateway.Log.Contains("@canary", StringComparison.Ordinal), "A personal value is in the log.");
        }

        Fault(load.Delivered == 0, "Nothing was delivered at all.");
        Fault(load.Received.Keys.Select(k => k.Customer).Distinct().Count() > all, $"More than {all} customers in all.");
        var digests = Keys.Select(_ => new HashSet<long>()).ToArray();
        var entries = 0L;
        foreach (var open in ledgers)
        {
            using var connection = open();
            using var lookUps = open();
            var ledger = new LedgerReader(connection);
            for (var i = 0; i < Keys.Length; i++)
            {
                digests[i].UnionWith(ledger.Of(Callers[i], 0, long.MaxValue).Where(r => r.Kind == LedgerKind.Attempt).SelectMany(r => r.SubjectDigests()));
            }

            var verifier = new LedgerVerifier(connection, lookUps, new(DigestKey));
            verifier.Verify([], _ => { });
            entries += verifier.Rows;
            foreach (var problem in verifier.Problems)
            {
                Fault(true, "Ledger: " + problem);
            }
        }

        for (var i = 0; i < Keys.Length; i++)
        {
            var mine = load.Received.Keys.Where(k => k.Key == Keys[i]).Select(k => k.Customer).ToList();
            Fault(mine.Count > perKey, $"{Callers[i]} received {mine.Count} customers, more than {perKey}.");
            foreach (var customer in mine.Where(c => !digests[i].Contains((long)SubjectDigest.Compute(DigestKey, "customerId", c))))
            {
                Fault(true, $"{Callers[i]} received {customer}, which is not in the ledger.");
            }
        }

        return new(faults, load.Delivered, load.Refused, load.Broken, load.Received.Keys.Select(k => k.Customer).Distinct().Count(), all, entries, slowest);
    }

    private static string FileOf(int gateway) => $"gateway{gateway}.db";

    private static Func<DbConnection> Sqlite(string file) => () => Opened(new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False"));

    private static Func<DbConnection> PostgreSql(PostgreSqlServer server) => () => Opened(new NpgsqlConnection(server.ConnectionString() + ";Search Path=piiguard;Pooling=false"));

    private static DbConnection Opened(DbConnection connection)
    {
        connection.Open();
        return connection;
    }

    private static async Task<WebApplication> StartUpstreamAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/customers/{ids}", (string ids, HttpContext context) =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("[" + string.Join(',', ids.Split(',').Select(c => $$"""{"customerId":"{{c}}","email":"of-{{c}}@canary.example"}""")) + "]");
        });
        await app.StartAsync();
        return app;
    }

    private static List<string> Settings(string upstream, ChaosStore store, PostgreSqlServer? server, string file, int perKey, int all)
    {
        List<string> settings =
        [
            "ReverseProxy:Routes:all:ClusterId=only", "ReverseProxy:Routes:all:Match:Path={**path}", "ReverseProxy:Clusters:only:Destinations:only:Address=" + upstream,
            "PiiGuard:SubjectKeys:0=customerId", "PiiGuard:DigestKey=" + Convert.ToBase64String(DigestKey), "PiiGuard:Tiers:Agent:Default=Reveal",
            "PiiGuard:Tiers:Agent:Requests:0=10000/s", string.Create(CultureInfo.InvariantCulture, $"PiiGuard:Tiers:Agent:Subjects:0={perKey}/day"), string.Create(CultureInfo.InvariantCulture, $"PiiGuard:Api:Subjects:0={all}/day"),
            "PiiGuard:Tiers:Agent:Detection:Mode=Off",
        ];
        for (var i = 0; i < Keys.Length; i++)
        {
            settings.Add($"PiiGuard:Callers:{Callers[i]}:Tier=Agent");
            settings.Add($"PiiGuard:Callers:{Callers[i]}:ApiKeySha256={Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Keys[i])))}");
        }

        if (server is not null)
        {
            settings.Add("PiiGuard:Store:Kind=PostgreSql");
            settings.Add("PiiGuard:Store:Connection=" + server.ConnectionString());
            settings.Add("PiiGuard:Store:Nodes=2");
        }

        if (store != ChaosStore.Exact)
        {
            settings.Add("PiiGuard:Store:File=" + file);
        }

        if (store == ChaosStore.Leased)
        {
            settings.Add("PiiGuard:Store:Mode=Leased");
        }

        return settings;
    }
}
