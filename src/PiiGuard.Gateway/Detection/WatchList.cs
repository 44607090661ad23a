namespace PiiGuard.Gateway.Detection;

/// <summary>Who is watched, and who grows at the same time. Safe for many threads; a watch has a lock of its own.</summary>
internal sealed class WatchList
{
    private const double Recent = 3_600; // seconds within which callers count as growing at once

    private readonly Dictionary<string, CallerWatch> _watches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _growing = new(StringComparer.Ordinal); // callers with some evidence, and since when
    private readonly Dictionary<string, double> _knownSince = new(StringComparer.Ordinal); // callers of earlier runs
    private readonly Lock _lock = new();

    /// <summary>A caller of an earlier run.</summary>
    public void Know(string caller, double since)
    {
        lock (_lock)
        {
            _knownSince[caller] = since;
        }
    }

    public CallerWatch? Find(string caller)
    {
        lock (_lock)
        {
            return _watches.GetValueOrDefault(caller);
        }
    }

    /// <summary>Begins to watch a caller who is not; null when so many are.</summary>
    public CallerWatch? FindOrAdd(string caller, int max, double now)
    {
        lock (_lock)
        {
            if (!_watches.TryGetValue(caller, out var watch) && _watches.Count < max)
            {
                _watches.Add(caller, watch = new(_knownSince.GetValueOrDefault(caller, now)));
            }

            return watch;
        }
    }

    /// <summary>Since when a caller is known; now, when it is not.</summary>
    public double Since(string caller, double now)
    {
        lock (_lock)
        {
            return _watches.TryGetValue(caller, out var watch) ? watch.Since : _knownSince.GetValueOrDefault(caller, now);
        }
    }

    /// <summary>The callers that are tightened or quarantined, each with its reason.</summary>
    public IReadOnlyList<(string Caller, DetectionStep Step, string Reason)> Suspects()
    {
        lock (_lock)
        {
            return [.. _watches.Where(w => w.Value.Step >= DetectionStep.Tighten).Select(w => (w.Key, w.Value.Step, w.Value.Reason ?? ""))];
        }
    }

    /// <summary>A caller has evidence against it: whether so many have at once that it is no chance. The same test at the level of the API.</summary>
    public bool IsOneOfMany(string caller, double now)
    {
        lock (_lock)
        {
            _growing[caller] = now;
            foreach (var old in _growing.Where(g => now - g.Value > Recent).Select(g => g.Key).ToList())
            {
                _growing.Remove(old);
            }

            return _growing.Count >= Math.Max(8, _watches.Count / 100);
        }
    }

    /// <summary>There is no evidence against a caller any more.</summary>
    public void Calm(string caller)
    {
        lock (_lock)
        {
            _growing.Remove(caller);
        }
    }
}
