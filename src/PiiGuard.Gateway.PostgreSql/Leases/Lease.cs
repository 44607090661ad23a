using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.PostgreSql.Leases;

/// <summary>The shares that this gateway has of the quotas of one account. Used under the lock of its store.</summary>
internal sealed class Lease(ulong account)
{
    private readonly Dictionary<TimeSpan, (int Share, int Count, bool IsOver)> _shares = [];
    private Level? _level;
    private Level? _held;

    public ulong Account => account;

    /// <summary>Stamp of the last charge.</summary>
    public long LastUse { get; set; }

    /// <summary>Stamp until which nothing more is asked for, since there was nothing left.</summary>
    public long DeniedUntil { get; set; }

    /// <summary>New subjects since the last look whether the shares run out.</summary>
    public int Added { get; set; }

    /// <summary>Asks that are not answered yet.</summary>
    public int Asking { get; set; }

    public bool IsEmpty => _shares.Count == 0;

    /// <summary>The quotas as they were last asked for.</summary>
    public IReadOnlyList<Quota> Quotas => _level?.Limits.Subjects ?? [];

    /// <summary>As many as may be delivered in the window.</summary>
    public int ShareOf(Quota quota) => _shares.GetValueOrDefault(quota.Window) is var held && held.Count <= quota.Count ? held.Share : 0;

    /// <summary>Whether more is held than may be delivered: the limit was lowered, and all gateways together are over it until windows have slid.</summary>
    public bool IsOver(Quota quota) => _shares.TryGetValue(quota.Window, out var held) && (held.IsOver || held.Count > quota.Count);

    public void Set(Quota quota, int share, bool isOver = false)
    {
        _held = null;
        if (share > 0 || isOver)
        {
            _shares[quota.Window] = (share, quota.Count, isOver);
        }
        else
        {
            _shares.Remove(quota.Window);
        }
    }

    /// <summary>A level with no more than the shares.</summary>
    public Level Held(Level level)
    {
        if (_held is null || !ReferenceEquals(_level, level))
        {
            (_level, _held) = (level, level with { Limits = level.Limits with { Subjects = [.. level.Limits.Subjects.Select(Limited)] } });
        }

        return _held;
    }

    private Quota Limited(Quota quota)
    {
        var count = Math.Min(quota.Count, ShareOf(quota));
        return new(count, quota.Window, count);
    }
}
