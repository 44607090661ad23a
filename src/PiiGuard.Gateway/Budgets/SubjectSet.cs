using System.Runtime.InteropServices;

namespace PiiGuard.Gateway.Budgets;

/// <summary>
/// The distinct subjects that one level has received, each with the time of its last delivery: an exact set of digests, 12 bytes a
/// place. One set serves windows of any length, since each counts what was delivered last within it. A delivery of a subject that is
/// in a window costs nothing but counts from then on, so that no interval of the window's length ever holds more than the limit.
/// Not thread-safe.
/// </summary>
internal sealed class SubjectSet
{
    private ulong[] _digests = new ulong[8]; // 0: free
    private uint[] _deliveredAt = new uint[8];
    private int _used;
    private readonly List<WindowCount> _windows = [];

    /// <summary>What the subjects take, in bytes.</summary>
    public long Bytes => _digests.Length * (long)(sizeof(ulong) + sizeof(uint));

    /// <summary>How many distinct subjects count in a window.</summary>
    public int Spent(TimeSpan window, uint now) => Window(window, now).Spent;

    /// <summary>When the first subject that counts no longer does, from now.</summary>
    public TimeSpan NextForgotten(TimeSpan window, uint now) => Window(window, now).NextForgotten(now);

    /// <summary>Whether a delivery of the subject would be charged.</summary>
    public bool IsNew(ulong subject, TimeSpan window, uint now)
    {
        var counted = Window(window, now);
        var place = Find(Digest(subject));
        return _digests[place] == 0 || !counted.Holds(_deliveredAt[place]);
    }

    /// <summary>Notes a delivery.</summary>
    /// <param name="subject">Digest.</param>
    /// <param name="now">Time in seconds; never goes back.</param>
    public void Deliver(ulong subject, uint now)
    {
        subject = Digest(subject);
        var place = Find(subject);
        uint? last = _digests[place] == 0 ? null : _deliveredAt[place];
        if (last is null)
        {
            if (_used >= _digests.Length - _digests.Length / 7)
            {
                MakeRoom(now);
                place = Find(subject);
            }

            _digests[place] = subject;
            _used++;
        }

        _deliveredAt[place] = now;
        foreach (ref var window in CollectionsMarshal.AsSpan(_windows))
        {
            window.Advance(now);
            window.Move(last, now);
        }
    }

    /// <summary>Whether nothing counts any more.</summary>
    public bool IsIdle(uint now)
    {
        foreach (ref var window in CollectionsMarshal.AsSpan(_windows))
        {
            window.Advance(now);
            if (window.Spent > 0)
            {
                return false;
            }
        }

        return true;
    }

    private static ulong Digest(ulong subject) => subject == 0 ? 1 : subject;

    private ref WindowCount Window(TimeSpan window, uint now)
    {
        var windows = CollectionsMarshal.AsSpan(_windows);
        for (var i = 0; i < windows.Length; i++)
        {
            if (windows[i].Length == window)
            {
                windows[i].Advance(now);
                return ref windows[i];
            }
        }

        // A window that a reload brings applies to what was delivered before it, as far as any other window has kept it.
        var added = new WindowCount(window, now);
        for (var i = 0; i < _digests.Length; i++)
        {
            if (_digests[i] != 0)
            {
                added.Move(null, _deliveredAt[i]);
            }
        }

        _windows.Add(added);
        return ref CollectionsMarshal.AsSpan(_windows)[^1];
    }

    private int Find(ulong digest)
    {
        var digests = _digests;
        for (var i = (int)Math.BigMul(digest * 0x9E3779B97F4A7C15, (ulong)digests.Length, out _); ; i = i + 1 == digests.Length ? 0 : i + 1)
        {
            if (digests[i] == digest || digests[i] == 0)
            {
                return i;
            }
        }
    }

    /// <summary>Forgets what counts in no window, and takes an eighth more space where that does not suffice: so much of it is in use that a subject takes 16 bytes.</summary>
    private void MakeRoom(uint now)
    {
        var (digests, deliveredAt) = (_digests, _deliveredAt);
        var live = Enumerable.Range(0, digests.Length).Count(i => digests[i] != 0 && Counts(deliveredAt[i]));
        var size = live * 7L / 6 + Math.Max(8, live / 8);
        _digests = new ulong[size];
        _deliveredAt = new uint[size];
        _used = live;
        for (var i = 0; i < digests.Length; i++)
        {
            if (digests[i] != 0 && Counts(deliveredAt[i]))
            {
                var place = Find(digests[i]);
                _digests[place] = digests[i];
                _deliveredAt[place] = deliveredAt[i];
            }
        }

        bool Counts(uint at)
        {
            foreach (ref var window in CollectionsMarshal.AsSpan(_windows))
            {
                window.Advance(now);
                if (window.Holds(at))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
