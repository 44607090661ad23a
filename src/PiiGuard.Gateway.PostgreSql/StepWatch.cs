using System.Data.Common;
using Npgsql;
using PiiGuard.Gateway.Ledger;

namespace PiiGuard.Gateway.PostgreSql;

/// <summary>Looks every two seconds for steps of the detection, and releases, that other gateways have entered.</summary>
internal sealed class StepWatch : IAsyncDisposable
{
    private const long Overlap = 10; // seconds: an entry may stand a moment after its time
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly string _connectionString;
    private readonly Func<long, bool> _isOwn;
    private readonly Action<LedgerRow> _tell;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<(long Chain, long Number)> _told = [];
    private readonly Task _watching;
    private long _since;

    /// <param name="connectionString">Of the database.</param>
    /// <param name="since">Steps before this second are known.</param>
    /// <param name="isOwn">Whether a chain is of this gateway.</param>
    /// <param name="tell">Is told each step once, in their order.</param>
    public StepWatch(string connectionString, long since, Func<long, bool> isOwn, Action<LedgerRow> tell)
    {
        (_connectionString, _since, _isOwn, _tell) = (connectionString, since, isOwn, tell);
        _watching = Task.Run(WatchAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        NpgsqlConnection? connection = null;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Interval, _stop.Token);
                if (connection is null)
                {
                    connection = new(_connectionString);
                    await connection.OpenAsync(_stop.Token);
                }

                Look(connection);
            }
            catch (OperationCanceledException)
            {
                // It ends.
            }
            catch (Exception e) when (e is DbException or TimeoutException or System.Net.Sockets.SocketException)
            {
                // The writer says in the log that the server is away; what is entered meanwhile is told when it is back.
                await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
                connection = null;
            }
        }

        await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private void Look(NpgsqlConnection connection)
    {
        var latest = _since;
        foreach (var step in new LedgerReader(connection).Steps(_since - Overlap))
        {
            latest = Math.Max(latest, step.At);
            if (!_isOwn(step.Chain) && _told.Add((step.Chain, step.Number)))
            {
                _tell(step);
            }
        }

        _since = latest;
        if (_told.Count > 100_000)
        {
            _told.Clear(); // told twice is told once
        }
    }
}
