namespace PiiGuard.Gateway.Budgets;

/// <summary>
/// How many subjects were delivered last within a window, which slides by sub-buckets. A delivery counts until the window's whole
/// length lies between its sub-bucket and the present one: rounded against the caller, by one sub-bucket at most.
/// </summary>
internal struct WindowCount
{
    /// <summary>How many sub-buckets a window has at most: what is counted too long is a 64th of it.</summary>
    public const int MaxBuckets = 64;

    private readonly int[] _ring; // a place for each sub-bucket that counts, the present one among them
    private readonly uint _bucketSeconds;
    private uint _present; // number of the present sub-bucket since the epoch

    public WindowCount(TimeSpan length, uint now)
    {
        Length = length;
        var seconds = (uint)Math.Ceiling(length.TotalSeconds);
        _bucketSeconds = Math.Max(1, (seconds + MaxBuckets - 1) / MaxBuckets);
        _ring = new int[(seconds + _bucketSeconds - 1) / _bucketSeconds + 1];
        _present = now / _bucketSeconds;
    }

    public TimeSpan Length { get; }

    /// <summary>Distinct subjects that count.</summary>
    public int Spent { get; private set; }

    /// <summary>Moves on to the present: what is too old no longer counts.</summary>
    public void Advance(uint now)
    {
        var bucket = now / _bucketSeconds;
        if (bucket <= _present)
        {
            return;
        }

        for (var steps = Math.Min(bucket - _present, (uint)_ring.Length); steps > 0; steps--)
        {
            ref var oldest = ref _ring[(bucket - steps + 1) % _ring.Length];
            Spent -= oldest;
            oldest = 0;
        }

        _present = bucket;
    }

    /// <summary>Whether a delivery counts.</summary>
    public readonly bool Holds(uint at) => at / _bucketSeconds + _ring.Length > _present;

    /// <summary>Counts a subject where it was delivered last, and no longer where it was delivered before.</summary>
    public void Move(uint? from, uint to)
    {
        if (from is { } before && Holds(before))
        {
            _ring[before / _bucketSeconds % _ring.Length]--;
            Spent--;
        }

        if (Holds(to))
        {
            _ring[to / _bucketSeconds % _ring.Length]++;
            Spent++;
        }
    }

    /// <summary>When the oldest that counts no longer does, from now.</summary>
    public readonly TimeSpan NextForgotten(uint now)
    {
        for (var bucket = _present + 1 - _ring.Length; bucket <= _present; bucket++)
        {
            if (bucket >= 0 && _ring[bucket % _ring.Length] > 0)
            {
                return TimeSpan.FromSeconds((bucket + _ring.Length) * _bucketSeconds - now);
            }
        }

        return Length;
    }
}
