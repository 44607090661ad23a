using PiiGuard.Gateway.Policies;

namespace PiiGuard.Gateway.Host;

/// <summary>The runnable gateway: configuration only, no code to write.</summary>
internal static class GatewayHost
{
    public static WebApplication Build(string[] args)
    {
        var builder = NewBuilder(args);
        var settings = OperatorSettings.Read(builder.Configuration.GetSection("Operator"));
        if (settings is not null)
        {
            // Of two addresses each names its own endpoints; what is set as one list replaces that of the framework.
            builder.WebHost.UseUrls([.. (builder.Configuration["urls"] ?? "http://127.0.0.1:5000").Split(';'), settings.Url.ToString()]);
        }

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

    private static WebApplicationBuilder NewBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = Directory.GetCurrentDirectory() });
        using var defaults = typeof(GatewayHost).Assembly.GetManifestResourceStream("defaults.json")!;
        var memory = new MemoryStream();
        defaults.CopyTo(memory);
        memory.Position = 0;
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Json.JsonStreamConfigurationSource { Stream = memory });
        if (builder.Configuration["PiiGuard:Store:Kind"] is "Sqlite" && builder.Configuration["PiiGuard:Store:File"] is null)
        {
            builder.Configuration["PiiGuard:Store:File"] = "piiguard.db";
        }

        return builder;
    }
}
