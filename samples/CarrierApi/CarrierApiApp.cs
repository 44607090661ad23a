using CarrierApi.Data;
using CarrierApi.Endpoints;

namespace CarrierApi;

/// <summary>A carrier's customer API, shaped like TM Forum's. It has no protection of its own: that is the gateway's part.</summary>
public static class CarrierApiApp
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<CustomerDirectory>();
        builder.Services.AddControllers().AddApplicationPart(typeof(CarrierApiApp).Assembly);

        var app = builder.Build();
        app.MapControllers();
        app.MapLines();
        app.MapGet("/health", () => new { status = "ok" });
        return app;
    }
}
