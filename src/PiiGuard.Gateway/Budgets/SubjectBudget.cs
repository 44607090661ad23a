namespace PiiGuard.Gateway.Budgets;

/// <summary>
/// The distinct subjects that one caller received within a window: an exact set of digests, oldest delivery first. A delivery
/// of a subject that is in the window costs nothing but counts from then on, so that no interval of the window's length ever
/// holds more than the limit. Not thread-safe.
/// </summary>
internal sealed class SubjectBudget
{
    private readonly Dictionary<ulong, LinkedListNode<(ulong Subject, long At)>> _bySubject = [];
    private readonly LinkedList<(ulong Subject, long At)> _byAge = [];
    private TimeSpan _longest; // of the windows seen: a shorter one must not make it forget what a longer one needs again

    /// <summary>How many more distinct subjects the caller may receive now.</summary>
    public int Remaining(int limit, TimeSpan window, long now)
    {
        Forget(window, now);
        return Math.Max(0, limit - Spent(window, now));
    }

    /// <summary>Charges a delivery: all of its subjects, or none.</summary>
    /// <param name="subjects">Digests; repetitions count once.</param>
    /// <param name="limit">Distinct subjects in every interval of the window's length.</param>
    /// <param name="window">Length of the window.</param>
    /// <param name="now">Time in ticks of <see cref="TimeSpan"/>; never goes back.</param>
    /// <param name="charged">How many of the subjects were new.</param>
    public bool TryCharge(IReadOnlyCollection<ulong> subjects, int limit, TimeSpan window, long now, out int charged)
    {
        Forget(window, now);
        var distinct = subjects.ToHashSet();
        charged = distinct.Count(s => !_bySubject.TryGetValue(s, out var known) || now - known.Value.At >= window.Ticks);

        // Repeats are free even where a reload has put the limit below what is spent.
        if (charged > 0 && Spent(window, now) + (long)charged > limit)
        {
            charged = 0;
            return false;
        }

        foreach (var subject in distinct)
        {
            if (_bySubject.Remove(subject, out var known))
            {
                _byAge.Remove(known);
            }

            _bySubject.Add(subject, _byAge.AddLast((subject, now)));
        }

        return true;
    }

    /// <summary>When the first subject of the window is forgotten, from now.</summary>
    public TimeSpan NextForgotten(TimeSpan window, long now) =>
        _byAge.FirstOrDefault(d => now - d.At < window.Ticks) is { At: > 0 } oldest ? new(oldest.At + window.Ticks - now) : window;

    public bool IsIdle(TimeSpan window, long now)
    {
        Forget(window, now);
        return _bySubject.Count == 0;
    }

    private int Spent(TimeSpan window, long now) =>
        window == _longest ? _bySubject.Count : _byAge.Count(d => now - d.At < window.Ticks);

    private void Forget(TimeSpan window, long now)
    {
        _longest = window > _longest ? window : _longest;
        while (_byAge.First is { } oldest && now - oldest.Value.At >= _longest.Ticks)
        {
            _bySubject.Remove(oldest.Value.Subject);
            _byAge.RemoveFirst();
        }
    }
}
