using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PiiGuard.Benchmarks.Redaction;

namespace PiiGuard.Benchmarks.Proxy;

/// <summary>A host in a process of its own: an upstream that answers with pages of customers, plain YARP before it, or YARP with PiiGuard.</summary>
internal sealed class ProxyProcess : IDisposable
{
    public const string Key = "benchmark-key";

    private readonly Process _process;

    private ProxyProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>CPU time the process has used, in seconds; resolution 10 ms.</summary>
    public double CpuSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>The most memory the process has had at once, in MB.</summary>
    public double PeakMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 / 1e6;
        }
    }

    public static ProxyProcess Start(string role, Uri? upstream = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in new[] { Path.ChangeExtension(typeof(ProxyProcess).Assembly.Location, ".dll"), "host", role, upstream?.ToString() ?? "" }
            .Skip(Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? 0 : 1))
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        var address = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The process '{role}' did not start.");
        return new(process, new Uri(address));
    }

    /// <summary>What such a process does: hosts until its standard input is closed.</summary>
    public static async Task<int> HostAsync(string role, string upstream)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        if (role != "upstream")
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ReverseProxy:Routes:all:ClusterId"] = "only",
                ["ReverseProxy:Routes:all:Match:Path"] = "{**path}",
                ["ReverseProxy:Clusters:only:Destinations:only:Address"] = upstream,
                ["PiiGuard:Limits:MaxResponseBytes"] = "2000000000",
                ["PiiGuard:SubjectKeys:0"] = "customerId",
                ["PiiGuard:Tiers:All:Default"] = "Reveal",
                ["PiiGuard:Tiers:All:Requests:0"] = "1000000/s",
                ["PiiGuard:Tiers:All:Subjects:0"] = "1000000/day",
                ["PiiGuard:Callers:bench:Tier"] = "All",
                ["PiiGuard:Callers:bench:ApiKeySha256"] = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Key))),
            });
            foreach (var (category, rule) in PlanFile.ForCustomers.Categories)
            {
                builder.Configuration["PiiGuard:Tiers:All:Categories:" + category] = rule;
            }

            builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
            builder.Services.AddPiiGuard(builder.Configuration);
        }

        var app = builder.Build();
        switch (role)
        {
            case "upstream":
                var payloads = CustomerPayloads.All().ToDictionary(p => "/" + p.Name.Replace(" ", "-", StringComparison.Ordinal), p => p.Json);
                app.Run(async context =>
                {
                    context.Response.ContentType = "application/json";
                    if (context.Request.Path == "/array")
                    {
                        await WriteArrayAsync(context, payloads["/1-kB-compact"]);
                        return;
                    }

                    var body = payloads[context.Request.Path];
                    context.Response.ContentLength = body.Length;
                    await context.Response.Body.WriteAsync(body);
                });
                break;
            case "guarded":
                app.MapReverseProxy(proxy => proxy.UsePiiGuard());
                break;
            default:
                app.MapReverseProxy();
                break;
        }

        await app.StartAsync();
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }

    /// <summary>One array of as many bytes as the query asks for: <c>/array?megabytes=1000</c>.</summary>
    private static async Task WriteArrayAsync(HttpContext context, byte[] item)
    {
        var left = long.Parse(context.Request.Query["megabytes"]!, System.Globalization.CultureInfo.InvariantCulture) * 1_000_000;
        await context.Response.Body.WriteAsync("["u8.ToArray());
        byte[] block = [.. Enumerable.Repeat(item.Append((byte)','), 64).SelectMany(i => i)];
        for (; left > 0; left -= block.Length)
        {
            await context.Response.Body.WriteAsync(block);
        }

        await context.Response.Body.WriteAsync("{}]"u8.ToArray());
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
