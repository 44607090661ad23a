using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Budgets;

/// <summary>
/// Keeps what the levels have received in memory, bounded. When all places are taken a new caller is refused, never an old one
/// forgotten. One lock over all levels makes a charge one step; it is held for some hundred nanoseconds per subject and quota.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="start">Seconds since 1970 at which it starts.</param>
internal sealed class MemoryBudgetStore(TimeProvider time, uint start = 0) : IBudgetStore
{
    private readonly Dictionary<ulong, SubjectSet> _sets = [];
    private readonly Lock _lock = new();
    private readonly long _started = start == 0 ? 0 : time.GetTimestamp();
    private uint _nextSweep;

    public bool IsOpen => true;

    public bool HasRoom => true;

    public IReadOnlyCollection<KnownCaller> KnownCallers => [];

    /// <summary>Seconds, by the monotonic clock: a wall clock that is set must not hand out fresh budgets.</summary>
    public uint Now => start + (uint)time.GetElapsedTime(_started).TotalSeconds;

    public ValueTask<ChargeResult> ChargeAsync(Charge charge, CancellationToken cancellation) => ValueTask.FromResult(Charge(charge, out _));

    /// <summary>The same, at once.</summary>
    public ChargeResult Charge(Charge charge, out uint now)
    {
        lock (_lock)
        {
            now = Now; // within the lock: a later charge must not have an earlier time
            return Take(charge, now);
        }
    }

    /// <summary>Notes what was delivered in an earlier run.</summary>
    /// <param name="account">Key of the level.</param>
    /// <param name="subject">Digest.</param>
    /// <param name="at">When it was delivered last.</param>
    /// <param name="longest">The longest window there is: of whom nothing counts within it is forgotten.</param>
    public void Restore(ulong account, ulong subject, uint at, TimeSpan longest)
    {
        lock (_lock)
        {
            if (!_sets.TryGetValue(account, out var set))
            {
                _sets.Add(account, set = new());
                set.Spent(longest, at);
            }

            set.Deliver(subject, at);
        }
    }

    public void WatchSteps(Action<LedgerRow> tell)
    {
    }

    /// <summary>Nothing is kept of what has happened.</summary>
    public void Note(LedgerEntry entry)
    {
    }

    public Task EnterAsync(LedgerEntry entry, CancellationToken cancellation) => Task.CompletedTask;

    public ValueTask<IReadOnlyList<QuotaStanding>> StandingAsync(IReadOnlyList<Level> levels, CancellationToken cancellation) => ValueTask.FromResult(Standing(levels));

    /// <summary>The same, at once.</summary>
    public IReadOnlyList<QuotaStanding> Standing(IReadOnlyList<Level> levels)
    {
        List<QuotaStanding> standings = [];
        lock (_lock)
        {
            var now = Now;
            foreach (var level in levels)
            {
                foreach (var quota in level.Limits.Subjects)
                {
                    standings.Add(Standing(level, quota, _sets.GetValueOrDefault(level.Key), now));
                }
            }
        }

        return standings;
    }

    private ChargeResult Take(Charge charge, uint now)
    {
        if (charge.Subjects.Count == 0)
        {
            return new() { IsGranted = true };
        }

        List<(Level Level, SubjectSet? Set)> accounts = [];
        foreach (var level in charge.Levels)
        {
            if (level.Limits.Subjects.Length > 0)
            {
                accounts.Add((level, _sets.GetValueOrDefault(level.Key)));
            }
        }

        if (!HaveRoom(accounts, charge.MaxCallers, now))
        {
            return new() { IsTableFull = true }; // whatever the limits are: whoever asks others for more must not do so for one that cannot be remembered
        }

        var subjects = charge.Subjects is [var only] ? [only] : charge.Subjects.Distinct().ToList();
        var granted = subjects;
        var exceeded = FirstExceeded(accounts, subjects, now);
        if (exceeded is not null)
        {
            if (!charge.Partly)
            {
                return new() { Exceeded = exceeded };
            }

            granted = Fitting(accounts, subjects, now);
        }

        var added = accounts.Count == 0 ? [] : NewOnes(accounts[0], granted, now);
        foreach (var (level, _) in accounts)
        {
            var set = SetOf(level, now);
            foreach (var subject in granted)
            {
                set.Deliver(subject, now);
            }
        }

        return new() { IsGranted = true, New = added, Exceeded = exceeded, Surplus = exceeded is null ? [] : subjects.Except(granted).ToHashSet() };
    }

    /// <summary>The first quota into which the subjects do not fit. Repeats are free even where a reload has put the limit below what is spent.</summary>
    private static QuotaStanding? FirstExceeded(List<(Level Level, SubjectSet? Set)> accounts, List<ulong> subjects, uint now)
    {
        foreach (var (level, set) in accounts)
        {
            foreach (var quota in level.Limits.Subjects)
            {
                var added = 0;
                foreach (var subject in subjects)
                {
                    added += IsNew(set, subject, quota, now) ? 1 : 0;
                }

                if (added > 0 && Spent(set, quota, now) + (long)added > quota.Count)
                {
                    return Standing(level, quota, set, now);
                }
            }
        }

        return null;
    }

    /// <summary>The subjects that fit into all quotas, first come first served.</summary>
    private static List<ulong> Fitting(List<(Level Level, SubjectSet? Set)> accounts, List<ulong> subjects, uint now)
    {
        var left = accounts.SelectMany(a => a.Level.Limits.Subjects, (a, q) => (a.Set, Quota: q, Left: q.Count - Spent(a.Set, q, now))).ToArray();
        List<ulong> granted = [];
        foreach (var subject in subjects)
        {
            if (left.Any(l => l.Left <= 0 && IsNew(l.Set, subject, l.Quota, now)))
            {
                continue;
            }

            granted.Add(subject);
            foreach (ref var quota in left.AsSpan())
            {
                quota.Left -= IsNew(quota.Set, subject, quota.Quota, now) ? 1 : 0;
            }
        }

        return granted;
    }

    private static List<ulong> NewOnes((Level Level, SubjectSet? Set) account, List<ulong> subjects, uint now)
    {
        var longest = account.Level.Limits.Subjects.MaxBy(q => q.Window)!;
        List<ulong> added = [];
        foreach (var subject in subjects)
        {
            if (IsNew(account.Set, subject, longest, now))
            {
                added.Add(subject);
            }
        }

        return added;
    }

    private static QuotaStanding Standing(Level level, Quota quota, SubjectSet? set, uint now) =>
        new(level.Kind, quota, Math.Max(0, quota.Count - Spent(set, quota, now)), set?.NextForgotten(quota.Window, now) ?? quota.Window);

    private static bool IsNew(SubjectSet? set, ulong subject, Quota quota, uint now) => set is null || set.IsNew(subject, quota.Window, now);

    private static int Spent(SubjectSet? set, Quota quota, uint now) => set?.Spent(quota.Window, now) ?? 0;

    private SubjectSet SetOf(Level level, uint now)
    {
        if (!_sets.TryGetValue(level.Key, out var set))
        {
            _sets.Add(level.Key, set = new());
        }

        // Each window has to be known before it is delivered into.
        foreach (var quota in level.Limits.Subjects)
        {
            set.Spent(quota.Window, now);
        }

        return set;
    }

    private bool HaveRoom(List<(Level Level, SubjectSet? Set)> accounts, int max, uint now)
    {
        var missing = accounts.Count(a => a.Set is null);
        if (_sets.Count + missing > max && now >= _nextSweep)
        {
            _nextSweep = now + 1; // a table that stays full must not cost everybody a walk over it
            foreach (var (key, _) in _sets.Where(s => s.Value.IsIdle(now)).ToList())
            {
                _sets.Remove(key);
            }
        }

        return missing == 0 || _sets.Count + missing <= max;
    }
}
