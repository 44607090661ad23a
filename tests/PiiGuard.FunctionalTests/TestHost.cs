using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PiiGuard.FunctionalTests;

/// <summary>Real Kestrel hosts on the loopback interface.</summary>
internal static class TestHost
{
    public const string Key = "test-key";

    /// <summary>SHA-256 of <see cref="Key"/>.</summary>
    public static string KeyHash { get; } = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Key)));

    public static Uri Address(WebApplication app) => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>An application without any protection.</summary>
    public static async Task<WebApplication> StartPlainAsync(RequestDelegate handler, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = NewBuilder(protocols: protocols);
        var app = builder.Build();
        app.Run(handler);
        await app.StartAsync();
        return app;
    }

    /// <summary>YARP in front of an address, guarded.</summary>
    public static Task<WebApplication> StartGatewayAsync(Uri upstream, CapturedLogs logs, params (string Key, string Value)[] settings) =>
        StartGatewayAsync(upstream, logs, HttpProtocols.Http1, settings);

    /// <summary>The same, with one version of HTTP on both sides of it.</summary>
    public static async Task<WebApplication> StartGatewayAsync(Uri upstream, CapturedLogs logs, HttpProtocols protocols, params (string Key, string Value)[] settings)
    {
        var builder = NewBuilder(logs, protocols);
        builder.Configuration.AddInMemoryCollection(Settings(settings).Concat(new Dictionary<string, string?>
        {
            ["ReverseProxy:Routes:all:ClusterId"] = "only",
            ["ReverseProxy:Routes:all:Match:Path"] = "{**path}",
            ["ReverseProxy:Clusters:only:Destinations:only:Address"] = upstream.ToString(),
            ["ReverseProxy:Clusters:only:HttpRequest:Version"] = protocols == HttpProtocols.Http2 ? "2" : "1.1",
            ["ReverseProxy:Clusters:only:HttpRequest:VersionPolicy"] = "RequestVersionExact",
        }));
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
        builder.Services.AddPiiGuard(builder.Configuration);
        var app = builder.Build();
        app.MapReverseProxy(proxy => proxy.UsePiiGuard());
        await app.StartAsync();
        return app;
    }

    /// <summary>An application guarded from inside.</summary>
    public static async Task<WebApplication> StartGuardedAsync(RequestDelegate handler, CapturedLogs logs, params (string Key, string Value)[] settings)
    {
        var builder = NewBuilder(logs);
        builder.Configuration.AddInMemoryCollection(Settings(settings));
        builder.Services.AddPiiGuardSqlite().AddPiiGuard(builder.Configuration);
        var app = builder.Build();
        app.UsePiiGuard();
        app.Run(handler);
        await app.StartAsync();
        return app;
    }

    private static WebApplicationBuilder NewBuilder(CapturedLogs? logs = null, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear(); // no appsettings.json of a sample
        builder.Configuration.AddInMemoryCollection();
        builder.WebHost.UseKestrel(o =>
        {
            o.AddServerHeader = false;
            o.ConfigureEndpointDefaults(e => e.Protocols = protocols);
        }).UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        if (logs is not null)
        {
            builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
        }

        return builder;
    }

    private static Dictionary<string, string?> Settings((string Key, string Value)[] overrides)
    {
        var settings = new Dictionary<string, string?>
        {
            ["PiiGuard:SubjectKeys:0"] = "customerId",
            ["PiiGuard:UnguardedPaths:0"] = "/health",
            ["PiiGuard:Tiers:Closed:Default"] = "Remove",
            ["PiiGuard:Tiers:Closed:Requests:0"] = "1000/s burst 100000",
            ["PiiGuard:Tiers:Closed:Subjects:0"] = "1000/day",
            ["PiiGuard:Callers:tester:Tier"] = "Closed",
            ["PiiGuard:Callers:tester:ApiKeySha256"] = KeyHash,
        };
        foreach (var (key, value) in overrides)
        {
            settings["PiiGuard:" + key] = value;
        }

        return settings;
    }
}
