using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PiiGuard.Gateway.Policies;

namespace PiiGuard.FunctionalTests;

/// <summary>What the middleware does beside the body: callers, limits, configuration, logs.</summary>
public sealed class GuardingTests
{
    [Fact]
    public async Task Response_leaves_a_log_entry_without_values()
    {
        var logs = new CapturedLogs();
        await using var app = await TestHost.StartGuardedAsync(
            LiarUpstream.Json("""[{"customerId":"C-secret-1","email":"a@b","firstName":"Ada"},{"customerId":"C-secret-2","email":"c@d"}]"""),
            logs,
            ("Tiers:Closed:Categories:PersonName", "Reveal"));

        await RawHttp.GetAsync(TestHost.Address(app), "/customers/C-secret-1");

        var entry = await logs.SingleResponseAsync();
        Assert.Equal("delivered", entry["Outcome"]);
        Assert.Equal("tester", entry["Caller"]);
        Assert.Equal("Closed", entry["Tier"]);
        Assert.Equal("PersonName:1", entry["Revealed"]);
        Assert.Equal("EmailAddress:2", entry["Withheld"]);
        Assert.Equal(2, entry["Records"]);
        Assert.Equal(2, entry["NewSubjects"]);
        Assert.DoesNotContain(logs.All.Where(l => l.Event.Name == "Response"), l => l.Text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reason_of_a_field_is_told_once_without_its_name()
    {
        var logs = new CapturedLogs();
        await using var app = await TestHost.StartGuardedAsync(LiarUpstream.Json("""{"blofeldsEmail":"a@b"}"""), logs);

        await RawHttp.GetAsync(TestHost.Address(app), "/");
        await RawHttp.GetAsync(TestHost.Address(app), "/");

        var reason = Assert.Single(logs.All, l => l.Event.Name == "FieldFound").Text;
        Assert.StartsWith("A field of unknown is EmailAddress: 'email' is EmailAddress wherever it stands", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("blofeld", reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Own_lexicon_is_used_and_its_mistakes_keep_the_gateway_from_starting()
    {
        using var folder = new TestUtilities.TemporaryFolder();
        var lexicon = folder.Write("own.txt", "[AccountNumber]\nalways: loyalty badge\n[words]\nnone: email\n");
        await using var app = await TestHost.StartGuardedAsync(LiarUpstream.Json("""{"loyaltyBadge":"B1","email":"a@b"}"""), new CapturedLogs(), ("LexiconFiles:0", lexicon));

        Assert.EndsWith("""{"email":"a@b"}""", Encoding.UTF8.GetString(await RawHttp.GetAsync(TestHost.Address(app), "/")), StringComparison.Ordinal);

        var bad = folder.Write("bad.txt", "[AccountNumber]\nsometimes: x\n");
        var error = await Assert.ThrowsAsync<InvalidPolicyException>(() => TestHost.StartGuardedAsync(LiarUpstream.Json("{}"), new CapturedLogs(), ("LexiconFiles:0", bad)));
        Assert.Contains("bad.txt(2): unknown kind 'sometimes'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Route_of_the_contract_names_the_entry_and_its_paths_are_redacted()
    {
        using var folder = new TestUtilities.TemporaryFolder();
        var contract = folder.Write("PiiExposure.txt", "GET /people/{id} | rows[].c1 | EmailAddress | Partners write to their customers.\n");
        var logs = new CapturedLogs();
        await using var app = await TestHost.StartGuardedAsync(LiarUpstream.Json("""{"rows":[{"c1":"canary-7f3a91@leak.example","c2":1}]}"""), logs, ("ContractFiles:0", contract));

        var answer = await RawHttp.GetAsync(TestHost.Address(app), "/people/17");

        Canary.AssertAbsent(answer);
        Assert.EndsWith("""{"rows":[{"c2":1}]}""", Encoding.UTF8.GetString(answer), StringComparison.Ordinal);
        Assert.Equal("GET /people/{id}", (await logs.SingleResponseAsync())["Route"]);
    }

    [Fact]
    public async Task Large_response_is_streamed_record_by_record_within_the_budget()
    {
        var logs = new CapturedLogs();
        await using var app = await TestHost.StartGuardedAsync(
            async context =>
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{\"customers\":[");
                for (var i = 0; i < 5_000; i++)
                {
                    await Task.Delay(i % 200 == 199 ? 10 : 0); // so that what is sent is out before the end
                    await context.Response.WriteAsync($$"""{{(i == 0 ? "" : ",")}}{"customerId":"C{{i}}","firstName":"N{{i}}"}""");
                }

                await context.Response.WriteAsync("]}");
            },
            logs,
            ("Limits:HoldBytes", "4096"),
            ("Tiers:Closed:Default", "Reveal"));

        var answer = Encoding.UTF8.GetString(await RawHttp.GetAsync(TestHost.Address(app), "/"));

        // 1,000 subjects are the limit: what is out is no more than that, and the answer does not look complete.
        Assert.InRange(answer.Split("\"customerId\"").Length - 1, 100, 1_000);
        Assert.False(answer.EndsWith("0\r\n\r\n", StringComparison.Ordinal));
        var entry = await logs.SingleResponseAsync();
        Assert.Equal("subject-budget-exceeded", entry["Outcome"]);
        Assert.InRange((int)entry["NewSubjects"]!, 900, 1_000);
    }

    [Fact]
    public async Task Sixty_four_connections_racing_for_the_last_subjects_get_exactly_those()
    {
        await using var app = await TestHost.StartGuardedAsync(
            context => LiarUpstream.Json($$"""{"customerId":"{{context.Request.Path.Value![1..]}}"}""")(context), new CapturedLogs(), ("Tiers:Closed:Subjects:0", "10/day"));
        using var http = new HttpClient { BaseAddress = TestHost.Address(app) };
        http.DefaultRequestHeaders.Add("X-Api-Key", TestHost.Key);

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => http.GetAsync("/C" + i)));

        Assert.Equal(10, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.Equal(54, answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Requests_above_the_rate_are_refused_before_the_application_sees_them()
    {
        var seen = 0;
        await using var app = await TestHost.StartGuardedAsync(
            context =>
            {
                Interlocked.Increment(ref seen);
                return LiarUpstream.Json("{}")(context);
            },
            new CapturedLogs(),
            ("Tiers:Closed:Requests:0", "1/s burst 3"));
        using var http = new HttpClient { BaseAddress = TestHost.Address(app) };
        http.DefaultRequestHeaders.Add("X-Api-Key", TestHost.Key);

        List<HttpStatusCode> statuses = [];
        for (var i = 0; i < 6; i++)
        {
            using var answer = await http.GetAsync("/");
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, statuses[2]);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.Equal(statuses.Count(s => s == HttpStatusCode.OK), seen);
    }

    [Theory]
    [InlineData("X-Api-Key: test-key", "X-Api-Key: test-key")]
    [InlineData("X-Api-Key: wrong", "x-api-key: test-key")]
    public async Task Key_that_stands_there_twice_is_refused(string first, string second)
    {
        await using var app = await TestHost.StartGuardedAsync(LiarUpstream.Json("{}"), new CapturedLogs());

        Assert.Equal(401, RawHttp.Status(await RawHttp.SendAsync(TestHost.Address(app), "GET / HTTP/1.1", first, second)));
    }

    [Fact]
    public async Task Head_tells_nothing_of_the_body()
    {
        await using var app = await TestHost.StartGuardedAsync(LiarUpstream.Json("""{"email":"canary-7f3a91@leak.example"}"""), new CapturedLogs());

        var answer = Encoding.UTF8.GetString(await RawHttp.SendAsync(TestHost.Address(app), "HEAD / HTTP/1.1", $"X-Api-Key: {TestHost.Key}"));

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Length: 38", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_changes_the_policy_and_a_bad_one_changes_nothing()
    {
        var logs = new CapturedLogs();
        await using var app = await TestHost.StartGuardedAsync(LiarUpstream.Json("""{"customerId":"C1","email":"a@b.example"}"""), logs);
        var configuration = app.Services.GetRequiredService<IConfiguration>();
        async Task<string> Body() => Encoding.UTF8.GetString(await RawHttp.GetAsync(TestHost.Address(app), "/"));

        Assert.DoesNotContain("a@b.example", await Body(), StringComparison.Ordinal);

        configuration["PiiGuard:Tiers:Closed:Categories:EmailAddress"] = "Reveal";
        ((IConfigurationRoot)configuration).Reload();
        Assert.Contains("a@b.example", await Body(), StringComparison.Ordinal);

        configuration["PiiGuard:Tiers:Closed:Default"] = "Revel";
        configuration["PiiGuard:Tiers:Closed:Categories:EmailAddress"] = "Remove";
        ((IConfigurationRoot)configuration).Reload();
        Assert.Contains("a@b.example", await Body(), StringComparison.Ordinal);
        Assert.Contains(logs.All, l => l.Text.Contains("PiiGuard:Tiers:Closed:Default: 'Revel' is not one of", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("PiiGuard:Tiers:Closed:Subjects:1", "9/90 days", "a subject budget over '90 days' is longer than any at the start and needs a restart")]
    [InlineData("PiiGuard:Store:DeadlineMilliseconds", "9", "PiiGuard:Store: cannot change while running")]
    public async Task Reload_that_the_store_could_not_follow_is_refused(string key, string value, string says)
    {
        using var folder = new PiiGuard.TestUtilities.TemporaryFolder();
        var logs = new CapturedLogs();
        await using var app = await TestHost.StartGuardedAsync(
            LiarUpstream.Json("""{"customerId":"C1"}"""), logs,
            ("DigestKey", Convert.ToBase64String(new byte[32])), ("Store:Kind", "Sqlite"), ("Store:File", Path.Combine(folder.Path, "piiguard.db")));
        var configuration = app.Services.GetRequiredService<IConfiguration>();
        configuration[key] = value;
        ((IConfigurationRoot)configuration).Reload();
        Assert.Contains(logs.All, l => l.Text.Contains(says, StringComparison.Ordinal));
        configuration[key] = null;
        configuration["PiiGuard:Tiers:Closed:Subjects:1"] = "9/hour";
        ((IConfigurationRoot)configuration).Reload();
        Assert.Contains(logs.All, l => l.Event.Name == "Reloaded");
    }

    [Fact]
    public async Task Application_with_a_bad_policy_does_not_start()
    {
        var error = await Assert.ThrowsAsync<InvalidPolicyException>(() => TestHost.StartGuardedAsync(
            LiarUpstream.Json("{}"), new CapturedLogs(), ("Tiers:Closed:Categories:BirthDat", "Mask"), ("Callers:tester:Tier", "Close")));

        Assert.Equal(2, error.Mistakes.Count);
        Assert.Contains("did you mean BirthDate?", error.Message, StringComparison.Ordinal);
        Assert.Contains("there is no tier 'Close'; did you mean Closed?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pipeline_without_the_services_says_what_is_missing()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        Assert.Contains("AddPiiGuard", Assert.Throws<InvalidOperationException>(() => app.UsePiiGuard()).Message, StringComparison.Ordinal);
    }
}
