using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Telemetry;

namespace PiiGuard.Gateway.PostgreSql;

/// <summary>
/// The budgets and the ledger of several gateways in PostgreSQL, exact over all of them: what is charged is decided there, in one trip for
/// everything that waits at the time. While the server is away the policy says what holds.
/// </summary>
internal sealed class PostgreSqlStore : IBudgetStore, IAsyncDisposable
{
    private const int MostSubjects = 2_000; // that are decided at once: some fifty milliseconds at four levels

    private readonly string _connectionString;
    private readonly LedgerKeys _keys;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly GroupCommit<StoreWork> _commit;
    private readonly StandingCache _standings;
    private readonly LocalDeliveries? _local; // while the server is away
    private readonly string _node;
    private readonly ConcurrentDictionary<long, bool> _ownChains = [];
    private long _headLogged;
    private readonly long _opened; // by the store's clock
    private StepWatch? _steps;
    private PostgreSqlSession? _session;
    private PostgreSqlSession? _failed;

    private PostgreSqlStore(PostgreSqlSession session, StoreRules rules, string connectionString, string node, LedgerKeys keys, LocalDeliveries? local, TimeProvider time, ILogger logger)
    {
        (_session, _connectionString, _node, _keys, _time, _logger) = (session, connectionString, node, keys, time, logger);
        KnownCallers = session.KnownCallers();
        _ownChains[session.Chain] = true;
        _opened = session.Now;
        _headLogged = time.GetTimestamp();
        logger.StoreOpened(StoreKind.PostgreSql, 0, KnownCallers.Count, KnownCallers.Count(c => c.Quarantine is not null), session.Chain);
        _standings = new(time);
        _local = local;
        _commit = new(WriteAsync, w => w.Entry?.Weight ?? 1 + w.Charge!.Subjects.Count, rules.QueueEntries, rules.Deadline, TimeSpan.Zero, time, logger);
    }

    /// <summary>Connects, takes the schema to the present version, and begins a chain of the ledger.</summary>
    /// <param name="rules">Where it is.</param>
    /// <param name="digestKey">The secret under which the ledger is written.</param>
    /// <param name="local">Where what leaves while the server is away is entered first; null: nothing leaves then. Is disposed with the store, and where that cannot be opened.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told what happens.</param>
    /// <exception cref="StoreOpenException">The database cannot be used.</exception>
    public static async Task<PostgreSqlStore> OpenAsync(StoreRules rules, ReadOnlyMemory<byte> digestKey, JournaledBudgetStore? local, TimeProvider time, ILogger logger)
    {
        PostgreSqlSession? session = null;
        try
        {
            var connectionString = ConnectionStringOf(rules);
            var keys = new LedgerKeys(digestKey.Span);
            var node = Environment.MachineName;
            session = await PostgreSqlSession.OpenAsync(connectionString, keys, node, time);
            var deliveries = local is null ? null : new LocalDeliveries(local, rules.Nodes, logger);
            var left = deliveries?.LeftBehind(await session.CarriedAsync(deliveries.Identity, local!.Entries)) ?? [];
            var store = new PostgreSqlStore(session, rules, connectionString, node, keys, deliveries, time, logger);
            left.ForEach(w => store._commit.Add(w, isUrgent: true));
            return store;
        }
        catch (Exception e)
        {
            await (session?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (local?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw e switch
            {
                PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } lacking =>
                    new StoreOpenException($"PiiGuard:Store:Connection: the user lacks rights: it has to own the schema '{PostgreSqlSchema.Name}', or be allowed to create it. {lacking.MessageText}", e),
                NpgsqlException or SocketException or TimeoutException or LedgerSealException => new StoreOpenException($"PiiGuard:Store:Connection: the database cannot be used: {e.Message}", e),
                _ => e,
            };
        }
    }

    /// <summary>The connection string with what PiiGuard sets.</summary>
    /// <exception cref="StoreOpenException">It is none.</exception>
    public static string ConnectionStringOf(StoreRules rules)
    {
        try
        {
            // A hung server must not hold the writer for longer than it takes to give up on it.
            var connection = new NpgsqlConnectionStringBuilder(rules.Connection)
            {
                Multiplexing = false, SearchPath = PostgreSqlSchema.Name, Pooling = false, Timeout = 5, CommandTimeout = 5, CancellationTimeout = 1000, MaxAutoPrepare = 50, AutoPrepareMinUsages = 1, IncludeErrorDetail = false,
            };
            return string.IsNullOrEmpty(connection.Host) ? throw new ArgumentException("It names no host.") : connection.ToString();
        }
        catch (ArgumentException)
        {
            // Its message may hold a piece of the password.
            throw new StoreOpenException("PiiGuard:Store:Connection: is not a connection string such as 'Host=db;Database=piiguard;Username=piiguard;Password=\"…\"'");
        }
    }

    public bool IsOpen => _commit.IsOpen;

    public bool HasRoom => _local is { IsOpen: true } && _commit.HasRoom;

    public IReadOnlyCollection<KnownCaller> KnownCallers { get; }

    public void WatchSteps(Action<LedgerRow> tell) => _steps = new(_connectionString, _opened, _ownChains.ContainsKey, tell);

    /// <summary>A page of more customers than are decided at once is charged in parts: when a later one does not fit, those before stay charged, and are free.</summary>
    public async ValueTask<ChargeResult> ChargeAsync(Charge charge, CancellationToken cancellation)
    {
        if (charge.Subjects.Count <= MostSubjects)
        {
            return await ChargeOneAsync(charge, cancellation);
        }

        // Whoever may have fewer in all cannot have received most of these before: nobody has to wait for that to be found out.
        var distinct = charge.Subjects.Distinct().Count();
        if (!charge.Partly && _standings.Of(charge.Levels).FirstOrDefault(s => s.Quota.Count < distinct) is { } exceeded)
        {
            return new() { Exceeded = exceeded };
        }

        var result = new ChargeResult { IsGranted = true };
        List<ulong> entered = [];
        foreach (var part in charge.Parts(MostSubjects))
        {
            var one = await ChargeOneAsync(part, cancellation);
            result = result.And(one);
            if (!one.IsGranted)
            {
                return result with { LeftOut = [.. entered, .. one.LeftOut] };
            }

            entered.AddRange(part.Entry?.Subjects ?? []);
        }

        return result;
    }

    private async ValueTask<ChargeResult> ChargeOneAsync(Charge charge, CancellationToken cancellation)
    {
        if (charge.Subjects.Count == 0 && charge.Entry is null)
        {
            return new() { IsGranted = true };
        }

        var work = new StoreWork(charge.Entry is null ? null : charge.Entry with { Levels = charge.Levels }, charge);
        try
        {
            await _commit.WriteAsync(work, cancellation);
        }
        catch (StoreUnavailableException) when (charge.WhenDown != WhenDown.Closed && _local is not null && _commit.HasRoom)
        {
            var (decided, forced) = await _local.ChargeAsync(charge, cancellation);
            if (forced is not null)
            {
                _commit.Add(forced, isUrgent: true);
            }

            return decided;
        }

        var result = charge.Subjects.Count == 0 ? new ChargeResult { IsGranted = true } : work.Result;
        _standings.Note(charge.Levels, result.Standings);
        if (result.IsGranted && charge.WhenDown == WhenDown.Share)
        {
            _local?.Remember(charge, result);
        }

        return result;
    }

    public ValueTask<IReadOnlyList<QuotaStanding>> StandingAsync(IReadOnlyList<Level> levels, CancellationToken cancellation) => ValueTask.FromResult(_standings.Of(levels));

    public void Note(LedgerEntry entry) => _commit.Add(new(entry, null), entry.IsUrgent);

    public Task EnterAsync(LedgerEntry entry, CancellationToken cancellation) => _commit.WriteAsync(new(entry, null), cancellation);

    public async ValueTask DisposeAsync()
    {
        await (_steps?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _commit.DisposeAsync();
        if (_session is not null)
        {
            _logger.LedgerHead(_session.Head);
            await _session.DisposeAsync();
        }

        await (_local?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task WriteAsync(IReadOnlyList<StoreWork> group)
    {
        if (_session is null)
        {
            var session = await PostgreSqlSession.OpenAsync(_connectionString, _keys, _node, _time);
            _ownChains[session.Chain] = true;
            try
            {
                if (_failed is not null)
                {
                    session.Resolve(_failed);
                    _failed = null;
                }
            }
            catch
            {
                await session.DisposeAsync();
                throw;
            }

            _session = session;
        }

        try
        {
            if (_time.GetElapsedTime(_headLogged) >= LedgerHead.Interval)
            {
                // Before anything is written: who logs may fail, and what is written once must not be written again.
                _headLogged = _time.GetTimestamp();
                _logger.LedgerHead(_session.Head);
            }

            var carried = _local?.CarriedWith(group);
            await _session.WriteAsync(group, carried is { } entries ? (_local!.Identity, entries) : null);
            _local?.Carried(group, isKnown: carried is not null);
        }
        catch
        {
            // Whether it stands is found out by the next session, on a chain of its own.
            _logger.LedgerHead(_session.Head);
            _failed = _session.Unsure is null ? _failed : _session;
            await _session.DisposeAsync();
            _session = null;
            throw;
        }
    }
}
