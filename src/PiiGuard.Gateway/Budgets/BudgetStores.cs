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

        var provider = services.GetServices<StoreProvider>().FirstOrDefault(p => p.Kind == policy.Store.Kind)
            ?? throw new StoreOpenException($"PiiGuard:Store:Kind: '{policy.Store.Kind}' needs the package PiiGuard.Gateway.{policy.Store.Kind} and services.AddPiiGuard{policy.Store.Kind}().");
        return provider.Open(policy, time, logger);
    }
}
