namespace PiiGuard.Gateway.Limits;

/// <summary>
/// Request rates of all callers: the generic cell rate algorithm (ITU-T I.371) as a virtual schedule, one number per caller and
/// quota. Flat tables of 16 bytes a place, each behind a lock of its own; no timer, and nothing is allocated per decision. What is
/// over is forgotten when a table is full; what is not over is never forgotten, so that a full table refuses whom it does not know.
/// </summary>
internal sealed class RateTable
{
    private const int Tables = 64;

    private readonly Table[] _tables = [.. Enumerable.Range(0, Tables).Select(_ => new Table())];

    /// <summary>Takes one request from a quota, if there is one left.</summary>
    /// <param name="key">Digest of the caller and the quota; uniform.</param>
    /// <param name="interval">Time between two requests in the long run, in ticks of <see cref="TimeSpan"/>.</param>
    /// <param name="tolerance">How far ahead of that schedule a request may be: interval times (burst less one).</param>
    /// <param name="now">Time in the same ticks; never goes back.</param>
    /// <param name="maxEntries">Callers times quotas that are remembered, over all tables.</param>
    /// <param name="wait">When refused, how long to wait; <see cref="long.MaxValue"/> where there is no place for one more caller.</param>
    public bool TryTake(ulong key, long interval, long tolerance, long now, int maxEntries, out long wait)
    {
        key = key == 0 ? 1 : key;
        var table = _tables[key % Tables];
        lock (table.Lock)
        {
            ref var entry = ref table.Find(key);
            if (entry.Key == 0)
            {
                if (table.IsFull)
                {
                    table.MakeRoom(now, maxEntries / Tables + 1);
                    if (table.IsFull)
                    {
                        wait = long.MaxValue;
                        return false;
                    }

                    entry = ref table.Find(key);
                }

                entry.Key = key;
                table.Used++;
            }

            var arrival = Math.Max(entry.Arrival, now);
            wait = arrival - now - tolerance;
            if (wait > 0)
            {
                return false;
            }

            entry.Arrival = arrival + interval;
            wait = 0;
            return true;
        }
    }

    /// <summary>Gives a request back that was taken but not used.</summary>
    public void GiveBack(ulong key, long interval)
    {
        key = key == 0 ? 1 : key;
        var table = _tables[key % Tables];
        lock (table.Lock)
        {
            ref var entry = ref table.Find(key);
            entry.Arrival -= entry.Key == key ? interval : 0;
        }
    }

    private struct Entry
    {
        public ulong Key; // 0: free

        /// <summary>The theoretical arrival time: when the next request would be on schedule.</summary>
        public long Arrival;
    }

    private sealed class Table
    {
        private Entry[] _entries = new Entry[4];
        private long _nextSweep = long.MinValue;

        public Lock Lock { get; } = new();

        public int Used { get; set; }

        /// <summary>At three quarters; linear probing is short up to there.</summary>
        public bool IsFull => Used >= _entries.Length - _entries.Length / 4;

        /// <summary>The entry of a key, or the free place for it.</summary>
        public ref Entry Find(ulong key)
        {
            var entries = _entries;

            // The high half of a product spreads uniform keys over any length, and leaves the low bits to the choice of the table.
            for (var i = (int)Math.BigMul(key, (ulong)entries.Length, out _); ; i = i + 1 == entries.Length ? 0 : i + 1)
            {
                ref var entry = ref entries[i];
                if (entry.Key == key || entry.Key == 0)
                {
                    return ref entry;
                }
            }
        }

        /// <summary>Forgets what is over, and takes half as much space again where that does not suffice.</summary>
        public void MakeRoom(long now, int max)
        {
            if (now < _nextSweep)
            {
                return; // a table that stays full must not cost everybody a walk over it
            }

            var old = _entries;
            var live = old.Count(e => e.Key != 0 && e.Arrival > now);
            var size = live <= old.Length / 2 ? old.Length : Math.Max(old.Length, Math.Min(old.Length + old.Length / 2, max * 4 / 3 + 2));
            _nextSweep = size == old.Length && live > old.Length / 2 ? now + TimeSpan.TicksPerSecond : long.MinValue;
            _entries = new Entry[size];
            Used = live;
            foreach (ref var entry in old.AsSpan())
            {
                if (entry.Key != 0 && entry.Arrival > now)
                {
                    Find(entry.Key) = entry;
                }
            }
        }
    }
}
