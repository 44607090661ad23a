using System.Data;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Npgsql;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Policies;

namespace PiiGuard.Gateway.PostgreSql.Leases;

/// <summary>Keeps the lease of this gateway, and asks for shares: everything that waits in one trip.</summary>
internal sealed class LeaseClient : IAsyncDisposable
{
    /// <summary>How long a lease lasts; in seconds of the store.</summary>
    public const int Seconds = 60;

    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(Seconds - 5); // what was decided within it leaves before the end

    private readonly string _connectionString;
    private readonly long _lessee;
    private readonly long _run = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
    private readonly string _node;
    private readonly Func<long> _entries;
    private readonly TimeProvider _time;
    private readonly GroupCommit<LeaseAsk?> _asks;
    private NpgsqlConnection? _connection;
    private long _heldSince;
    private long _epoch; // 0: none yet

    /// <param name="connectionString">Of the database.</param>
    /// <param name="lessee">Identity of this gateway's journal.</param>
    /// <param name="node">Where that is: a copy is elsewhere.</param>
    /// <param name="entries">How many entries the journal has.</param>
    /// <param name="rules">How long to wait, and how many.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told when the store fails.</param>
    public LeaseClient(string connectionString, long lessee, string node, Func<long> entries, StoreRules rules, TimeProvider time, ILogger logger)
    {
        (_connectionString, _lessee, _node, _entries, _time) = (connectionString, lessee, node, entries, time);
        _asks = new(AskAsync, _ => 8, rules.QueueEntries, rules.Deadline, TimeSpan.Zero, time, logger, dropped: asks => Answered([.. asks.OfType<LeaseAsk>()]));
    }

    /// <summary>Is told what became of asks, in the order in which the store decided them, before anybody else is.</summary>
    public Action<IReadOnlyList<LeaseAsk>> Answered { get; set; } = _ => { };

    /// <summary>Whether the shares are this gateway's own for now.</summary>
    public bool IsHeld => Epoch != 0 && _time.GetElapsedTime(Volatile.Read(ref _heldSince)) < Trusted;

    /// <summary>Changes when the lease has ended: then all shares are gone.</summary>
    public long Epoch => Volatile.Read(ref _epoch);

    /// <summary>Goes on with the lease.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be asked.</exception>
    public Task RenewAsync(CancellationToken cancellation) => _asks.WriteAsync(null, cancellation);

    /// <summary>Asks for shares.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be asked.</exception>
    public Task AskAsync(LeaseAsk ask, CancellationToken cancellation) => _asks.WriteAsync(ask, cancellation);

    /// <summary>Ends the lease, so that the file may be used elsewhere at once; else it ends by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        await _asks.DisposeAsync();
        await using var connection = _connection;
        if (connection is not { State: ConnectionState.Open })
        {
            return;
        }

        try
        {
            await using var batch = new NpgsqlBatch(connection);
            LedgerWriter.Add(batch, "SELECT end_lease($1, $2, $3)", _lessee, _run, _entries());
            await batch.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // The server is away.
        }
    }

    /// <summary>Begins the lease, or takes over the one that an earlier run of this gateway had.</summary>
    /// <exception cref="StoreOpenException">The file is not the one that was used last, or is in use elsewhere; or the clock of this machine is not right.</exception>
    public async Task BeginAsync()
    {
        try
        {
            var connection = await ConnectAsync();
            await ServerClock.CompareAsync(connection, _time);
            await using var batch = new NpgsqlBatch(connection);
            var sent = _time.GetTimestamp();
            LedgerWriter.Add(batch, "SELECT renew($1, $2, $3, true, $4, $5)", _lessee, _node, _run, _entries(), (long)Seconds);
            Volatile.Write(ref _epoch, (long)(await batch.ExecuteScalarAsync())!);
            Volatile.Write(ref _heldSince, sent);
        }
        catch (Exception e)
        {
            await (_connection?.DisposeAsync() ?? ValueTask.CompletedTask);
            _connection = null;
            throw e is PostgresException { SqlState: PostgresErrorCodes.RaiseException } refused ? new StoreOpenException($"PiiGuard:Store:File: {refused.MessageText}; {refused.Hint}", e) : e;
        }
    }

    private async Task AskAsync(IReadOnlyList<LeaseAsk?> group)
    {
        var asks = group.OfType<LeaseAsk>().ToList();
        try
        {
            await using var batch = new NpgsqlBatch(await ConnectAsync());
            var sent = _time.GetTimestamp();
            LedgerWriter.Add(batch, "SELECT renew($1, $2, $3, false, $4, $5)", _lessee, _node, _run, _entries(), (long)Seconds);
            if (asks.Count > 0)
            {
                LedgerWriter.Add(
                    batch, "SELECT lease($1, $2, $3, $4, $5, $6, $7, $8)", _lessee, asks[0].Epoch,
                    Array(asks, a => (long)a.Lease.Account), Array(asks, a => (long)a.Quota.Window.TotalSeconds), Array(asks, a => a.Quota.Count), Array(asks, a => a.Least), Array(asks, a => a.Want), asks.ConvertAll(a => a.IsBack).ToArray());
            }

            await using var reader = await batch.ExecuteReaderAsync();
            await reader.ReadAsync();
            var epoch = reader.GetInt64(0);
            if (await reader.NextResultAsync() && await reader.ReadAsync() && !reader.IsDBNull(0))
            {
                var shares = reader.GetFieldValue<long[]>(0);
                for (var i = 0; i < asks.Count; i++)
                {
                    asks[i].Share = asks[i].Epoch == epoch ? (int)shares[i] : null;
                }
            }

            await reader.CloseAsync();
            Volatile.Write(ref _epoch, epoch);
            Volatile.Write(ref _heldSince, sent);
        }
        catch
        {
            await (_connection?.DisposeAsync() ?? ValueTask.CompletedTask);
            _connection = null;
            asks.ForEach(a => a.Share = null);
            throw;
        }
        finally
        {
            Answered(asks);
        }
    }

    private static long[] Array(List<LeaseAsk> asks, Func<LeaseAsk, long> value) => [.. asks.Select(value)];

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        if (_connection is null)
        {
            var connection = new NpgsqlConnection(_connectionString);
            try
            {
                await connection.OpenAsync();
                await PostgreSqlSchema.GuardAsync(connection);
                await PostgreSqlSchema.SetUpAsync(connection);
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }

            _connection = connection;
        }

        return _connection;
    }
}
