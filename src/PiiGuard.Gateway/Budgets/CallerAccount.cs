using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Policies;

namespace PiiGuard.Gateway.Budgets;

/// <summary>What one caller has used of its limits. Survives a reload of the policy; changed limits apply to what is spent already.</summary>
internal sealed class CallerAccount(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly SubjectBudget _budget = new();
    private RequestRate _rate;
    private TimeSpan _window;
    private int _inFlight;

    /// <summary>Marks the begin of a request: an account in use is never forgotten.</summary>
    public void Enter() => Interlocked.Increment(ref _inFlight);

    /// <summary>Marks the end of a request.</summary>
    public void Leave() => Interlocked.Decrement(ref _inFlight);

    public bool TryTakeRequest(Tier tier, out TimeSpan retryAfter)
    {
        lock (_lock)
        {
            _window = tier.SubjectWindow;
            return _rate.TryTake(tier.RequestsPerSecond, tier.RequestBurst, Now, out retryAfter);
        }
    }

    public bool HasSubjectsLeft(Tier tier, out TimeSpan retryAfter)
    {
        lock (_lock)
        {
            retryAfter = _budget.NextForgotten(tier.SubjectWindow, Now);
            return _budget.Remaining(tier.SubjectLimit, tier.SubjectWindow, Now) > 0;
        }
    }

    public bool TryChargeSubjects(Tier tier, IReadOnlyCollection<ulong> subjects, out int charged, out TimeSpan retryAfter)
    {
        lock (_lock)
        {
            retryAfter = _budget.NextForgotten(tier.SubjectWindow, Now);
            return _budget.TryCharge(subjects, tier.SubjectLimit, tier.SubjectWindow, Now, out charged);
        }
    }

    /// <summary>Whether forgetting this account would give the caller nothing that it does not have.</summary>
    public bool IsIdle()
    {
        lock (_lock)
        {
            return Volatile.Read(ref _inFlight) == 0 && _rate.IsIdle(Now) && _budget.IsIdle(_window, Now);
        }
    }

    // The monotonic clock: a set wall clock must not hand out fresh budgets.
    private long Now => time.GetElapsedTime(0).Ticks;
}
