namespace PiiGuard.Gateway.Limits;

/// <summary>
/// Request rate of one caller: the generic cell rate algorithm (ITU-T I.371) as a virtual schedule. One number of state, no
/// timer. Not thread-safe.
/// </summary>
internal struct RequestRate
{
    private long _theoreticalArrival;

    /// <summary>Takes one request, if it is within the rate.</summary>
    /// <param name="perSecond">Requests per second in the long run.</param>
    /// <param name="burst">Requests at once after a pause.</param>
    /// <param name="now">Time in ticks of <see cref="TimeSpan"/>; never goes back.</param>
    /// <param name="retryAfter">When refused, how long to wait.</param>
    public bool TryTake(int perSecond, int burst, long now, out TimeSpan retryAfter)
    {
        var interval = TimeSpan.TicksPerSecond / perSecond;
        var arrival = Math.Max(_theoreticalArrival, now);
        var wait = arrival - now - interval * (burst - 1L);
        if (wait > 0)
        {
            retryAfter = new(wait);
            return false;
        }

        _theoreticalArrival = arrival + interval;
        retryAfter = default;
        return true;
    }

    /// <summary>Whether nothing is remembered of the past any more.</summary>
    public readonly bool IsIdle(long now) => _theoreticalArrival <= now;
}
