using Microsoft.Extensions.Logging;
using PiiGuard.Gateway.Policies;

namespace PiiGuard.Gateway.Budgets;

/// <summary>Opens one kind of store; each package that brings one registers it.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Open">Opens it, with all migrations, or throws <see cref="StoreOpenException"/>. Where budgets are leased it gets the store of this gateway alone.</param>
internal sealed record StoreProvider(StoreKind Kind, Func<PolicySnapshot, IBudgetStore?, TimeProvider, ILogger, IBudgetStore> Open);
