using Microsoft.Extensions.Logging;
using PiiGuard.Gateway.Policies;

namespace PiiGuard.Gateway.Budgets;

/// <summary>Opens one kind of store; each package that brings one registers it.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Open">Opens it, with all migrations, or throws <see cref="StoreOpenException"/>. With a file of its own beside a server it gets the store in that file.</param>
internal sealed record StoreProvider(StoreKind Kind, Func<PolicySnapshot, IBudgetStore?, TimeProvider, ILogger, IBudgetStore> Open);
