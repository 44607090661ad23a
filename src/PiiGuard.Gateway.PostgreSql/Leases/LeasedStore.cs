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
    private const int MostAtOnce = 1_000; // leases that are given back in one round
    private const int MostAttempts = 3; // what one has asked for another may take
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Denial = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ulong, Lease> _leases = [];
    private readonly Lock _lock = new();
    private readonly JournaledBudgetStore _local;
    private readonly PostgreSqlStore _shared;
    private readonly LeaseClient _client;
    private readonly int _nodes;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _rounds;
    private long _epoch;

    /// <param name="local">What this gateway delivered, and its ledger.</param>
    /// <param name="shared">Where steps and releases are kept.</param>
    /// <param name="client">Asks for shares.</param>
    /// <param name="nodes">How many gateways share.</param>
    /// <param name="time">The clock.</param>
    private LeasedStore(JournaledBudgetStore local, PostgreSqlStore shared, LeaseClient client, int nodes, TimeProvider time)
    {
        (_local, _shared, _client, _nodes, _time) = (local, shared, client, nodes, time);
        var quarantined = shared.KnownCallers.ToDictionary(c => c.Name, c => c.Quarantine, StringComparer.Ordinal);
        KnownCallers =
        [
            .. local.KnownCallers.Select(c => c with { Quarantine = quarantined.GetValueOrDefault(c.Name) }),
            .. shared.KnownCallers.ExceptBy(local.KnownCallers.Select(c => c.Name), c => c.Name),
        ];
        _client.Answered = Answered;
        _rounds = Task.Run(GoOnAsync);
    }

    /// <summary>Begins a lease, or goes on with the one that an earlier run of this gateway had.</summary>
    /// <exception cref="StoreOpenException">The file is not as it was when the lease was last gone on with.</exception>
    public static async Task<LeasedStore> OpenAsync(JournaledBudgetStore local, PostgreSqlStore shared, StoreRules rules, TimeProvider time, ILogger logger)
    {
        var client = new LeaseClient(PostgreSqlStore.ConnectionStringOf(rules), local.Identity, Environment.MachineName, () => local.Entries, rules, time, logger);
        try
        {
            if (await client.KnownEntriesAsync() is var known && known > local.Entries)
            {
                throw new StoreOpenException($"PiiGuard:Store:File: '{rules.File}' was put back to an earlier state: it has {local.Entries} entries, and had {known}. What was delivered since would be forgotten; move it away, so that a new one is begun, which gets what is left.");
            }

            await client.RenewAsync(CancellationToken.None);
            return new(local, shared, client, rules.Nodes, time);
        }
        catch (Exception e)
        {
            await client.DisposeAsync();
            await shared.DisposeAsync();
            await local.DisposeAsync();
            throw e is Npgsql.NpgsqlException or StoreUnavailableException ? new StoreOpenException($"PiiGuard:Store:Connection: the database cannot be used: {e.Message}", e) : e;
        }
    }

    public bool IsOpen => _local.IsOpen;

    public IReadOnlyCollection<KnownCaller> KnownCallers { get; }

    public async ValueTask<ChargeResult> ChargeAsync(Charge charge, CancellationToken cancellation)
    {
        if (charge.Subjects.Count == 0 || charge.Levels.All(l => l.Limits.Subjects.Count == 0))
        {
            return await _local.ChargeAsync(charge, cancellation);
        }

        for (var attempt = 1; ; attempt++)
        {
            if (!_client.IsHeld)
            {
                await _client.RenewAsync(cancellation);
            }

            // Charged within the lock, so that no share is given back between the look at it and the charge; what is waited for is the disk.
            ValueTask<ChargeResult> charging;
            List<Level> held;
            lock (_lock)
            {
                ForgetOldEpoch();
                held = Held(charge.Levels);
                charging = _local.ChargeAsync(charge with { Levels = held, Partly = charge.Partly && attempt == MostAttempts }, cancellation);
            }

            var result = await charging;
            if (result.Exceeded is null || attempt == MostAttempts)
            {
                if (!_client.IsHeld)
                {
                    throw new StoreUnavailableException("The lease ended meanwhile.");
                }

                if (result.New.Count > 0)
                {
                    AskAhead(charge.Levels);
                }

                return result.Exceeded is { } exceeded ? result with { Exceeded = OfAll(charge.Levels, held, exceeded) } : result;
            }

            await Task.WhenAll(Ask(charge.Levels, charge.Subjects.Count, cancellation));
        }
    }

    /// <summary>As far as this gateway knows: what is left elsewhere it learns when its own share is spent.</summary>
    public async ValueTask<IReadOnlyList<QuotaStanding>> StandingAsync(IReadOnlyList<Level> levels, CancellationToken cancellation)
    {
        var spent = await _local.StandingAsync(levels, cancellation);
        List<QuotaStanding> standings = [.. spent];
        var i = 0;
        lock (_lock)
        {
            foreach (var level in levels)
            {
                var lease = _leases.GetValueOrDefault(level.Key);
                foreach (var quota in level.Limits.Subjects)
                {
                    if (lease is not null && IsDenied(lease))
                    {
                        standings[i] = spent[i] with { Remaining = Math.Max(0, spent[i].Remaining - quota.Count + Math.Min(quota.Count, lease.ShareOf(quota))) };
                    }

                    i++;
                }
            }
        }

        return standings;
    }

    public void WatchSteps(Action<LedgerRow> tell) => _shared.WatchSteps(tell);

    public void Note(LedgerEntry entry) => (entry.Kind == LedgerKind.Step ? (IBudgetStore)_shared : _local).Note(entry);

    public Task EnterAsync(LedgerEntry entry, CancellationToken cancellation) => _shared.EnterAsync(entry, cancellation);

    /// <summary>Gives back what is not spent.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _rounds;
        await GiveBackAsync(_ => true);
        await _client.DisposeAsync();
        await _shared.DisposeAsync();
        await _local.DisposeAsync();
    }

    private List<Level> Held(IReadOnlyList<Level> levels)
    {
        var now = _time.GetTimestamp();
        List<Level> held = new(levels.Count);
        foreach (var level in levels)
        {
            if (level.Limits.Subjects.Count == 0)
            {
                held.Add(level);
                continue;
            }

            var lease = LeaseOf(level);
            lease.LastUse = now;
            held.Add(lease.Held(level));
        }

        return held;
    }

    private Lease LeaseOf(Level level)
    {
        if (!_leases.TryGetValue(level.Key, out var lease))
        {
            _leases.Add(level.Key, lease = new(level.Key));
        }

        return lease;
    }

    /// <summary>A lease that has ended has given all shares away.</summary>
    private void ForgetOldEpoch()
    {
        if (_client.Epoch != _epoch)
        {
            _epoch = _client.Epoch;
            _leases.Clear();
        }
    }

    private bool IsDenied(Lease lease) => _time.GetTimestamp() < lease.DeniedUntil;

    /// <summary>What is taken at once beyond what is needed: often enough to ask seldom, little enough to leave others theirs.</summary>
    private int Ahead(Quota quota) => Math.Max(1, quota.Count / (4 * _nodes));

    private static int SpentOf(QuotaStanding standing) => standing.Quota.Count - standing.Remaining;

    /// <summary>What is spent of each quota here, whatever the shares are.</summary>
    private List<QuotaStanding> Spent(IReadOnlyList<Level> levels)
    {
        Level[] unlimited = [.. levels.Select(l => l with { Limits = l.Limits with { Subjects = [.. l.Limits.Subjects.Select(q => new Quota(int.MaxValue, q.Window, int.MaxValue))] } })];
        return [.. _local.Standing(unlimited)];
    }

    /// <summary>What was too small, by its quota and not by the share of it.</summary>
    private static QuotaStanding OfAll(IReadOnlyList<Level> levels, List<Level> held, QuotaStanding exceeded)
    {
        var level = held.FindIndex(l => l.Limits.Subjects.Any(q => ReferenceEquals(q, exceeded.Quota)));
        return exceeded with { Quota = levels[level].Limits.Subjects.First(q => q.Window == exceeded.Quota.Window) };
    }

    /// <summary>Asks for more before the share is spent; nobody waits for it.</summary>
    private void AskAhead(IReadOnlyList<Level> levels)
    {
        foreach (var asking in Ask(levels, 0, CancellationToken.None))
        {
            // Whoever finds the share spent asks again, and is told.
            _ = asking.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    /// <summary>Asks for room at all levels, where it was not denied just now.</summary>
    /// <param name="levels">Where.</param>
    /// <param name="needed">For how many more subjects; 0: as soon as half of what is taken ahead is spent.</param>
    /// <param name="cancellation">Nobody waits any more.</param>
    private List<Task> Ask(IReadOnlyList<Level> levels, int needed, CancellationToken cancellation)
    {
        List<Task> asks = [];
        lock (_lock)
        {
            ForgetOldEpoch();
            var spent = Spent(levels);
            var i = 0;
            foreach (var level in levels)
            {
                foreach (var quota in level.Limits.Subjects)
                {
                    var (lease, used) = (LeaseOf(level), SpentOf(spent[i++]));
                    var share = lease.ShareOf(quota);
                    var want = (int)Math.Min(quota.Count, used + (long)Math.Max(needed, Ahead(quota)));
                    if (want > share && !IsDenied(lease) && (needed > 0 || (lease.Asking == 0 && share - used <= Ahead(quota) / 2)))
                    {
                        asks.Add(Send(new(lease, quota, _epoch, Math.Max(used, share), want), cancellation));
                    }
                }
            }
        }

        return asks;
    }

    /// <summary>Within the lock: what is asked for is decided in the order in which it was found out.</summary>
    private Task Send(LeaseAsk ask, CancellationToken cancellation)
    {
        ask.Lease.Asking++;
        var asking = _client.AskAsync(ask, cancellation);
        ask.Lease.Asking -= asking.IsFaulted ? 1 : 0; // then it was not taken, and is not answered
        return asking;
    }

    private void Answered(IReadOnlyList<LeaseAsk> asks)
    {
        lock (_lock)
        {
            ForgetOldEpoch();
            foreach (var ask in asks)
            {
                ask.Lease.Asking--;
                if (ask.Share is not { } share || ask.Epoch != _epoch)
                {
                    continue;
                }

                ask.Lease.Set(ask.Quota, share);
                if (share < ask.Want)
                {
                    ask.Lease.DeniedUntil = _time.GetTimestamp() + (long)(Denial.TotalSeconds * _time.TimestampFrequency);
                }
            }
        }
    }

    /// <summary>Goes on with the lease, and gives back what nobody uses.</summary>
    private async Task GoOnAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Round, _time, _stop.Token);
                await _client.RenewAsync(_stop.Token);
                await GiveBackAsync(l => _time.GetElapsedTime(l.LastUse) > Round);
            }
            catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
            {
                // The store has said so in the log; the lease is gone on with as soon as it can be.
            }
        }
    }

    private async Task GiveBackAsync(Func<Lease, bool> isMeant)
    {
        List<Task> asks = [];
        try
        {
            lock (_lock)
            {
                ForgetOldEpoch();
                foreach (var lease in _leases.Values.Where(isMeant).Where(l => l.Asking == 0).Take(MostAtOnce).ToList())
                {
                    foreach (var quota in lease.Quotas)
                    {
                        var used = SpentOf(Spent([new(LevelKind.Credential, lease.Account, new() { Subjects = [quota] })])[0]);
                        if (used < lease.ShareOf(quota))
                        {
                            lease.Set(quota, used); // from here on nothing is charged to it
                            asks.Add(Send(new(lease, quota, _epoch, used, used), CancellationToken.None));
                        }
                    }

                    if (lease.IsEmpty)
                    {
                        _leases.Remove(lease.Account);
                    }
                }
            }

            await Task.WhenAll(asks);
        }
        catch (StoreUnavailableException)
        {
            // Then it stays this gateway's in the store, until it asks again or its lease ends.
        }
    }
}
