using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PiiGuard.Gateway;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Callers;
using PiiGuard.Gateway.Detection;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Responses;
using PiiGuard.Gateway.Telemetry;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds PiiGuard to the services of an application.</summary>
public static class PiiGuardServiceCollectionExtensions
{
    /// <summary>
    /// Adds the services behind <c>UsePiiGuard</c>. The section is read when the application starts; with a mistake in it the
    /// application does not start (<see cref="InvalidPolicyException"/>).
    /// </summary>
    /// <param name="services">Services of the application.</param>
    /// <param name="configuration">The whole configuration; PiiGuard reads its section <c>PiiGuard</c> (<c>docs/gateway.md</c>) and follows its reloads.</param>
    public static IServiceCollection AddPiiGuard(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Admission>();
        services.TryAddSingleton(BudgetStores.Open);
        services.TryAddSingleton<Detector>();
        services.TryAddSingleton<CallerGuard>();
        services.TryAddSingleton<GatewayMetrics>();
        services.TryAddSingleton<RedactorPool>();
        services.TryAddSingleton(provider => new PolicySource(
            configuration.GetSection("PiiGuard"),
            provider.GetRequiredService<IHostEnvironment>(),
            provider.GetRequiredService<ILogger<PolicySource>>()));
        services.TryAddSingleton(provider => new PiiGuardOperator(
            provider.GetRequiredService<Detector>(), provider.GetRequiredService<IBudgetStore>(), provider.GetRequiredService<ILogger<PiiGuardOperator>>()));
        services.TryAddSingleton(provider => new PiiGuardPolicy(provider.GetRequiredService<PolicySource>()));
        return services;
    }
}
