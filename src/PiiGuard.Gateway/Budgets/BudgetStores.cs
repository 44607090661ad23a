using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Telemetry;

namespace PiiGuard.Gateway.Budgets;

/// <summary>Finds the store that the configuration names.</summary>
internal static class BudgetStores
{
    public static IBudgetStore Open(IServiceProvider services)
    {
        var policy = services.GetRequiredService<PolicySource>().Current;
        var time = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("PiiGuard.Gateway.Store");
        if (policy.Store.Kind == StoreKind.Memory)
        {
            logger.BudgetsInMemory();
            return new MemoryBudgetStore(time);
        }

        var provider = Provider(services, policy.Store.Kind);
        var local = policy.Store is { Kind: StoreKind.PostgreSql, File.Length: > 0 } ? Provider(services, StoreKind.Sqlite).Open(policy, null, time, logger) : null;
        return provider.Open(policy, local, time, logger);
    }

    private static StoreProvider Provider(IServiceProvider services, StoreKind kind) =>
        services.GetServices<StoreProvider>().FirstOrDefault(p => p.Kind == kind)
        ?? throw new StoreOpenException($"PiiGuard:Store:Kind: this needs the package PiiGuard.Gateway.{kind} and services.AddPiiGuard{kind}().");
}
