using PiiGuard.Gateway.Policies;

namespace PiiGuard.Gateway.Host;

/// <summary>The runnable gateway: configuration only, no code to write.</summary>
internal static class GatewayHost
{
    public static async Task RunAsync(string[] args)
    {
        var builder = NewBuilder(args);
        var settings = OperatorSettings.Read(builder.Configuration.GetSection("Operator"));
        if (settings is not null)
        {
            // What is set as one list replaces that of the framework.
            builder.WebHost.UseUrls([.. Urls(builder.Configuration), settings.Url.ToString()]);
        }

        await using var app = Build(builder, settings);
        await app.StartAsync();
        if (settings is not null)
        {
            RequireOwnAddress(app, settings.Url);
        }

        await app.WaitForShutdownAsync();
    }

    private static WebApplication Build(WebApplicationBuilder builder, OperatorSettings? settings)
    {
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
        builder.Services.AddPiiGuardSqlite().AddPiiGuardPostgreSql().AddPiiGuard(builder.Configuration);
        var app = builder.Build();
        if (settings is not null)
        {
            app.MapWhen(context => context.Connection.LocalPort == settings.Url.Port, branch => branch.Run(new OperatorApi(settings).HandleAsync));
        }

        app.UsePiiGuard();
        app.MapReverseProxy();
        return app;
    }

    /// <summary>What the configuration amounts to.</summary>
    /// <exception cref="InvalidPolicyException">It has mistakes.</exception>
    public static string Check(string[] args)
    {
        var builder = NewBuilder(args);
        _ = OperatorSettings.Read(builder.Configuration.GetSection("Operator"));
        builder.Logging.ClearProviders();
        builder.Services.AddPiiGuard(builder.Configuration);
        using var app = builder.Build();
        return $"The configuration is right. The most customers that can be taken:{Environment.NewLine}{app.Services.GetRequiredService<PiiGuardPolicy>().BlastRadius}";
    }

    /// <summary>Where the gateway listens by the settings of ASP.NET Core.</summary>
    private static string[] Urls(IConfiguration configuration)
    {
        if (configuration["urls"] is { Length: > 0 } urls)
        {
            return urls.Split(';');
        }

        string[] ports =
        [
            .. (configuration["http_ports"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => "http://*:" + p),
            .. (configuration["https_ports"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => "https://*:" + p),
        ];
        return ports.Length > 0 ? ports : ["http://127.0.0.1:5000"];
    }

    /// <summary>Who asks on the port of the operators is one of them: nothing else may be bound to it, and it has to be bound.</summary>
    private static void RequireOwnAddress(WebApplication app, Uri url)
    {
        var onPort = app.Urls.Select(BindingAddress.Parse).Where(a => a.Port == url.Port).ToList();
        if (onPort.Count != 1 || !onPort[0].Host.Equals(url.Host, StringComparison.OrdinalIgnoreCase))
        {
            throw new OperatorSettingsException(
                $"Operator:Url: '{url}' is not an address of its own: the gateway is bound to {string.Join(" and ", app.Urls)}. It needs another port, and with Kestrel:Endpoints an endpoint there.");
        }
    }

    private static WebApplicationBuilder NewBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = Directory.GetCurrentDirectory() });
        using var defaults = typeof(GatewayHost).Assembly.GetManifestResourceStream("defaults.json")!;
        var memory = new MemoryStream();
        defaults.CopyTo(memory);
        memory.Position = 0;
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Json.JsonStreamConfigurationSource { Stream = memory });
        if ("Sqlite".Equals(builder.Configuration["PiiGuard:Store:Kind"], StringComparison.OrdinalIgnoreCase) && builder.Configuration["PiiGuard:Store:File"] is null)
        {
            builder.Configuration["PiiGuard:Store:File"] = "piiguard.db";
        }

        return builder;
    }
}
