using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PiiGuard.Chaos;
using PiiGuard.TestUtilities;

namespace PiiGuard.FunctionalTests;

/// <summary>The runnable gateway as a process, and the ledger that it leaves, asked by the command line.</summary>
public sealed class HostTests : IAsyncLifetime
{
    private static readonly string Digest = Convert.ToBase64String(new byte[32]);

    private readonly TemporaryFolder _folder = new();
    private WebApplication _upstream = null!;
    private GatewayProcess? _gateway;

    public async ValueTask InitializeAsync() => _upstream = await TestHost.StartPlainAsync(async context =>
    {
        var ids = context.Request.Path.Value!.Split('/')[^1];
        context.Response.StatusCode = ids == "C404" ? 404 : 200;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(ids == "C404" ? "{}" : "[" + string.Join(",", ids.Split(',').Select(c => $$"""{"customerId":"{{c}}","email":"of-{{c}}@canary.example"}""")) + "]");
    });

    public async ValueTask DisposeAsync()
    {
        await (_gateway?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _upstream.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_is_spent_survives_a_kill_and_the_ledger_has_it()
    {
        await StartAsync();
        AssertStatuses(new[] { await AskAsync("C1,C2"), await AskAsync("C3") }, 200, 200);
        await _gateway!.KillAsync();
        _gateway.Start();
        await _gateway.UntilUpAsync(TestContext.Current.CancellationToken);
        AssertStatuses(new[] { await AskAsync("C1,C3"), await AskAsync("C4,C5,C6"), await AskAsync("C4,C5"), await AskAsync("C1") }, 200, 429, 200, 429);
        await _gateway.StopAsync();
        Assert.Contains("3 charged subjects", _gateway.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("@canary", _gateway.Log, StringComparison.Ordinal);

        var head = Regex.Matches(_gateway.Log, "The ledger stands at (2:\\d+:[0-9a-f]{64})")[^1].Groups[1].Value;
        var (code, output) = await LedgerAsync("verify", "--expect", head);
        Assert.Contains("the ledger is whole", output, StringComparison.Ordinal);
        Assert.Equal(0, code);

        // What was delivered right before the kill may have been entered without its outcome.
        Assert.Matches("tester: (4 answers delivered, 0|3 answers delivered, 1) perhaps or in part, 0 withheld; 5 customers", (await LedgerAsync("caller", "tester")).Output);
        Assert.Contains("EmailAddress:", (await LedgerAsync("caller", "tester")).Output, StringComparison.Ordinal);
        Assert.StartsWith("tester  last 20", (await LedgerAsync("customer", "customerId=C3")).Output, StringComparison.Ordinal);
        _folder.Write("customers", "C1\nC4\nC6\n");
        Assert.StartsWith("C1\nC4\n5 customers", (await LedgerAsync("affected", "tester", "--among", "customerId=customers")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Surplus_and_who_is_not_there_are_told_apart()
    {
        await StartAsync("PiiGuard:SurplusPaths:0=/page/{ids}", "PiiGuard:SubjectPaths:0=/customers/{customerId}");
        AssertStatuses(new[] { await AskAsync("C404"), await AskAsync("C1,C2,C3,C4,C5,C6", "page") }, 404, 200);
        await _gateway!.StopAsync();
        var (_, output) = await LedgerAsync("caller", "tester");
        Assert.Contains("Delivered  delivered", output, StringComparison.Ordinal);
        Assert.Contains("0 customers, 1 not there", output, StringComparison.Ordinal);
        Assert.Contains("Delivered  surplus-redacted", output, StringComparison.Ordinal);
        Assert.Contains("4 customers, 0 not there", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operators_ask_and_release_on_an_address_of_their_own()
    {
        var api = new Uri("http://127.0.0.1:" + GatewayProcess.FreePort());
        await StartAsync("Operator:Url=" + api, "Operator:KeySha256=" + Hash("operators"), "PiiGuard:Tiers:Agent:Subjects:0=100/day", "PiiGuard:Tiers:Agent:Detection:Mode=Enforce", "PiiGuard:Tiers:Agent:Detection:ExpectedPerHour=1");
        using var http = new HttpClient { BaseAddress = api };
        Assert.Contains("open", await http.GetStringAsync("/health"), StringComparison.Ordinal);
        AssertStatuses(new[] { await StatusAsync(http, "/suspects"), await StatusAsync(http, "/customers/C1") }, 401, 401);
        Assert.Equal(401, await StatusAsync(_gateway!.Http, "/suspects")); // an API like any other there

        for (var i = 0; i < 60 && await AskAsync("C" + i) == 200; i++)
        {
        }

        http.DefaultRequestHeaders.Add("X-Operator-Key", "operators");
        var suspects = await http.GetStringAsync("/suspects");
        Assert.Contains("\"caller\":\"tester\"", suspects, StringComparison.Ordinal);
        await _gateway.KillAsync();
        _gateway.Start();
        await _gateway.UntilUpAsync(TestContext.Current.CancellationToken);
        Assert.Equal(429, await AskAsync("C0")); // still
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsJsonAsync("/release", new { caller = "tester" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsJsonAsync("/release", new { caller = "tester", @operator = "olga\0", reason = "because" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsJsonAsync("/release", new { caller = "nobody", @operator = "olga", reason = "It was a campaign." })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await http.PostAsJsonAsync("/release", new { caller = "tester", @operator = "olga", reason = "It was a campaign." })).StatusCode);
        AssertStatuses(new[] { await AskAsync("C0"), await StatusAsync(http, "/other") }, 200, 404);
        await _gateway.StopAsync();
        Assert.Contains("tester  released by olga: It was a campaign.", (await LedgerAsync("steps")).Output, StringComparison.Ordinal);
    }

    /// <summary>Who asks on their port is taken for an operator, so nothing else may lead there, and it has to be there.</summary>
    [Theory]
    [InlineData("--urls=http://127.0.0.2:{port}")]
    [InlineData("--Kestrel:Endpoints:Api:Url=http://127.0.0.1:0")]
    public async Task Address_of_the_operators_is_their_own(string where)
    {
        var port = GatewayProcess.FreePort();
        var (code, output) = await RunAsync(
            "piiguard-gateway.dll",
            [.. Settings().Select(s => "--" + s), $"--Operator:Url=http://127.0.0.1:{port}", "--Operator:KeySha256=" + Hash("operators"), where.Replace("{port}", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)]);
        Assert.Contains("is not an address of its own", output, StringComparison.Ordinal);
        Assert.Equal(2, code);
    }

    [Fact]
    public async Task File_in_use_is_an_error_of_the_start()
    {
        await StartAsync();
        var (code, output) = await RunAsync("piiguard-gateway.dll", [.. Settings().Select(s => "--" + s), "--urls", "http://127.0.0.1:0"]);
        Assert.Equal(2, code);
        Assert.Contains("is in use by another gateway", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "The configuration is right.", "check")]
    [InlineData(0, "Agent, one credential: 5 in 1 hour", "check")]
    [InlineData(0, "Exit codes:", "--help")]
    [InlineData(2, "PiiGuard:Store:Nodes: '3'", "check", "--PiiGuard:Store:Nodes=3")]
    [InlineData(2, "PiiGuard:Store:Kind: 'Oracle'", "--PiiGuard:Store:Kind=Oracle")]
    [InlineData(2, "Operator:Url: 'nowhere'", "--Operator:Url=nowhere")]
    [InlineData(2, "Operator:Port: is not a setting", "check", "--Operator:Port=1")]
    public async Task Command_line_says_what_is_wrong(int code, string says, params string[] args)
    {
        var (actual, output) = await RunAsync("piiguard-gateway.dll", [.. args.Where(a => a[0] != '-' || a == "--help"), .. args.Contains("--help") ? [] : Settings().Select(s => "--" + s), .. args.Where(a => a[0] == '-' && a != "--help")]);
        Assert.Contains(says, output, StringComparison.Ordinal);
        Assert.Equal(code, actual);
    }

    [Fact]
    public async Task Configuration_of_the_readme_is_right()
    {
        var readme = await File.ReadAllTextAsync(RepositoryRoot.File("README.md"), TestContext.Current.CancellationToken);
        var begin = readme.IndexOf("```json\n{\n  \"ReverseProxy\"", StringComparison.Ordinal) + "```json\n".Length;
        _folder.Write("appsettings.json", Regex.Replace(readme[begin..readme.IndexOf("```", begin, StringComparison.Ordinal)], "<output of: [^>]*>", Hash("key")));
        var (code, output) = await RunAsync("piiguard-gateway.dll", ["check", "--PiiGuard:DigestKey=" + Digest]);
        Assert.Contains("Partner, one credential: 500 in 1 hour, 500 in 1 day, 2,000 in 41 days", output, StringComparison.Ordinal);
        Assert.Equal(0, code);
        Assert.Contains("PiiGuard:Store:Kind: 'Sqlite' needs PiiGuard:DigestKey", (await RunAsync("piiguard-gateway.dll", ["check"])).Output, StringComparison.Ordinal);
    }

    private static void AssertStatuses(int[] actual, params int[] expected) => Assert.Equal(expected, actual);

    private static string Hash(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static async Task<int> StatusAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path);
        return (int)answer.StatusCode;
    }

    private string[] Settings() =>
    [
        "ReverseProxy:Routes:all:ClusterId=only", "ReverseProxy:Routes:all:Match:Path={**path}", "ReverseProxy:Clusters:only:Destinations:only:Address=" + TestHost.Address(_upstream),
        "PiiGuard:SubjectKeys:0=customerId", "PiiGuard:DigestKey=" + Digest, "PiiGuard:Tiers:Agent:Default=Reveal", "PiiGuard:Tiers:Agent:Requests:0=1000/s",
        "PiiGuard:Tiers:Agent:Subjects:0=5/day", "PiiGuard:Store:DeadlineMilliseconds=10000", "PiiGuard:Callers:tester:Tier=Agent", "PiiGuard:Callers:tester:ApiKeySha256=" + TestHost.KeyHash,
    ];

    private async Task StartAsync(params string[] settings)
    {
        _gateway = new(_folder.Path, [.. Settings(), .. settings]);
        _gateway.Start();
        await _gateway.UntilUpAsync(TestContext.Current.CancellationToken);
    }

    private async Task<int> AskAsync(string ids, string path = "customers")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/{path}/{ids}") { Headers = { { "X-Api-Key", TestHost.Key } } };
        using var answer = await _gateway!.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private Task<(int Code, string Output)> LedgerAsync(params string[] args) => RunAsync("piiguard.dll", ["ledger", .. args, "--sqlite", "piiguard.db", "--key", _folder.Write("key", Digest)]);

    private async Task<(int Code, string Output)> RunAsync(string assembly, string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. args])
        {
            WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
