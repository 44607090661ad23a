using System.Threading.Channels;

namespace PiiGuard.Gateway.Budgets;

/// <summary>
/// What waits for its one writer, and when that takes it: at once after a pause, else a moment behind the group before, so that those who come meanwhile go together.
/// </summary>
/// <typeparam name="T">What is written.</typeparam>
/// <param name="weightOf">How much work one is: 1 for a row or so.</param>
/// <param name="delay">How long behind one group the next is taken.</param>
/// <param name="time">The clock.</param>
internal sealed class WaitingLine<T>(Func<T, int> weightOf, TimeSpan delay, TimeProvider time) : IAsyncDisposable
{
    private const int LargestGroup = 4_096; // by weight: what comes later must not wait for more than that
    private const int Enough = 32; // share a write: no need to wait for more of them
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100); // of what is not urgent

    private readonly Lock _gate = new();
    private readonly Queue<Waiting<T>> _waiting = new(); // under the gate, as all that follows but the clock's stamp
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private ITimer? _later; // wakes the writer for what is not urgent
    private bool _isLaterSet;
    private TaskCompletionSource? _enough; // ends the wait for others
    private bool _isStopping;
    private bool _hasEnded;
    private long? _lastWritten; // of the writer alone

    /// <summary>Adds something; false when the writer has ended.</summary>
    public bool TryAdd(Waiting<T> item)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return false;
            }

            _waiting.Enqueue(item);
            if (_waiting.Count >= Enough)
            {
                _enough?.TrySetResult();
            }

            if (!item.IsUrgent && !_isLaterSet)
            {
                _later ??= time.CreateTimer(_ => WakeLater(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _isLaterSet = _later.Change(Patience, Timeout.InfiniteTimeSpan);
            }
        }

        if (item.IsUrgent)
        {
            Wake();
        }

        return true;
    }

    /// <summary>Waits for something urgent, or for long enough, and adds to the group what waits, as much as goes into one. False when nothing is left and nothing comes any more.</summary>
    public async Task<bool> TakeAsync(List<Waiting<T>> group)
    {
        if (group.Count == 0 && !Volatile.Read(ref _isStopping))
        {
            await _wake.Reader.ReadAsync();
        }

        if (_lastWritten is { } last && delay - time.GetElapsedTime(last) is { Ticks: > 0 } left && WantsCompany() is { } enough)
        {
            await Task.WhenAny(Task.Delay(left, time), enough);
        }

        _wake.Reader.TryRead(out _); // whoever woke meanwhile is taken now
        var weight = group.Sum(i => weightOf(i.Value));
        lock (_gate)
        {
            while (weight < LargestGroup && _waiting.TryDequeue(out var item))
            {
                group.Add(item);
                weight += weightOf(item.Value);
            }

            if (_waiting.Count > 0)
            {
                Wake();
            }

            return !(_hasEnded = _isStopping && group.Count == 0);
        }
    }

    /// <summary>A group stands.</summary>
    public void Written() => _lastWritten = time.GetTimestamp();

    /// <summary>Takes those out for which somebody waits.</summary>
    public List<Waiting<T>> TakeAwaited()
    {
        lock (_gate)
        {
            List<Waiting<T>> all = [.. _waiting];
            _waiting.Clear();
            all.FindAll(i => i.Done is null).ForEach(_waiting.Enqueue);
            return all.FindAll(i => i.Done is not null);
        }
    }

    /// <summary>What waits is to be taken, and then it is over.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopping = true;
            _enough?.TrySetResult();
        }

        Wake();
    }

    /// <summary>Nothing more is taken.</summary>
    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
        }
    }

    public ValueTask DisposeAsync() => _later?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Wake() => _wake.Writer.TryWrite(true);

    private void WakeLater()
    {
        lock (_gate)
        {
            _isLaterSet = false;
        }

        Wake();
    }

    /// <summary>What ends when there is no more need to wait for others; null: there is none now.</summary>
    private Task? WantsCompany()
    {
        lock (_gate)
        {
            if (_isStopping || _waiting.Count >= Enough)
            {
                return null;
            }

            _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _enough.Task;
        }
    }
}

/// <summary>Something that waits to be written.</summary>
/// <param name="Value">What.</param>
/// <param name="Done">Is told when it stands, or does not; null: nobody waits for it.</param>
/// <param name="IsUrgent">Whether at once; else with what comes next, or a moment later.</param>
internal readonly record struct Waiting<T>(T Value, TaskCompletionSource? Done, bool IsUrgent);
