namespace PiiGuard.Gateway.Budgets;

/// <summary>The accounts of all callers, in memory and bounded. When all places are taken, a new caller is refused, never an old one forgotten.</summary>
internal sealed class CallerAccounts(TimeProvider time)
{
    private readonly Dictionary<string, CallerAccount> _accounts = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private TimeSpan _nextSweep;

    /// <summary>The account of a caller, in use until <see cref="CallerAccount.Leave"/>; null when there is no place for a new one.</summary>
    public CallerAccount? Enter(string callerId, int maxCallers)
    {
        lock (_lock)
        {
            if (!_accounts.TryGetValue(callerId, out var account))
            {
                // Not at each call: a full table must not cost everybody a walk over it.
                if (_accounts.Count >= maxCallers && time.GetElapsedTime(0) >= _nextSweep)
                {
                    _nextSweep = time.GetElapsedTime(0) + TimeSpan.FromSeconds(1);
                    foreach (var idle in _accounts.Where(a => a.Value.IsIdle()).Select(a => a.Key).ToList())
                    {
                        _accounts.Remove(idle);
                    }
                }

                if (_accounts.Count >= maxCallers)
                {
                    return null;
                }

                _accounts.Add(callerId, account = new CallerAccount(time));
            }

            account.Enter();
            return account;
        }
    }
}
