namespace PiiGuard.Gateway.Limits;

/// <summary>Lets requests in, by the rates and the concurrency of every level: at all of them, or at none.</summary>
internal sealed class Admission(TimeProvider time)
{
    private readonly double _ticksPerStamp = (double)TimeSpan.TicksPerSecond / time.TimestampFrequency;
    private readonly RateTable _rates = new();
    private readonly Concurrency _concurrency = new();

    /// <summary>Lets one request in, if it is within all limits; <see cref="Leave"/> with the same levels is due when it is over.</summary>
    /// <param name="levels">The levels of the caller.</param>
    /// <param name="maxCallers">Callers that are remembered.</param>
    /// <param name="refusal">What it was refused by.</param>
    public bool TryEnter(ReadOnlySpan<Level> levels, int maxCallers, out AdmissionRefusal refusal)
    {
        refusal = default;
        var entered = 0;
        while (entered < levels.Length && (levels[entered].Limits.Concurrency is not { } limit || _concurrency.TryEnter(levels[entered].Key, limit)))
        {
            entered++;
        }

        if (entered < levels.Length)
        {
            refusal = new(levels[entered].Kind, null, TimeSpan.FromSeconds(1), IsTableFull: false);
        }
        else if (TryTake(levels, maxCallers, ref refusal))
        {
            return true;
        }

        Leave(levels[..entered]);
        return false;
    }

    /// <summary>The request is over.</summary>
    public void Leave(ReadOnlySpan<Level> levels)
    {
        foreach (var level in levels)
        {
            if (level.Limits.Concurrency is not null)
            {
                _concurrency.Leave(level.Key);
            }
        }
    }

    private bool TryTake(ReadOnlySpan<Level> levels, int maxCallers, ref AdmissionRefusal refusal)
    {
        // The monotonic clock: one that is set must not hand out fresh requests. Read once for all levels, since that costs as much as all the rest.
        var now = (long)(time.GetTimestamp() * _ticksPerStamp);
        for (var i = 0; i < levels.Length; i++)
        {
            var quotas = levels[i].Limits.Requests;
            for (var q = 0; q < quotas.Length; q++)
            {
                var quota = quotas[q];
                if (!_rates.TryTake(KeyOf(levels[i], quota), quota.Interval, quota.Interval * (quota.Burst - 1L), now, maxCallers * quotas.Length, out var wait))
                {
                    var isFull = wait == long.MaxValue;
                    refusal = new(levels[i].Kind, quota, isFull ? TimeSpan.FromSeconds(1) : new(wait), isFull);
                    GiveBack(levels[..(i + 1)], quotas.Length - q);
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Gives back what was taken, but for the last quotas of the last level.</summary>
    private void GiveBack(ReadOnlySpan<Level> levels, int but)
    {
        for (var i = 0; i < levels.Length; i++)
        {
            var quotas = levels[i].Limits.Requests;
            for (var q = quotas.Length - (i == levels.Length - 1 ? but : 0) - 1; q >= 0; q--)
            {
                _rates.GiveBack(KeyOf(levels[i], quotas[q]), quotas[q].Interval);
            }
        }
    }

    /// <summary>By its window: a count that a reload changes applies to what is taken already.</summary>
    private static ulong KeyOf(Level level, Quota quota) => (level.Key ^ (ulong)quota.Window.Ticks) * 0x9E3779B97F4A7C15;
}
