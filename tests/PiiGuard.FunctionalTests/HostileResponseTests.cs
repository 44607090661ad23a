using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PiiGuard.FunctionalTests;

/// <summary>An upstream lies; what it must not give away stays, behind YARP and inside an application.</summary>
public sealed class HostileResponseTests
{
    private static readonly (string, string)[] SmallLimits = [("Limits:MaxResponseBytes", "100000"), ("Limits:MaxTokenBytes", "10000")];

    public static TheoryData<string> Lies => [.. LiarUpstream.Lies.Keys];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Lie_of_an_upstream_behind_YARP_gives_nothing_away(string lie)
    {
        await using var upstream = await TestHost.StartPlainAsync(LiarUpstream.Server);
        var logs = new CapturedLogs();
        await using var gateway = await TestHost.StartGatewayAsync(TestHost.Address(upstream), logs, SmallLimits);

        await CheckAsync(gateway, logs, lie);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(null)]
    public async Task Upstream_that_breaks_off_is_said_to_have(int? announced)
    {
        await using var upstream = await TestHost.StartPlainAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = announced;
            await context.Response.WriteAsync("""{"a":1}""");
            await context.Response.Body.FlushAsync();
            await Task.Delay(300); // what is under way when a connection is reset is lost: then there is no answer at all
            context.Abort();
        });
        await using var gateway = await TestHost.StartGatewayAsync(TestHost.Address(upstream), new CapturedLogs(), SmallLimits);
        using var client = new HttpClient { BaseAddress = TestHost.Address(gateway), DefaultRequestHeaders = { { "X-Api-Key", TestHost.Key } } };
        using var answer = await client.GetAsync("/a");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains("\"broken-off\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Lie_of_the_application_itself_gives_nothing_away(string lie)
    {
        var logs = new CapturedLogs();
        await using var app = await TestHost.StartGuardedAsync(LiarUpstream.Server, logs, SmallLimits);

        await CheckAsync(app, logs, lie);
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Lie_of_an_upstream_over_HTTP2_gives_nothing_away(string lie)
    {
        await using var upstream = await TestHost.StartPlainAsync(LiarUpstream.Server, HttpProtocols.Http2);
        await using var gateway = await TestHost.StartGatewayAsync(TestHost.Address(upstream), new CapturedLogs(), HttpProtocols.Http2, SmallLimits);
        using var client = new HttpClient
        {
            BaseAddress = TestHost.Address(gateway),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            DefaultRequestHeaders = { { "X-Api-Key", TestHost.Key } },
        };

        using var answer = await client.GetAsync("/" + lie);

        Assert.Equal(HttpVersion.Version20, answer.Version);
        var body = await answer.Content.ReadAsByteArrayAsync();
        Canary.AssertAbsent(body);
        Canary.AssertAbsent(Encoding.UTF8.GetBytes($"{answer.Headers}{answer.Content.Headers}{answer.TrailingHeaders}"));
        var expected = LiarUpstream.Lies[lie].Refusal;
        Assert.Equal(expected is not null, answer.StatusCode == HttpStatusCode.BadGateway);
        Assert.Contains(expected ?? "", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    private static async Task CheckAsync(WebApplication app, CapturedLogs logs, string lie)
    {
        var answer = await RawHttp.GetAsync(TestHost.Address(app), "/" + lie, "Accept-Encoding: gzip, br", "Range: bytes=0-5");

        Canary.AssertAbsent(answer);
        var expected = LiarUpstream.Lies[lie].Refusal;
        var text = Encoding.UTF8.GetString(answer);
        if (expected is null)
        {
            Assert.False(RawHttp.Status(answer) == 502, string.Join("\n", logs.All.Select(l => l.Text)));
        }
        else
        {
            Assert.Equal(502, RawHttp.Status(answer));
            Assert.Contains($"\"code\":\"{expected}\"", text, StringComparison.Ordinal);
            Assert.Contains("application/problem+json", text, StringComparison.Ordinal);
        }

        Assert.True((expected ?? "delivered") == (string?)(await logs.SingleResponseAsync())["Outcome"]?.ToString(), string.Join("\n", logs.All.Select(l => l.Text)));
        Assert.DoesNotContain(logs.All, e => e.Text.Contains("canary", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Upgrade_is_refused()
    {
        var logs = new CapturedLogs();
        await using var upstream = await TestHost.StartPlainAsync(LiarUpstream.Server);
        await using var gateway = await TestHost.StartGatewayAsync(TestHost.Address(upstream), logs);

        var answer = await RawHttp.GetAsync(
            TestHost.Address(gateway), "/plain-json", "Connection: Upgrade, close", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

        Assert.Equal(400, RawHttp.Status(answer));
        Assert.Contains("upgrade-not-allowed", Encoding.UTF8.GetString(answer), StringComparison.Ordinal);
    }

    /// <summary>Over HTTP/2 a WebSocket is an extended CONNECT (RFC 8441), which the server offers to whoever asks.</summary>
    [Fact]
    public async Task Upgrade_is_refused_over_HTTP2()
    {
        var logs = new CapturedLogs();
        await using var upstream = await TestHost.StartPlainAsync(LiarUpstream.Server, HttpProtocols.Http2);
        await using var gateway = await TestHost.StartGatewayAsync(TestHost.Address(upstream), logs, HttpProtocols.Http2, SmallLimits);
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.CollectHttpResponseDetails = true;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(TestHost.Address(gateway)) { Scheme = "ws", Path = "/plain-json" }.Uri, invoker, TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.BadRequest, socket.HttpStatusCode);
        Assert.Equal("upgrade-not-allowed", (await logs.SingleResponseAsync())["Outcome"]?.ToString());
    }

    [Theory]
    [InlineData("/health/../plain-json")]
    [InlineData("/health/%2e%2e/plain-json")]
    [InlineData("/health%2Fx")]
    [InlineData("//plain-json")]
    [InlineData("/plain-json;a=b")]
    [InlineData("/%2568ealth")]
    [InlineData("/health\\..\\plain-json")]
    public async Task Path_with_two_readings_is_refused(string path)
    {
        var logs = new CapturedLogs();
        await using var app = await TestHost.StartGuardedAsync(LiarUpstream.Json("{}"), logs);

        var answer = await RawHttp.GetAsync(TestHost.Address(app), path);

        Assert.Equal(400, RawHttp.Status(answer));
    }

    [Fact]
    public async Task Failure_after_bytes_are_out_aborts_the_connection()
    {
        var logs = new CapturedLogs();
        await using var app = await TestHost.StartGuardedAsync(
            async context =>
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("[");
                for (var i = 0; i < 200; i++)
                {
                    await context.Response.WriteAsync($$"""{"customerId":"C{{i % 5}}","email":"{{Canary.Value}}","status":"fine"},""");
                }

                await Task.Delay(300); // so that the first bytes are through
                await context.Response.WriteAsync($"nonsense \"{Canary.Value}\"");
            },
            logs,
            ("Limits:HoldBytes", "1024"));

        var answer = await RawHttp.GetAsync(TestHost.Address(app), "/");

        Canary.AssertAbsent(answer);
        Assert.Equal(200, RawHttp.Status(answer));
        Assert.Contains("\"status\":\"fine\"", Encoding.UTF8.GetString(answer), StringComparison.Ordinal);
        Assert.False(Encoding.UTF8.GetString(answer).EndsWith("0\r\n\r\n", StringComparison.Ordinal), "A broken answer must not look complete.");
        Assert.Equal("body-malformed", (await logs.SingleResponseAsync())["Outcome"]);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n2\r\n{}\r\n0\r\nX-T: canary-7f3a91@leak.example\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}canary-7f3a91@leak.example", 200)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"note\":\"canary-7f3a91@leak.example\"}", 502)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Type: text/html\r\nContent-Length: 37\r\n\r\n{\"note\":\"canary-7f3a91@leak.example\"}", 502)]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: canary-7f3a91@leak.example\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", 200)]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\ncanary-7f3a91@leak.example", 502)]
    [InlineData("HTTP/1.1 canary-7f3a91@leak.example\r\n\r\n", 502)]
    public async Task Bytes_of_an_upstream_that_no_server_would_send_give_nothing_away(string bytes, int status)
    {
        using var upstream = new RawUpstream(bytes);
        await using var gateway = await TestHost.StartGatewayAsync(upstream.Address, new CapturedLogs());

        var answer = await RawHttp.GetAsync(TestHost.Address(gateway), "/");

        Canary.AssertAbsent(answer);
        Assert.Equal(status, RawHttp.Status(answer));
    }

    [Fact]
    public async Task Headers_that_change_while_the_body_is_held_are_looked_at_again()
    {
        var logs = new CapturedLogs();
        await using var app = await TestHost.StartGuardedAsync(
            async context =>
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{\"note\":\"x\"}");
                context.Response.ContentType = "text/html";
            },
            logs);

        var answer = await RawHttp.GetAsync(TestHost.Address(app), "/");

        Assert.Equal(502, RawHttp.Status(answer));
        Assert.Equal("media-type-not-verifiable", (await logs.SingleResponseAsync())["Outcome"]);
    }

    [Fact]
    public async Task Upstream_that_breaks_off_is_no_complete_answer()
    {
        var logs = new CapturedLogs();
        await using var upstream = await TestHost.StartPlainAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($"[{{\"status\":\"{Canary.Value}\"}}");
            await context.Response.Body.FlushAsync();
            await Task.Delay(200); // so that the first bytes are through
            context.Abort();
        });
        await using var gateway = await TestHost.StartGatewayAsync(TestHost.Address(upstream), logs);

        var answer = await RawHttp.GetAsync(TestHost.Address(gateway), "/");

        Canary.AssertAbsent(answer);
        Assert.Equal(502, RawHttp.Status(answer));
        Assert.NotEqual("delivered", (await logs.SingleResponseAsync())["Outcome"]);
    }

    [Fact]
    public async Task Exception_of_the_application_says_nothing()
    {
        var logs = new CapturedLogs();
        await using var app = await TestHost.StartGuardedAsync(_ => throw new InvalidOperationException("no such customer: " + Canary.Value), logs);

        var answer = await RawHttp.GetAsync(TestHost.Address(app), "/");

        Canary.AssertAbsent(answer);
        Assert.Equal(500, RawHttp.Status(answer));
        Assert.Contains(logs.All, e => e.Text.Contains("System.InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.All, e => e.Text.Contains("canary", StringComparison.OrdinalIgnoreCase));
    }
}
