using CarrierApi;
using CarrierGateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace PiiGuard.FunctionalTests;

/// <summary>The samples as they are: the carrier's API and the gateway in front of it.</summary>
internal sealed class CarrierHosts : IAsyncDisposable
{
    private readonly WebApplication _api;
    private readonly WebApplication _gateway;

    private CarrierHosts(WebApplication api, WebApplication gateway)
    {
        _api = api;
        _gateway = gateway;
        Api = new() { BaseAddress = TestHost.Address(api) };
        Gateway = new() { BaseAddress = TestHost.Address(gateway) };
    }

    public HttpClient Api { get; }

    public HttpClient Gateway { get; }

    public static async Task<CarrierHosts> StartAsync(params string[] settings)
    {
        string[] common = ["--Urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None", "--Logging:LogLevel:Microsoft.AspNetCore", "None", "--Logging:LogLevel:Yarp", "None"];
        var api = CarrierApiApp.Build(common);
        await api.StartAsync();
        var gateway = CarrierGatewayApp.Build([.. common, "--ReverseProxy:Clusters:carrier-api:Destinations:only:Address", TestHost.Address(api).ToString(), "--PiiGuard:Tiers:SupportAgent:Detection:Mode", "Off", "--PiiGuard:Tiers:Partner:Detection:Mode", "Off", .. settings]);
        await gateway.StartAsync();
        return new(api, gateway);
    }

    public async Task<HttpResponseMessage> GetAsync(string path, string? apiKey = null, string? customer = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (apiKey is not null)
        {
            request.Headers.Add("X-Api-Key", "sample-key-of-" + apiKey);
        }

        if (customer is not null)
        {
            var options = _gateway.Configuration.GetSection("SelfCareTokens").Get<SelfCareTokenOptions>()!;
            request.Headers.Authorization = new("Bearer", SelfCareTokenIssuer.Issue(options, customer, TimeProvider.System.GetUtcNow()));
        }

        return await Gateway.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Gateway.Dispose();
        await _gateway.DisposeAsync();
        await _api.DisposeAsync();
    }
}
