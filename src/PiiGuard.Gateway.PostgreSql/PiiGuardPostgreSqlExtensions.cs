using Microsoft.Extensions.Logging;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.PostgreSql;
using PiiGuard.Gateway.PostgreSql.Leases;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the PostgreSQL store to the services of an application.</summary>
public static class PiiGuardPostgreSqlExtensions
{
    /// <summary>
    /// Makes <c>PiiGuard:Store:Kind</c> <c>PostgreSql</c> available: subject budgets and ledger of all gateways in the schema
    /// <c>piiguard</c> of the database that <c>PiiGuard:Store:Connection</c> names. The schema is created when it is not there.
    /// </summary>
    public static IServiceCollection AddPiiGuardPostgreSql(this IServiceCollection services) => services.AddSingleton(new StoreProvider(
        StoreKind.PostgreSql,
        (policy, local, time, logger) => OpenAsync(policy, local, time, logger).GetAwaiter().GetResult()));

    private static async Task<IBudgetStore> OpenAsync(PolicySnapshot policy, IBudgetStore? local, TimeProvider time, ILogger logger)
    {
        if (policy.Store.Mode != StoreMode.Leased)
        {
            return await PostgreSqlStore.OpenAsync(policy.Store, policy.DigestKey, (JournaledBudgetStore?)local, time, logger);
        }

        var file = (JournaledBudgetStore)local!;
        PostgreSqlStore shared;
        try
        {
            shared = await PostgreSqlStore.OpenAsync(policy.Store, policy.DigestKey, null, time, logger);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }

        return await LeasedStore.OpenAsync(file, shared, policy.Store, time, logger);
    }
}
