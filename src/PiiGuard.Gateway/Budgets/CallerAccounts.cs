using System.Collections.Concurrent;

namespace PiiGuard.Gateway.Budgets;

/// <summary>The accounts of all callers, in memory and bounded. When all places are taken, a new caller is refused, never an old one forgotten.</summary>
internal sealed class CallerAccounts(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, CallerAccount> _accounts = new(StringComparer.Ordinal);
    private readonly Lock _sweep = new();

    /// <summary>The account of a caller; null when there is no place for a new one.</summary>
    public CallerAccount? Find(string callerId, int maxCallers)
    {
        if (_accounts.TryGetValue(callerId, out var account))
        {
            return account;
        }

        lock (_sweep)
        {
            if (_accounts.Count >= maxCallers)
            {
                foreach (var idle in _accounts.Where(a => a.Value.IsIdle()).Select(a => a.Key).ToList())
                {
                    _accounts.TryRemove(idle, out _);
                }

                if (_accounts.Count >= maxCallers)
                {
                    return null;
                }
            }

            return _accounts.GetOrAdd(callerId, _ => new CallerAccount(time));
        }
    }
}
