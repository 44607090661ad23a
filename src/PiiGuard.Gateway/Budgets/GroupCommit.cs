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
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1); // before a store that failed is asked again
    private static readonly TimeSpan LastTries = TimeSpan.FromSeconds(5);

    private readonly WaitingLine<T> _line;
    private readonly Func<IReadOnlyList<T>, Task> _commit;
    private readonly int _capacity;
    private readonly TimeSpan _deadline;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<IReadOnlyList<T>> _dropped;
    private readonly Task _writer;
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
    /// <param name="dropped">Is told what nobody will try to write any more, since it waited behind a group that failed.</param>
    public GroupCommit(
        Func<IReadOnlyList<T>, Task> commit, Func<T, int> weightOf, int capacity, TimeSpan deadline, TimeSpan delay, TimeProvider time, ILogger logger, Action<IReadOnlyList<T>>? dropped = null)
    {
        (_commit, _capacity, _deadline, _time, _logger, _dropped) = (commit, capacity, deadline, time, logger, dropped ?? (_ => { }));
        _line = new(weightOf, delay, time);
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

        var waiting = new Waiting<T>(item, new(TaskCreationOptions.RunContinuationsAsynchronously), true);
        var written = Volatile.Read(ref _written);
        if (!TryAdd(waiting))
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
        if (!TryAdd(new(item, null, isUrgent)))
        {
            _logger.EntriesLost(1);
        }
    }

    /// <summary>Ends when all that waits is written; gives up on a store that keeps failing.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        _line.Stop();
        await _writer;
        await _line.DisposeAsync();
    }

    private bool TryAdd(Waiting<T> item)
    {
        Interlocked.Increment(ref _count);
        if (_line.TryAdd(item))
        {
            return true;
        }

        Interlocked.Decrement(ref _count);
        return false;
    }

    /// <summary>Whoever comes within the pause is refused at once instead of waiting too.</summary>
    private void Close() => Volatile.Write(ref _closedUntil, _time.GetTimestamp() + _time.TimestampFrequency * (long)Pause.TotalSeconds);

    private async Task WriteAsync()
    {
        List<Waiting<T>> group = [];
        long? givingUpAt = null;
        while (await _line.TakeAsync(group))
        {
            if (group.Count == 0)
            {
                continue; // it went with an earlier one
            }

            try
            {
                await _commit(group.ConvertAll(i => i.Value));
                Interlocked.Add(ref _count, -group.Count);
                Interlocked.Increment(ref _written);
                _line.Written();
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
                        _line.End();
                        _logger.EntriesLost(Volatile.Read(ref _count));
                        return;
                    }
                }

                await Task.Delay(Pause, _time);
            }
        }
    }

    /// <summary>Whoever waits is told so, also behind the group; what has happened stays, to be written again.</summary>
    private void Refuse(List<Waiting<T>> group, Exception why)
    {
        var behind = _line.TakeAwaited();
        _dropped(behind.ConvertAll(i => i.Value));
        List<Waiting<T>> awaited = [.. group.FindAll(i => i.Done is not null), .. behind];
        group.RemoveAll(i => i.Done is not null);
        Interlocked.Add(ref _count, -awaited.Count);
        awaited.ForEach(i => i.Done!.TrySetException(new StoreUnavailableException("The store failed.", why)));
    }
}
