using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the SQLite store to the services of an application.</summary>
public static class PiiGuardSqliteExtensions
{
    /// <summary>
    /// Makes <c>PiiGuard:Store:Kind</c> <c>Sqlite</c> available: subject budgets and ledger in the file that <c>PiiGuard:Store:File</c>
    /// names, which one gateway has for itself. It is created when it is not there.
    /// </summary>
    public static IServiceCollection AddPiiGuardSqlite(this IServiceCollection services) => services.AddSingleton(new StoreProvider(
        StoreKind.Sqlite,
        (policy, _, time, logger) => new JournaledBudgetStore(SqliteJournal.Open(policy.Store.File, policy.DigestKey.Span, time, logger), policy.Store, policy.LongestWindow, time, logger)));
}
