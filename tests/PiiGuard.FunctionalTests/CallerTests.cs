using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PiiGuard.FunctionalTests;

/// <summary>Who is calling: by certificate, or by address where the policy says so.</summary>
public sealed class CallerTests
{
    [Fact]
    public async Task Client_certificate_is_a_credential()
    {
        using var server = Certificate("localhost");
        using var known = Certificate("crm");
        using var unknown = Certificate("crm");
        await using var app = await StartTlsAsync(server, known);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, known));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, unknown)); // the same name, another key
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, null, TestHost.Key));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, known, TestHost.Key)); // which of the two counts?
    }

    [Theory]
    [InlineData(null)] // the address of the connection
    [InlineData("203.0.113.7")] // nobody vouches for what the caller writes
    public async Task Address_counts_on_open_routes_and_what_callers_write_does_not(string? forwarded)
    {
        await using var app = await StartOpenAsync();
        var granted = 0;
        for (var i = 0; i < 4; i++)
        {
            granted += await GetAsync(app, "/open/C1" + i, forwarded is null ? null : forwarded + i) == HttpStatusCode.OK ? 1 : 0;
        }

        Assert.Equal(2, granted); // the tier's budget, once
    }

    [Fact]
    public async Task Trusted_proxies_name_the_caller_from_right_to_left_and_an_IPv6_network_is_one()
    {
        await using var app = await StartOpenAsync(("Anonymous:TrustedProxies:0", "127.0.0.0/8"), ("Anonymous:TrustedProxies:1", "10.0.0.0/8"));
        async Task<int> GrantedAsync(params string[] hops)
        {
            var granted = 0;
            foreach (var (hop, i) in hops.Select((h, i) => (h, i)))
            {
                granted += await GetAsync(app, "/open/C" + i, hop) == HttpStatusCode.OK ? 1 : 0;
            }

            return granted;
        }

        Assert.Equal(2, await GrantedAsync("1.1.1.1, 198.51.100.1", "2.2.2.2, 198.51.100.1", "198.51.100.1, 10.1.1.1")); // one caller, whatever it writes before
        Assert.Equal(2, await GrantedAsync("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "[2001:db8:1:2::7]:4711")); // one /64
        Assert.Equal(2, await GrantedAsync("198.51.100.2", "198.51.100.2:80", "::ffff:198.51.100.2"));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(app, "/open/C1", "nonsense"));
    }

    [Fact]
    public async Task Other_routes_need_a_credential()
    {
        await using var app = await StartOpenAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(app, "/closed/C1", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(app, "/open", null));
    }

    private static Task<WebApplication> StartOpenAsync(params (string, string)[] settings) => TestHost.StartGuardedAsync(
        context => LiarUpstream.Json($$"""{"customerId":"{{context.Request.Path.Value!.Split('/')[^1]}}","email":"a@b"}""")(context),
        new CapturedLogs(),
        [
            ("Tiers:Open:Default", "Remove"), ("Tiers:Open:Requests:0", "100/s"), ("Tiers:Open:Subjects:0", "2/day"),
            ("Anonymous:Tier", "Open"), ("Anonymous:Paths:0", "/open/{id}"), .. settings,
        ]);

    private static async Task<HttpStatusCode> GetAsync(WebApplication app, string path, string? forwarded)
    {
        using var http = new HttpClient { BaseAddress = TestHost.Address(app) };
        if (forwarded is not null)
        {
            http.DefaultRequestHeaders.Add("X-Forwarded-For", forwarded);
        }

        using var answer = await http.GetAsync(path);
        return answer.StatusCode;
    }

    private static async Task<WebApplication> StartTlsAsync(X509Certificate2 server, X509Certificate2 known)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PiiGuard:SubjectKeys:0"] = "customerId",
            ["PiiGuard:Tiers:Closed:Requests:0"] = "100/s",
            ["PiiGuard:Tiers:Closed:Subjects:0"] = "100/day",
            ["PiiGuard:Callers:crm:Tier"] = "Closed",
            ["PiiGuard:Callers:crm:CertificateSha256"] = Convert.ToHexString(SHA256.HashData(known.RawData)),
            ["PiiGuard:Callers:tester:Tier"] = "Closed",
            ["PiiGuard:Callers:tester:ApiKeySha256"] = TestHost.KeyHash,
        });
        builder.WebHost.UseKestrel(o => o.Listen(IPAddress.Loopback, 0, l => l.UseHttps(https =>
        {
            https.ServerCertificate = server;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = (_, _, _) => true; // here; a real host checks who has issued it
        })));
        builder.Logging.ClearProviders();
        builder.Services.AddPiiGuard(builder.Configuration);
        var app = builder.Build();
        app.UsePiiGuard();
        app.Run(LiarUpstream.Json("{}"));
        await app.StartAsync();
        return app;
    }

    private static async Task<HttpStatusCode> StatusAsync(WebApplication app, X509Certificate2? certificate, string? key = null)
    {
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
                ClientCertificates = certificate is null ? [] : [certificate],
                LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!,
            },
        };
        using var http = new HttpClient(handler) { BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Add("X-Api-Key", key);
        }

        using var answer = await http.GetAsync("/");
        return answer.StatusCode;
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
