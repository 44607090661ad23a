using CarrierApi;
using CarrierGateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BreachReplay.Http;

/// <summary>The carrier's API and its gateway, each on a free port of the loopback interface.</summary>
internal sealed class Hosts : IAsyncDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";

    private readonly WebApplication _api;
    private readonly WebApplication _gateway;

    private Hosts(WebApplication api, WebApplication gateway)
    {
        _api = api;
        _gateway = gateway;
    }

    public Uri Api => Address(_api);

    public Uri Gateway => Address(_gateway);

    public static async Task<Hosts> StartAsync(CancellationToken cancellation)
    {
        var api = CarrierApiApp.Build(["--Urls", AnyPort, "--Logging:LogLevel:Default", "Warning"]);
        await api.StartAsync(cancellation);
        var gateway = CarrierGatewayApp.Build(
        [
            "--Urls", AnyPort, "--Logging:LogLevel:Default", "Error", "--Logging:LogLevel:Microsoft.AspNetCore", "Error", "--Logging:LogLevel:Yarp", "Error",
            "--ReverseProxy:Clusters:carrier-api:Destinations:only:Address", Address(api).ToString(),

            // Here a day's work is done in seconds, which would be strange in anybody: the budgets alone are shown, detection by the second part.
            "--PiiGuard:Tiers:SupportAgent:Detection:Mode", "Off", "--PiiGuard:Tiers:Partner:Detection:Mode", "Off",
        ]);
        await gateway.StartAsync(cancellation);
        return new(api, gateway);
    }

    /// <summary>A self-care token, as the carrier's log-in service would give it to this customer.</summary>
    public string TokenFor(string customerId) => SelfCareTokenIssuer.Issue(
        _gateway.Configuration.GetSection("SelfCareTokens").Get<SelfCareTokenOptions>()!, customerId, TimeProvider.System.GetUtcNow());

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _api.DisposeAsync();
    }

    private static Uri Address(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");
}
