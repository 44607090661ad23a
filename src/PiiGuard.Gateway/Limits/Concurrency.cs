namespace PiiGuard.Gateway.Limits;

/// <summary>Requests in flight at each level. Remembers only whose requests are.</summary>
internal sealed class Concurrency
{
    private readonly Dictionary<ulong, int> _inFlight = [];
    private readonly Lock _lock = new();

    public bool TryEnter(ulong key, int limit)
    {
        lock (_lock)
        {
            var count = _inFlight.GetValueOrDefault(key);
            if (count >= limit)
            {
                return false;
            }

            _inFlight[key] = count + 1;
            return true;
        }
    }

    public void Leave(ulong key)
    {
        lock (_lock)
        {
            if (--System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(_inFlight, key) == 0)
            {
                _inFlight.Remove(key);
            }
        }
    }
}
