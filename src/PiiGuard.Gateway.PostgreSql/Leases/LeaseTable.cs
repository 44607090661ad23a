using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.PostgreSql.Leases;

/// <summary>
/// The shares of this gateway, and what is charged to them. One lock keeps three things in one order: what is charged, what is asked for,
/// and what is given back.
/// </summary>
internal sealed class LeaseTable
{
    private const int MostAtOnce = 1_000; // leases that are given back in one round
    private static readonly TimeSpan Denial = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ulong, Lease> _leases = [];
    private readonly Lock _lock = new();
    private readonly JournaledBudgetStore _local;
    private readonly LeaseClient _client;
    private readonly int _nodes;
    private readonly TimeProvider _time;
    private long _epoch;

    /// <param name="local">What this gateway delivered.</param>
    /// <param name="client">Asks for shares.</param>
    /// <param name="nodes">How many gateways share.</param>
    /// <param name="time">The clock.</param>
    public LeaseTable(JournaledBudgetStore local, LeaseClient client, int nodes, TimeProvider time)
    {
        (_local, _client, _nodes, _time) = (local, client, nodes, time);
        client.Answered = Answered;
    }

    /// <summary>Charges what fits into the shares.</summary>
    public async ValueTask<ChargeResult> ChargeAsync(Charge charge, CancellationToken cancellation)
    {
        // Within the lock, so that no share is given back between the look at it and the charge; what is waited for is the disk.
        ValueTask<ChargeResult> charging;
        List<Level> held;
        lock (_lock)
        {
            ForgetOldEpoch();
            held = Held(charge.Levels);
            charging = _local.ChargeAsync(charge with { Levels = held }, cancellation);
        }

        var result = await charging;
        return result.Exceeded is { } exceeded ? result with { Exceeded = OfAll(charge.Levels, held, exceeded) } : result;
    }

    /// <summary>What is left as far as this gateway knows: what is left elsewhere it learns when its own share is spent.</summary>
    public IReadOnlyList<QuotaStanding> Standing(IReadOnlyList<Level> levels)
    {
        List<QuotaStanding> standings = [.. _local.Standing(levels)];
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
                        standings[i] = standings[i] with { Remaining = Math.Max(0, standings[i].Remaining - quota.Count + Math.Min(quota.Count, lease.ShareOf(quota))) };
                    }

                    i++;
                }
            }
        }

        return standings;
    }

    /// <summary>Asks for more before the share is spent; nobody waits for it.</summary>
    /// <param name="levels">Where.</param>
    /// <param name="added">How many new subjects were charged just now.</param>
    public void AskAhead(IReadOnlyList<Level> levels, int added)
    {
        if (!IsWorthALook(levels, added))
        {
            return;
        }

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
    public List<Task> Ask(IReadOnlyList<Level> levels, int needed, CancellationToken cancellation)
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
                    if (lease.IsOver(quota))
                    {
                        // What is held goes down with what is spent; nothing is charged to it meanwhile.
                        if (lease.Asking == 0 && !IsDenied(lease))
                        {
                            lease.Set(quota, 0, isOver: true);
                            asks.Add(Send(new(lease, quota, _epoch, used, want, IsBack: true), cancellation));
                        }
                    }
                    else if (want > share && !IsDenied(lease) && (needed > 0 || (lease.Asking == 0 && share - used <= Ahead(quota) / 2)))
                    {
                        asks.Add(Send(new(lease, quota, _epoch, Math.Max(used, share), want), cancellation));
                    }
                }
            }
        }

        return asks;
    }

    /// <summary>Gives back what is not spent, of each lease once.</summary>
    /// <param name="isMeant">Of whom.</param>
    public async Task GiveBackAsync(Func<Lease, bool> isMeant)
    {
        List<Lease> meant;
        lock (_lock)
        {
            ForgetOldEpoch();
            meant = [.. _leases.Values.Where(isMeant)];
        }

        try
        {
            foreach (var some in meant.Chunk(MostAtOnce))
            {
                await Task.WhenAll(GiveBack(some, isMeant));
            }
        }
        catch (StoreUnavailableException)
        {
            // It stays this gateway's in the store, until it asks again or its lease ends.
        }
    }

    private List<Task> GiveBack(IEnumerable<Lease> leases, Func<Lease, bool> isMeant)
    {
        List<Task> asks = [];
        lock (_lock)
        {
            ForgetOldEpoch();
            foreach (var lease in leases.Where(l => l.Asking == 0 && _leases.GetValueOrDefault(l.Account) == l && isMeant(l)))
            {
                foreach (var quota in lease.Quotas)
                {
                    var used = SpentOf(Spent([new(LevelKind.Credential, lease.Account, new() { Subjects = [quota] })])[0]);
                    var isOver = lease.IsOver(quota);
                    if (used < lease.ShareOf(quota) || isOver)
                    {
                        lease.Set(quota, isOver ? 0 : used, isOver); // from here on nothing is charged to it
                        asks.Add(Send(new(lease, quota, _epoch, used, used, IsBack: true), CancellationToken.None));
                    }
                }

                if (lease.IsEmpty)
                {
                    _leases.Remove(lease.Account);
                }
            }
        }

        return asks;
    }

    private List<Level> Held(IReadOnlyList<Level> levels)
    {
        var now = _time.GetTimestamp();
        List<Level> held = new(levels.Count);
        foreach (var level in levels)
        {
            if (level.Limits.Subjects.Length == 0)
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
    private IReadOnlyList<QuotaStanding> Spent(IReadOnlyList<Level> levels) => _local.Standing([.. levels.Select(l => l with { Limits = l.Limits.Unlimited() })]);

    /// <summary>What was too small, by its quota and not by the share of it.</summary>
    private static QuotaStanding OfAll(IReadOnlyList<Level> levels, List<Level> held, QuotaStanding exceeded)
    {
        var level = held.FindIndex(l => l.Limits.Subjects.Any(q => ReferenceEquals(q, exceeded.Quota)));
        return exceeded with { Quota = levels[level].Limits.Subjects.First(q => q.Window == exceeded.Quota.Window) };
    }

    /// <summary>Whether so many were charged since the last look that a share may run out.</summary>
    private bool IsWorthALook(IReadOnlyList<Level> levels, int added)
    {
        var isWorth = false;
        lock (_lock)
        {
            foreach (var level in levels)
            {
                if (_leases.TryGetValue(level.Key, out var lease))
                {
                    lease.Added += added;
                    foreach (var quota in level.Limits.Subjects)
                    {
                        isWorth |= lease.Added >= Ahead(quota) / 4;
                    }

                    lease.Added = isWorth ? 0 : lease.Added;
                }
            }
        }

        return isWorth;
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

                ask.Lease.Set(ask.Quota, share, isOver: share < ask.Least);
                if (share < ask.Want)
                {
                    ask.Lease.DeniedUntil = _time.GetTimestamp() + (long)(Denial.TotalSeconds * _time.TimestampFrequency);
                }
            }
        }
    }
}
