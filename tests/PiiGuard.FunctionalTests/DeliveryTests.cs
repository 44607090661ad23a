using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PiiGuard.FunctionalTests;

/// <summary>How answers are delivered: packed, in time, as streams, with validators, with headers that were looked at.</summary>
public sealed class DeliveryTests
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task Packed_answer_of_many_pieces_arrives_whole(string coding)
    {
        var body = "[" + string.Join(",", Enumerable.Range(0, 20_000).Select(i => $$"""{"id":{{i}},"email":"{{Canary.Value}}","status":"{{i * 7919}}"}""")) + "]";
        var packed = coding switch
        {
            "gzip" => Compression.Gzip(Encoding.UTF8.GetBytes(body)),
            "br" => Compression.Brotli(Encoding.UTF8.GetBytes(body)),
            _ => Compression.Zstd(Encoding.UTF8.GetBytes(body)),
        };
        await using var app = await TestHost.StartGuardedAsync(
            async context =>
            {
                Assert.Equal("gzip, br, zstd, deflate", context.Request.Headers.AcceptEncoding);
                context.Response.ContentType = "application/json";
                context.Response.Headers.ContentEncoding = coding;
                for (var at = 0; at < packed.Length; at += 777)
                {
                    await context.Response.Body.WriteAsync(packed.AsMemory(at, Math.Min(777, packed.Length - at)));
                }
            },
            new CapturedLogs(),
            ("Limits:HoldBytes", "65536"));
        using var client = Client(app);

        using var answer = await client.GetAsync("/");

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.Equal(body.Replace($",\"email\":\"{Canary.Value}\"", "", StringComparison.Ordinal), text);
    }

    [Fact]
    public async Task Answer_that_unpacks_to_far_more_than_its_size_is_refused()
    {
        var bomb = Compression.Gzip(Encoding.ASCII.GetBytes("[" + string.Join(",", Enumerable.Repeat("true", 8_000_000)) + "]"));
        await using var app = await TestHost.StartGuardedAsync(
            async context =>
            {
                context.Response.ContentType = "application/json";
                context.Response.Headers.ContentEncoding = "gzip";
                await context.Response.Body.WriteAsync(bomb);
            },
            new CapturedLogs(),
            ("Limits:HoldBytes", "33554432"),
            ("Limits:MaxCompressionRatio", "50"));
        using var client = Client(app);

        using var answer = await client.GetAsync("/");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains("body-inflated", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upstream_without_a_first_byte_in_time_is_a_gateway_timeout()
    {
        var logs = new CapturedLogs();
        await using var upstream = await TestHost.StartPlainAsync(async context => await Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var gateway = await TestHost.StartGatewayAsync(TestHost.Address(upstream), logs, ("Limits:FirstByte", "00:00:01"));
        using var client = Client(gateway);

        using var answer = await client.GetAsync("/");

        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Contains("\"too-slow\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("too-slow", (await logs.SingleResponseAsync())["Outcome"]);
    }

    [Fact]
    public async Task Upstream_that_drips_is_cut_off()
    {
        var logs = new CapturedLogs();
        await using var upstream = await TestHost.StartPlainAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("[");
            while (true)
            {
                await context.Response.WriteAsync($"\"{Canary.Value}\",", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(50, context.RequestAborted);
            }
        });
        await using var gateway = await TestHost.StartGatewayAsync(TestHost.Address(upstream), logs, ("Limits:LastByte", "00:00:01"));

        var answer = await RawHttp.GetAsync(TestHost.Address(gateway), "/");

        Canary.AssertAbsent(answer);
        Assert.Equal(504, RawHttp.Status(answer));
        Assert.Equal("too-slow", (await logs.SingleResponseAsync())["Outcome"]);
    }

    [Fact]
    public async Task Events_arrive_while_the_stream_is_open()
    {
        var goOn = new TaskCompletionSource();
        await using var upstream = await TestHost.StartPlainAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync($"data: {{\"id\":1,\"email\":\"{Canary.Value}\"}}\n\n");
            await context.Response.Body.FlushAsync();
            await goOn.Task;
            await context.Response.WriteAsync("data: {\"id\":2}\n\n");
        });
        await using var gateway = await TestHost.StartGatewayAsync(TestHost.Address(upstream), new CapturedLogs());
        using var client = Client(gateway);

        using var answer = await client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("data: {\"id\":1}", await reader.ReadLineAsync());
        goOn.SetResult();
        Assert.Equal("\ndata: {\"id\":2}\n\n", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Head_of_a_stream_of_events_comes_before_the_first_event()
    {
        var goOn = new TaskCompletionSource();
        await using var app = await TestHost.StartGuardedAsync(
            async context =>
            {
                context.Response.ContentType = "text/event-stream";
                await context.Response.Body.FlushAsync();
                await goOn.Task;
                await context.Response.WriteAsync("data: {\"id\":2}\n\n");
            },
            new CapturedLogs(),
            ("Limits:FirstByte", "00:00:01"));
        using var client = Client(app);

        using var answer = await client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        await Task.Delay(1500); // longer than the first byte of any other answer may take
        goOn.SetResult();

        Assert.Equal("data: {\"id\":2}\n\n", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Validator_is_that_of_the_view()
    {
        await using var app = await TestHost.StartGuardedAsync(
            async context =>
            {
                Assert.False(context.Request.Headers.ContainsKey("If-None-Match"));
                context.Response.ContentType = "application/json";
                context.Response.Headers.ETag = "\"of-the-whole-body\"";
                await context.Response.WriteAsync($$"""{"id":1,"email":"{{Guid.NewGuid()}}@leak.example"}""");
            },
            new CapturedLogs(),
            ("ViewTags", "true"),
            ("Callers:other:Tier", "Closed"),
            ("Callers:other:ApiKeySha256", Convert.ToHexString(System.Security.Cryptography.SHA256.HashData("other"u8))));
        using var client = Client(app);
        using var other = Client(app, "other");

        using var first = await client.GetAsync("/");
        var tag = first.Headers.ETag!;
        using var again = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { IfNoneMatch = { tag } } });
        using var stranger = await other.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { IfNoneMatch = { tag } } });

        Assert.True(tag.IsWeak);
        Assert.Contains("X-Api-Key", first.Headers.Vary);
        Assert.True(first.Headers.CacheControl!.Private);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode); // what changed is what this caller does not see
        Assert.Equal(tag, again.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, stranger.StatusCode);
        Assert.NotEqual(tag, stranger.Headers.ETag);
    }

    [Theory]
    [InlineData("Location", "/orders/17?page=2", true)]
    [InlineData("Location", "/orders/17?email=x", false)]
    [InlineData("Location", "/orders/ada%40example.org", false)]
    [InlineData("Link", "</orders?page=2>; rel=\"next\"", true)]
    [InlineData("Link", "</orders?msisdn=1>; rel=\"next\"", false)]
    [InlineData("Set-Cookie", "session=abc; Path=/", true)]
    [InlineData("Set-Cookie", "customer_email=abc; Path=/", false)]
    [InlineData("X-Note", "call +4917012345678", false)]
    public async Task Checked_header_passes_when_nothing_personal_is_found_in_it(string name, string value, bool passes)
    {
        await using var app = await TestHost.StartGuardedAsync(
            context =>
            {
                context.Response.StatusCode = 201;
                context.Response.Headers[name] = value;
                return Task.CompletedTask;
            },
            new CapturedLogs(),
            ("CheckedHeaders:0", "Location"), ("CheckedHeaders:1", "Link"), ("CheckedHeaders:2", "Set-Cookie"), ("CheckedHeaders:3", "X-Note"));
        using var client = Client(app);

        using var answer = await client.GetAsync("/");

        Assert.Equal(passes ? [value] : [], answer.Headers.TryGetValues(name, out var values) ? values : []);
    }

    [Fact]
    public async Task Policy_rules_reach_the_redactor()
    {
        await using var app = await TestHost.StartGuardedAsync(
            LiarUpstream.Json("""{"phone":"+4917012345678","email":"someone@b.example","entries":{"a":1},"payload":"{\"email\":1,\"id\":2}","ref":"x"}"""),
            new CapturedLogs(),
            ("Tiers:Closed:Categories:PhoneNumber", "KeepLast(3)"),
            ("Tiers:Closed:Categories:EmailAddress", "Pseudonym"),
            ("PseudonymKey:Id", "k1"),
            ("PseudonymKey:Secret", Convert.ToBase64String(new byte[16])),
            ("KeyedBy:entries", "AccountNumber"),
            ("Names:ref", "AccountNumber"),
            ("EmbeddedJson:0", "payload"));
        using var client = Client(app);

        var text = await client.GetStringAsync("/");
        Assert.Matches("""^\{"phone":"\*\*\*678","email":"k1\.[\w-]{22}","entries":\{\},"payload":"\{\\"email\\":\\"k1\.[\w-]{22}\\",\\"id\\":2\}"\}$""", text);
    }

    private static HttpClient Client(WebApplication app, string key = TestHost.Key) =>
        new() { BaseAddress = TestHost.Address(app), DefaultRequestHeaders = { { "X-Api-Key", key } } };
}
