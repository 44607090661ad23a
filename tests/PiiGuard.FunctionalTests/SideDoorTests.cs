using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PiiGuard.FunctionalTests;

/// <summary>Ways to the caller that do not lead through the response body, and callers that steer what is guarded.</summary>
public sealed class SideDoorTests
{
    public static TheoryData<string> Doors => [.. Applications.Keys];

    private static readonly Dictionary<string, RequestDelegate> Applications = new()
    {
        ["old body feature"] = async c =>
        {
#pragma warning disable CS0618 // that it is obsolete does not keep anybody from using it
            await c.Features.GetRequiredFeature<IHttpResponseFeature>().Body.WriteAsync(Encoding.UTF8.GetBytes(Canary.Value));
#pragma warning restore CS0618
        },
        ["callback that writes"] = c =>
        {
            c.Response.OnStarting(() => c.Response.WriteAsync(Canary.Value));
            return Task.CompletedTask;
        },
        ["callback that writes into a refusal"] = c =>
        {
            c.Response.OnStarting(() => c.Response.WriteAsync(Canary.Value));
            return LiarUpstream.Json(Canary.Value, type: "text/html")(c);
        },
        ["callback that writes, then a failure"] = c =>
        {
            c.Response.OnStarting(() => c.Response.WriteAsync(Canary.Value));
            throw new InvalidOperationException(Canary.Value);
        },
        ["callback that changes the head"] = c =>
        {
            c.Response.OnStarting(() =>
            {
                c.Response.ContentType = "text/html; x=" + Canary.Value;
                c.Response.Headers["X-Late"] = Canary.Value;
                return Task.CompletedTask;
            });
            return LiarUpstream.Json("{}")(c);
        },
        ["callback that changes the head of a refusal"] = c =>
        {
            c.Response.OnStarting(() =>
            {
                c.Response.ContentType = "text/html; x=" + Canary.Value;
                c.Response.Headers["X-Late"] = Canary.Value;
                return Task.CompletedTask;
            });
            return LiarUpstream.Json("{}", type: "text/html")(c);
        },
        ["content type with parameters"] = LiarUpstream.Json("{}", type: $"application/json; profile=\"{Canary.Value}\""),
        ["listed headers"] = async c =>
        {
            foreach (var name in new[] { "WWW-Authenticate", "Server", "Vary", "Allow", "Alt-Svc", "Retry-After", "Deprecation", "Content-Language", "Access-Control-Allow-Origin", "Date" })
            {
                c.Response.Headers[name] = "Bearer " + Canary.Value;
            }

            await LiarUpstream.Json("{}", 401)(c);
        },
        ["file"] = async c =>
        {
            var file = Path.GetTempFileName();
            await File.WriteAllTextAsync(file, $$"""{"email":"{{Canary.Value}}"}""");
            c.Response.ContentType = "application/json";
            await c.Response.SendFileAsync(file);
            File.Delete(file);
        },
        ["writer without flush"] = c =>
        {
            c.Response.ContentType = "application/json";
            Encoding.UTF8.GetBytes($$"""{"email":"{{Canary.Value}}"}""", c.Response.BodyWriter);
            return Task.CompletedTask;
        },
        ["name of very many words"] = LiarUpstream.Json($$"""{"{{string.Concat(Enumerable.Repeat("a1", 60))}}Email":"{{Canary.Value}}"}"""),
        ["map keyed by person in a masked object"] = LiarUpstream.Json("{\"emails\":{\"" + Canary.Value + "\":true}}"),
    };

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Nothing_leaves_by_a_side_door(string door)
    {
        await using var app = await TestHost.StartGuardedAsync(Applications[door], new CapturedLogs());

        Canary.AssertAbsent(await RawHttp.GetAsync(TestHost.Address(app), "/"));
    }

    [Theory]
    [InlineData("/customers/17")]
    [InlineData("/customers/17/product")]
    [InlineData("/customers/17/server")]
    [InlineData("/customers/17/x.y://product")]
    public async Task Caller_cannot_talk_the_customer_away_by_the_path(string path)
    {
        await using var app = await TestHost.StartGuardedAsync(LiarUpstream.Json($$"""{"address":"{{Canary.Value}}","name":"{{Canary.Value}}"}"""), new CapturedLogs());

        Canary.AssertAbsent(await RawHttp.GetAsync(TestHost.Address(app), path));
    }

    [Theory]
    [InlineData("/people/alice")]
    [InlineData("/people")]
    public async Task Every_contract_line_that_may_apply_does(string path)
    {
        using var folder = new TestUtilities.TemporaryFolder();
        var contract = folder.Write("PiiExposure.txt", "GET /people/{id} | note | Usage | Agents read the notes.\nGET /people/{name} | c1 | EmailAddress | Agents write to them.\n");
        await using var app = await TestHost.StartGuardedAsync(LiarUpstream.Json($$"""{"c1":"{{Canary.Value}}"}"""), new CapturedLogs(), ("ContractFiles:0", contract));

        Canary.AssertAbsent(await RawHttp.GetAsync(TestHost.Address(app), path));
        Canary.AssertAbsent(await RawHttp.SendAsync(TestHost.Address(app), $"POST {path} HTTP/1.1", $"X-Api-Key: {TestHost.Key}", "X-HTTP-Method-Override: GET", "Content-Length: 0"));
    }

    [Fact]
    public async Task Large_answer_with_a_length_of_its_own_arrives_whole()
    {
        var body = "[" + string.Join(",", Enumerable.Range(0, 40_000).Select(i => $$"""{"customerId":"C{{i % 50}}","email":"a@b.example","status":"ok"}""")) + "]";
        await using var upstream = await TestHost.StartPlainAsync(LiarUpstream.Json(body));
        var logs = new CapturedLogs();
        await using var gateway = await TestHost.StartGatewayAsync(TestHost.Address(upstream), logs);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Api-Key", TestHost.Key);

        var answer = await http.GetStringAsync(TestHost.Address(gateway));

        Assert.Equal(body.Replace("\"email\":\"a@b.example\",", "", StringComparison.Ordinal), answer);
        Assert.Equal("delivered", (await logs.SingleResponseAsync())["Outcome"]);
    }

    [Fact]
    public async Task Values_of_a_list_are_charged_before_they_go()
    {
        await using var app = await TestHost.StartGuardedAsync(
            async context =>
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{\"emails\":[\"x@y\"");
                for (var i = 0; i < 5_000; i++)
                {
                    await context.Response.WriteAsync($",\"user{i}@leak.example\"");
                }

                await context.Response.WriteAsync("]}");
            },
            new CapturedLogs(),
            ("Limits:HoldBytes", "1024"),
            ("Tiers:Closed:Default", "Reveal"),
            ("Tiers:Closed:Subjects:0", "100/day"));

        Assert.InRange(Encoding.UTF8.GetString(await RawHttp.GetAsync(TestHost.Address(app), "/")).Split("@leak.example").Length - 1, 0, 100);
    }

    [Fact]
    public async Task Cut_off_answer_never_looks_complete_even_when_the_application_replaces_the_abort_token()
    {
        await using var app = await TestHost.StartGuardedAsync(
            async context =>
            {
                using var timeout = new CancellationTokenSource();
                context.RequestAborted = timeout.Token;
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("[" + string.Concat(Enumerable.Repeat("{\"status\":\"ok\"},", 500)));
                await timeout.CancelAsync();
                timeout.Token.ThrowIfCancellationRequested();
            },
            new CapturedLogs(),
            ("Limits:HoldBytes", "1024"));

        Assert.False(Encoding.UTF8.GetString(await RawHttp.GetAsync(TestHost.Address(app), "/")).EndsWith("0\r\n\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Application_that_disposes_of_the_body_has_written_it()
    {
        await using var app = await TestHost.StartGuardedAsync(
            async context =>
            {
                context.Response.ContentType = "application/json";
                await using var writer = new StreamWriter(context.Response.Body);
                await writer.WriteAsync($$"""{"email":"{{Canary.Value}}","id":"{{context.Request.Path.Value![1..]}}"}""");
            },
            new CapturedLogs());

        await Parallel.ForAsync(0, 200, async (i, _) =>
        {
            var answer = await RawHttp.GetAsync(TestHost.Address(app), $"/{i}");
            Canary.AssertAbsent(answer);
            Assert.EndsWith($"{{\"id\":\"{i}\"}}", Encoding.UTF8.GetString(answer), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Who_writes_when_the_answer_is_over_writes_into_no_other()
    {
        List<Task> late = [];
        await using var app = await TestHost.StartGuardedAsync(
            async context =>
            {
                context.Response.ContentType = "application/json";
                var body = context.Response.Body;
                await context.Response.WriteAsync("{\"id\":1}");
                lock (late)
                {
                    late.Add(Task.Run(async () =>
                    {
                        await Task.Delay(50);
                        for (var i = 0; i < 50; i++)
                        {
                            await Assert.ThrowsAnyAsync<Exception>(async () => await body.WriteAsync(Encoding.UTF8.GetBytes($"\"{Canary.Value}\"")));
                        }
                    }));
                }
            },
            new CapturedLogs());

        await Parallel.ForAsync(0, 200, async (_, _) =>
        {
            var answer = await RawHttp.GetAsync(TestHost.Address(app), "/");
            Canary.AssertAbsent(answer);
            Assert.EndsWith("{\"id\":1}", Encoding.UTF8.GetString(answer), StringComparison.Ordinal);
        });
        await Task.WhenAll(late);
    }
}
