using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using PiiGuard.Gateway.Telemetry;

namespace PiiGuard.Gateway.Budgets;

/// <summary>
/// Writes what comes from many requests in groups, one at a time, so that a hundred of them wait for one write to the disk or one trip
/// to a server. Bounded: when too much waits, or the store fails, nothing more is taken, and routes close. What has been added without
/// anybody waiting for it is never dropped, but written again until it stands.
/// </summary>
/// <typeparam name="T">What is written; holds its own result.</typeparam>
internal sealed class GroupCommit<T> : IAsyncDisposable
{
    private const int LargestGroup = 4_096; // by weight: what comes later must not wait for more than that
    private const int Enough = 32; // share a write: no need to wait for more of them
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1); // before a store that failed is asked again
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100); // of what is not urgent
    private static readonly TimeSpan LastTries = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Queue<Item> _waiting = new(); // under the gate
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly ITimer _later; // wakes the writer for what is not urgent
    private readonly Func<IReadOnlyList<T>, Task> _commit;
    private readonly Func<T, int> _weightOf;
    private readonly int _capacity;
    private readonly TimeSpan _deadline;
    private readonly TimeSpan _delay;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _writer;
    private TaskCompletionSource? _enough; // under the gate; ends the wait for others
    private bool _isLaterSet; // under the gate
    private bool _hasEnded; // under the gate
    private int _count;
    private long _written; // groups
    private long _closedUntil = long.MinValue; // stamp of the clock
    private volatile bool _isStopping;
    private bool _hasFailed;

    /// <param name="commit">Writes a group; all of it stands, or none.</param>
    /// <param name="weightOf">How much work one is: 1 for a row or so.</param>
    /// <param name="capacity">How many may wait.</param>
    /// <param name="deadline">How long a request waits.</param>
    /// <param name="delay">How long behind one group the next may be written: who comes meanwhile goes with it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told when the store fails and when it is back.</param>
    public GroupCommit(Func<IReadOnlyList<T>, Task> commit, Func<T, int> weightOf, int capacity, TimeSpan deadline, TimeSpan delay, TimeProvider time, ILogger logger)
    {
        (_commit, _weightOf, _capacity, _deadline, _delay, _time, _logger) = (commit, weightOf, capacity, deadline, delay, time, logger);
        _later = time.CreateTimer(_ => WakeLater(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>Whether something may be written now. Where it may not, what would have to be written must not happen.</summary>
    public bool IsOpen => HasRoom && _time.GetTimestamp() >= Volatile.Read(ref _closedUntil);

    /// <summary>Whether something may be added, to be written when the store is back.</summary>
    public bool HasRoom => !_isStopping && Volatile.Read(ref _count) < _capacity;

    /// <summary>Writes something, and waits until it stands.</summary>
    /// <exception cref="StoreUnavailableException">It does not, or not in time: it must not happen, though it may be written yet.</exception>
    public async Task WriteAsync(T item, CancellationToken cancellation)
    {
        if (!IsOpen)
        {
            throw new StoreUnavailableException("The store is closed for now.");
        }

        var waiting = new Item(item, new(TaskCreationOptions.RunContinuationsAsynchronously), true);
        var written = Volatile.Read(ref _written);
        if (!TryEnqueue(waiting))
        {
            throw new StoreUnavailableException("The store is closed: the application is stopping.");
        }

        try
        {
            await waiting.Done!.Task.WaitAsync(_deadline, _time, cancellation);
        }
        catch (TimeoutException e)
        {
            if (Volatile.Read(ref _written) == written)
            {
                Close(); // it writes nothing at all: others need not wait for it
            }

            throw new StoreUnavailableException("The store did not answer in time.", e);
        }
    }

    /// <summary>Has something written that has happened already: it is never dropped.</summary>
    /// <param name="item">What.</param>
    /// <param name="isUrgent">Whether at once; else with what comes next, or a moment later.</param>
    public void Add(T item, bool isUrgent)
    {
        if (!TryEnqueue(new(item, null, isUrgent)))
        {
            _logger.EntriesLost(1);
        }
    }

    /// <summary>Ends when all that waits is written; gives up on a store that keeps failing.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isStopping = true;
            _enough?.TrySetResult();
        }

        Wake();
        await _writer;
        await _later.DisposeAsync();
    }

    private bool TryEnqueue(Item item)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return false;
            }

            Interlocked.Increment(ref _count);
            _waiting.Enqueue(item);
            if (_waiting.Count >= Enough)
            {
                _enough?.TrySetResult();
            }

            if (!item.IsUrgent && !_isLaterSet)
            {
                _isLaterSet = _later.Change(Patience, Timeout.InfiniteTimeSpan);
            }
        }

        if (item.IsUrgent)
        {
            Wake();
        }

        return true;
    }

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

    /// <summary>Waits for something urgent, or for long enough, and takes what waits, as much as goes into one group.</summary>
    private async Task GatherAsync(List<Item> group, long lastWritten)
    {
        if (group.Count == 0 && !_isStopping)
        {
            await _wake.Reader.ReadAsync();
        }

        if (_delay - _time.GetElapsedTime(lastWritten) is { Ticks: > 0 } left && WantsCompany() is { } enough)
        {
            await Task.WhenAny(Task.Delay(left, _time), enough);
        }

        _wake.Reader.TryRead(out _); // whoever woke meanwhile is taken now
        var weight = group.Sum(i => _weightOf(i.Value));
        lock (_gate)
        {
            while (weight < LargestGroup && _waiting.TryDequeue(out var item))
            {
                group.Add(item);
                weight += _weightOf(item.Value);
            }

            if (_waiting.Count > 0)
            {
                Wake();
            }

            _hasEnded = _isStopping && group.Count == 0;
        }
    }

    /// <summary>Whoever comes within the pause is refused at once instead of waiting too.</summary>
    private void Close() => Volatile.Write(ref _closedUntil, _time.GetTimestamp() + _time.TimestampFrequency * (long)Pause.TotalSeconds);

    private async Task WriteAsync()
    {
        List<Item> group = [];
        long? givingUpAt = null;
        var lastWritten = _time.GetTimestamp() - (long)(_delay.TotalSeconds * _time.TimestampFrequency);
        while (true)
        {
            await GatherAsync(group, lastWritten);
            if (_hasEnded)
            {
                return;
            }

            if (group.Count == 0)
            {
                continue; // it went with an earlier one
            }

            try
            {
                await _commit(group.ConvertAll(i => i.Value));
                Interlocked.Add(ref _count, -group.Count);
                Interlocked.Increment(ref _written);
                lastWritten = _time.GetTimestamp();
                group.ForEach(i => i.Done?.TrySetResult());
                group.Clear();
                if (_hasFailed)
                {
                    _hasFailed = false;
                    _logger.StoreBack();
                }
            }
            catch (Exception e)
            {
                // Nothing of the group stands: who waits is refused, what has happened is written again.
                Close();
                if (!_hasFailed)
                {
                    _hasFailed = true;
                    _logger.StoreFailed(e.GetType().Name + ": " + e.Message);
                }

                Refuse(group, e);
                if (_isStopping)
                {
                    givingUpAt ??= _time.GetTimestamp();
                    if (_time.GetElapsedTime(givingUpAt.Value) > LastTries)
                    {
                        lock (_gate)
                        {
                            _hasEnded = true;
                        }

                        _logger.EntriesLost(Volatile.Read(ref _count));
                        return;
                    }
                }

                await Task.Delay(Pause, _time);
            }
        }
    }

    /// <summary>Whoever waits is told so, also behind the group; what has happened stays, to be written again.</summary>
    private void Refuse(List<Item> group, Exception why)
    {
        List<Item> waiting = [.. group.Where(i => i.Done is not null)];
        group.RemoveAll(i => i.Done is not null);
        lock (_gate)
        {
            for (var left = _waiting.Count; left > 0; left--)
            {
                var item = _waiting.Dequeue();
                if (item.Done is not null)
                {
                    waiting.Add(item);
                }
                else
                {
                    _waiting.Enqueue(item);
                }
            }
        }

        Interlocked.Add(ref _count, -waiting.Count);
        waiting.ForEach(i => i.Done!.TrySetException(new StoreUnavailableException("The store failed.", why)));
    }

    private readonly record struct Item(T Value, TaskCompletionSource? Done, bool IsUrgent);
}
