using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace PiiGuard.FunctionalTests;

/// <summary>How much a caller may take, at every level, and what it is told.</summary>
public sealed class LimitTests
{
    private const string OtherKey = "other-key";

    /// <summary>Answers <c>/a/C1,C2</c> with a record for each; <c>/missing/…</c> with 404.</summary>
    private static readonly RequestDelegate Records = async context =>
    {
        var parts = context.Request.Path.Value!.Split('/');
        if (parts[1] == "missing")
        {
            context.Response.StatusCode = 404;
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("[" + string.Join(",", parts[^1].Split(',').Select(c => $$"""{"customerId":"{{c}}","email":"of-{{c}}@canary.example","sizeOfBox":"L"}""")) + "]");
    };

    [Fact]
    public async Task Head_says_what_is_left_of_the_budget()
    {
        await using var app = await StartAsync(("Tiers:Closed:Subjects:0", "3/day"), ("Tiers:Closed:Subjects:1", "9/30 days"));
        using var http = Client(app);

        using var first = await http.GetAsync("/a/C1,C2");
        using var tooMany = await http.GetAsync("/a/C3,C4");

        Assert.Equal("""
            "subjects/day";q=3;w=86400;qu="subjects", "subjects/30 days";q=9;w=2592000;qu="subjects"
            """, first.Headers.GetValues("RateLimit-Policy").Single());
        Assert.StartsWith("\"subjects/day\";r=1;t=", first.Headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
        Assert.Contains("\"subjects/30 days\";r=7;t=", first.Headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.TooManyRequests, tooMany.StatusCode);
        using var problem = JsonDocument.Parse(await tooMany.Content.ReadAsStringAsync());
        Assert.Equal("subjects/day", problem.RootElement.GetProperty("violated-policies")[0].GetString());
        Assert.Equal("Credential", problem.RootElement.GetProperty("level").GetString());
        Assert.StartsWith("\"subjects/day\";r=0;t=", tooMany.Headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
        Assert.InRange(tooMany.Headers.RetryAfter!.Delta!.Value.TotalHours, 23, 24.4);
    }

    [Theory]
    [InlineData("Tiers:Closed:PerClient:Subjects:0", "Client")]
    [InlineData("Tiers:Closed:PerOrganisation:Subjects:0", "Organisation")]
    [InlineData("Api:Subjects:0", "Api")]
    public async Task Keys_share_the_budget_of_what_they_belong_to(string setting, string level)
    {
        await using var app = await StartAsync(
            (setting, "3/day"), ("Callers:tester:Client", "crm"), ("Callers:other:Client", "crm"), ("Callers:tester:Organisation", "shop"), ("Callers:other:Organisation", "shop"));
        using var one = Client(app);
        using var other = Client(app, OtherKey);

        using var first = await one.GetAsync("/a/C1,C2");
        using var tooMany = await other.GetAsync("/a/C3,C4");
        using var known = await other.GetAsync("/a/C1,C2,C3");
        using var spent = await other.GetAsync("/a/C9");

        Assert.Equal([200, 429, 200, 429], new[] { first, tooMany, known, spent }.Select(r => (int)r.StatusCode));
        Assert.Contains($"\"level\":\"{level}\"", await tooMany.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_without_a_client_do_not_share_its_budget()
    {
        await using var app = await StartAsync(("Tiers:Closed:PerClient:Subjects:0", "2/day"));
        using var one = Client(app);
        using var other = Client(app, OtherKey);

        Assert.Equal(HttpStatusCode.OK, (await one.GetAsync("/a/C1,C2")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/a/C3,C4")).StatusCode);
    }

    [Fact]
    public async Task Surplus_of_a_page_goes_without_personal_data_where_the_route_says_so()
    {
        var logs = new CapturedLogs();
        await using var app = await StartAsync(logs, ("Tiers:Closed:Subjects:0", "2/day"), ("Tiers:Closed:Default", "Reveal"), ("SurplusPaths:0", "/a/{ids}"));
        using var http = Client(app);

        var page = await http.GetStringAsync("/a/C1,C2,C3,C4");
        var entry = await logs.SingleResponseAsync();
        using var spent = await http.GetAsync("/a/C5");
        using var elsewhere = await http.GetAsync("/b/C5,C6");

        Assert.Equal("""[{"customerId":"C1","email":"of-C1@canary.example","sizeOfBox":"L"},{"customerId":"C2","email":"of-C2@canary.example","sizeOfBox":"L"},{"customerId":"C3","sizeOfBox":"L"},{"customerId":"C4","sizeOfBox":"L"}]""", page);
        Assert.Equal("surplus-redacted", entry["Outcome"]);
        Assert.Equal(2, entry["NewSubjects"]);
        Assert.Equal(HttpStatusCode.TooManyRequests, spent.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Surplus_whose_records_cannot_be_told_apart_is_refused()
    {
        await using var app = await TestHost.StartGuardedAsync(
            LiarUpstream.Json("""[{"email":"a@canary.example"},{"email":"b@canary.example"},{"email":"c@canary.example"}]"""), new CapturedLogs(),
            ("Tiers:Closed:Subjects:0", "2/day"), ("Tiers:Closed:Default", "Reveal"), ("SurplusPaths:0", "/a"));
        using var http = Client(app);
        using var answer = await http.GetAsync("/a");

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.DoesNotContain("canary", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/missing/C{0}")]
    [InlineData("/missing?msisdn=1555{0}")]
    public async Task Asking_for_who_is_not_there_counts_too(string path)
    {
        await using var app = await StartAsync(("Tiers:Closed:Subjects:0", "2/day"), ("SubjectPaths:0", "/missing/{customerId}"), ("SubjectPaths:1", "/a/{customerId}"), ("SubjectQueries:0", "msisdn"));
        using var http = Client(app);
        List<int> statuses = [];
        foreach (var i in new[] { 1, 1, 2, 3 })
        {
            using var answer = await http.GetAsync(string.Format(CultureInfo.InvariantCulture, path, i));
            statuses.Add((int)answer.StatusCode);
        }

        Assert.Equal([404, 404, 404, 429], statuses); // who was asked for already is free
    }

    [Theory]
    [InlineData("/missing?msisdn=1,2,3")]
    [InlineData("/missing?msisdn=1&msisdn=2&msisdn=3")]
    [InlineData("/missing?msisdn[]=1&msisdn[]=2&msisdn[]=3")]
    public async Task Each_of_a_list_is_asked_for(string path)
    {
        await using var app = await StartAsync(("Tiers:Closed:Subjects:0", "2/day"), ("SubjectQueries:0", "msisdn"));
        using var http = Client(app);
        using var answer = await http.GetAsync(path);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
    }

    [Fact]
    public async Task Customer_that_is_found_is_counted_once()
    {
        await using var app = await StartAsync(("Tiers:Closed:Subjects:0", "2/day"), ("SubjectPaths:0", "/a/{customerId}"));
        using var http = Client(app);

        Assert.Equal([200, 200, 429], new[] { await http.GetAsync("/a/C1"), await http.GetAsync("/a/C2"), await http.GetAsync("/a/C3") }.Select(r => (int)r.StatusCode));
    }

    [Fact]
    public async Task No_more_requests_than_allowed_are_in_flight()
    {
        var inside = new SemaphoreSlim(0);
        var goOn = new TaskCompletionSource();
        await using var app = await TestHost.StartGuardedAsync(
            async context =>
            {
                inside.Release();
                await goOn.Task;
                await LiarUpstream.Json("{}")(context);
            },
            new CapturedLogs(), ("Tiers:Closed:Concurrency", "2"));
        using var http = Client(app);

        var (one, two) = (http.GetAsync("/1"), http.GetAsync("/2"));
        await inside.WaitAsync();
        await inside.WaitAsync();
        using var third = await http.GetAsync("/3");
        goOn.SetResult();

        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.Contains("concurrency-exceeded", await third.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal([200, 200, 200], new[] { await one, await two, await http.GetAsync("/4") }.Select(r => (int)r.StatusCode));
    }

    [Fact]
    public async Task Rates_of_several_windows_hold_together()
    {
        await using var app = await StartAsync(("Tiers:Closed:Requests:0", "1000/s"), ("Tiers:Closed:Requests:1", "3/hour"));
        using var http = Client(app);
        List<int> statuses = [];
        for (var i = 0; i < 5; i++)
        {
            using var answer = await http.GetAsync("/a/C1");
            statuses.Add((int)answer.StatusCode);
        }

        Assert.Equal([200, 200, 200, 429, 429], statuses);
    }

    [Fact]
    public async Task Caller_that_behaves_unlike_itself_gets_less_then_nothing_until_an_operator_lets_it_in_again()
    {
        var logs = new CapturedLogs();
        await using var app = await StartAsync(logs, ("Tiers:Closed:Default", "Reveal"), ("Tiers:Closed:Detection:Mode", "Enforce"));
        using var http = Client(app);
        List<string> answers = [];
        for (var i = 0; i < 40 && answers.LastOrDefault()?.Contains("caller-quarantined", StringComparison.Ordinal) != true; i++)
        {
            using var answer = await http.GetAsync($"/a/C{i * 7_919 % 1_000}");
            answers.Add(await answer.Content.ReadAsStringAsync());
        }

        Assert.Contains("#abnormal-usage-detected", answers[^1], StringComparison.Ordinal);
        Assert.Contains("@canary.example", answers[0], StringComparison.Ordinal);
        Assert.DoesNotContain("@canary.example", answers[^2], StringComparison.Ordinal); // tightened by then
        Assert.Contains(logs.All, l => l.Event.Name == "Step" && l.Text.StartsWith("Quarantine: caller tester is taken to this step, tier Closed. ", StringComparison.Ordinal));
        var people = app.Services.GetRequiredService<Gateway.PiiGuardOperator>();
        Assert.Equal("tester", Assert.Single(people.Suspects).Caller);
        await Assert.ThrowsAsync<ArgumentException>(() => people.ReleaseAsync("tester", "", "because"));
        Assert.True(await people.ReleaseAsync("tester", "olga", "It was a campaign."));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/a/C1")).StatusCode);
    }

    [Fact]
    public async Task In_the_shadow_it_is_only_said()
    {
        var logs = new CapturedLogs();
        await using var app = await StartAsync(logs);
        using var http = Client(app);
        for (var i = 0; i < 400; i++)
        {
            using var answer = await http.GetAsync($"/a/C{i}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Contains(logs.All, l => l.Event.Name == "Step" && l.Text.StartsWith("Quarantine: caller tester would be taken to this step", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Blast_radius_is_announced_at_start_and_a_service_tells_it()
    {
        var logs = new CapturedLogs();
        await using var app = await StartAsync(logs, ("Tiers:Closed:Subjects:0", "500/day"), ("Tiers:Closed:Subjects:1", "1000/30 days"));

        Assert.Contains("Closed, one credential: 500 in 1 hour, 500 in 1 day, 2,000 in 41 days", Assert.Single(logs.All, l => l.Event.Name == "BlastRadius").Text, StringComparison.Ordinal);
        Assert.Equal(4_000, app.Services.GetRequiredService<Gateway.PiiGuardPolicy>().BlastRadius.OfAll(TimeSpan.FromDays(41))); // two keys
    }

    private static Task<WebApplication> StartAsync(params (string, string)[] settings) => StartAsync(new CapturedLogs(), settings);

    private static Task<WebApplication> StartAsync(CapturedLogs logs, params (string, string)[] settings) => TestHost.StartGuardedAsync(
        Records, logs,
        [("Callers:other:Tier", "Closed"), ("Callers:other:ApiKeySha256", Convert.ToHexString(System.Security.Cryptography.SHA256.HashData("other-key"u8))), .. settings]);

    private static HttpClient Client(WebApplication app, string key = TestHost.Key)
    {
        var http = new HttpClient { BaseAddress = TestHost.Address(app) };
        http.DefaultRequestHeaders.Add("X-Api-Key", key);
        return http;
    }
}
