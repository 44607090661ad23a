using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Policies;

namespace PiiGuard.Gateway.PostgreSql.Leases;

/// <summary>
/// Budgets that several gateways share without a trip for each answer: each takes a share of a quota in advance and keeps to it, with what
/// it delivered and its ledger in a file of its own. A share is given back only as far as it is not spent within the window, so that no
/// interval holds more than the quota, whoever had which part of it when. Steps of the detection and releases are kept in common.
/// </summary>
internal sealed class LeasedStore : IBudgetStore, IAsyncDisposable
{
    private const int MostAttempts = 3; // what one has asked for another may take
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(15);

    private readonly JournaledBudgetStore _local;
    private readonly PostgreSqlStore _shared;
    private readonly LeaseClient _client;
    private readonly LeaseTable _leases;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _rounds;

    /// <param name="local">What this gateway delivered, and its ledger.</param>
    /// <param name="shared">Where steps and releases are kept.</param>
    /// <param name="client">Asks for shares.</param>
    /// <param name="nodes">How many gateways share.</param>
    /// <param name="time">The clock.</param>
    private LeasedStore(JournaledBudgetStore local, PostgreSqlStore shared, LeaseClient client, int nodes, TimeProvider time)
    {
        (_local, _shared, _client, _leases, _time) = (local, shared, client, new(local, client, nodes, time), time);
        var quarantined = shared.KnownCallers.ToDictionary(c => c.Name, c => c.Quarantine, StringComparer.Ordinal);
        KnownCallers =
        [
            .. local.KnownCallers.Select(c => c with { Quarantine = quarantined.GetValueOrDefault(c.Name) }),
            .. shared.KnownCallers.ExceptBy(local.KnownCallers.Select(c => c.Name), c => c.Name),
        ];
        _rounds = Task.Run(GoOnAsync);
    }

    /// <summary>Begins a lease, or goes on with the one that an earlier run of this gateway had.</summary>
    /// <exception cref="StoreOpenException">The file is not as it was when the lease was last gone on with.</exception>
    public static async Task<LeasedStore> OpenAsync(JournaledBudgetStore local, PostgreSqlStore shared, StoreRules rules, TimeProvider time, ILogger logger)
    {
        var client = new LeaseClient(PostgreSqlStore.ConnectionStringOf(rules), local.Identity, $"{Environment.MachineName}:{Path.GetFullPath(rules.File!)}", () => local.Entries, rules, time, logger);
        try
        {
            await client.BeginAsync();
            return new(local, shared, client, rules.Nodes, time);
        }
        catch (Exception e)
        {
            foreach (var opened in new IAsyncDisposable[] { client, shared, local })
            {
                await opened.DisposeAsync();
            }

            throw e is Npgsql.NpgsqlException or SocketException or TimeoutException ? new StoreOpenException($"PiiGuard:Store:Connection: the database cannot be used: {e.Message}", e) : e;
        }
    }

    public bool IsOpen => _local.IsOpen;

    public bool HasRoom => _local.HasRoom;

    public IReadOnlyCollection<KnownCaller> KnownCallers { get; }

    public async ValueTask<ChargeResult> ChargeAsync(Charge charge, CancellationToken cancellation)
    {
        if (charge.Subjects.Count == 0 || charge.Levels.All(l => l.Limits.Subjects.Length == 0))
        {
            return await _local.ChargeAsync(charge, cancellation);
        }

        for (var attempt = 1; ; attempt++)
        {
            if (!_client.IsHeld)
            {
                await _client.RenewAsync(cancellation);
            }

            var result = await _leases.ChargeAsync(charge with { Partly = charge.Partly && attempt == MostAttempts }, cancellation);
            if (result.Exceeded is null || attempt == MostAttempts)
            {
                if (!_client.IsHeld)
                {
                    throw new StoreUnavailableException("The lease ended meanwhile.");
                }

                if (result.New.Count > 0)
                {
                    _leases.AskAhead(charge.Levels, result.New.Count);
                }

                return result;
            }

            await Task.WhenAll(_leases.Ask(charge.Levels, charge.Subjects.Count, cancellation));
        }
    }

    /// <summary>As far as this gateway knows: what is left elsewhere it learns when its own share is spent.</summary>
    public ValueTask<IReadOnlyList<QuotaStanding>> StandingAsync(IReadOnlyList<Level> levels, CancellationToken cancellation) => ValueTask.FromResult(_leases.Standing(levels));

    public void WatchSteps(Action<LedgerRow> tell) => _shared.WatchSteps(tell);

    public void Note(LedgerEntry entry) => (entry.Kind == LedgerKind.Step ? (IBudgetStore)_shared : _local).Note(entry);

    public Task EnterAsync(LedgerEntry entry, CancellationToken cancellation) => _shared.EnterAsync(entry, cancellation);

    /// <summary>Gives back what is not spent.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _rounds;
        await _leases.GiveBackAsync(_ => true);

        await _client.DisposeAsync();
        await _shared.DisposeAsync();
        await _local.DisposeAsync();
    }

    /// <summary>Goes on with the lease, and gives back what nobody uses.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be asked.</exception>
    internal async Task RoundAsync(CancellationToken cancellation)
    {
        await _client.RenewAsync(cancellation);
        await _leases.GiveBackAsync(l => _time.GetElapsedTime(l.LastUse) > Round);
    }

    private async Task GoOnAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Round, _time, _stop.Token);
                await RoundAsync(_stop.Token);
            }
            catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
            {
                // The store has said so in the log; the lease is gone on with as soon as it can be.
            }
        }
    }
}
