namespace CarrierGateway;

/// <summary>YARP in front of the carrier's API, with PiiGuard in its pipeline. All policy is in appsettings.json.</summary>
public static class CarrierGatewayApp
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
        builder.Services.AddPiiGuard(builder.Configuration);
        builder.Services.AddAuthentication(SelfCareTokens.SchemeName).AddScheme<SelfCareTokenOptions, SelfCareTokens>(
            SelfCareTokens.SchemeName, options => builder.Configuration.GetSection("SelfCareTokens").Bind(options));

        var app = builder.Build();
        app.UseAuthentication();
        app.UsePiiGuard();
        app.MapReverseProxy();
        return app;
    }
}
