using Microsoft.Extensions.Logging;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Telemetry;

namespace PiiGuard.Gateway.PostgreSql;

/// <summary>
/// What this gateway delivers while the server is away. It stands in a file first, and is carried over when the server is back: by this run, or by the next one on the file. The server
/// keeps up to which entry that is done, together with what is carried, so that what a crash on the way interrupts is entered twice at worst, and never not at all.
/// </summary>
/// <param name="file">What was delivered.</param>
/// <param name="nodes">How many gateways share the budgets.</param>
/// <param name="logger">Is told what leaves without having been checked.</param>
internal sealed class LocalDeliveries(JournaledBudgetStore file, int nodes, ILogger logger) : IAsyncDisposable
{
    // Brings what was received to an account, for which the store counts it in all windows that it keeps; is dropped itself a second later.
    private static readonly LevelLimits AnyWindow = new() { Subjects = [new(int.MaxValue, TimeSpan.FromSeconds(1), int.MaxValue)] };

    private long _waiting; // to be carried over, or about to be decided
    private bool _isDue; // to say how far that is done; of the writer alone

    public bool IsOpen => file.IsOpen;

    /// <summary>Number of the file.</summary>
    public long Identity => file.Identity;

    /// <summary>Counts what the server has granted, so that a share that is served later is what is left of it.</summary>
    public void Remember(Charge charge, ChargeResult result) => file.Remember(Unlimited(charge, result.Surplus));

    /// <summary>Decides without the server.</summary>
    /// <returns>What became of it, and what is to be carried over.</returns>
    public async ValueTask<(ChargeResult Result, StoreWork? Work)> ChargeAsync(Charge charge, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _waiting); // before it stands in the file
        StoreWork? work = null;
        try
        {
            ChargeResult result;
            if (charge.WhenDown == WhenDown.OpenWithAlarm && !charge.Levels.Any(l => l.Limits.Subjects.Any(q => q.Count == 0)))
            {
                // Who may see only its own data goes on seeing only that.
                result = await file.ChargeAsync(Unlimited(charge, []), cancellation);
                logger.DeliveredUnchecked(charge.Entry?.Caller ?? "", charge.Subjects.Count);
            }
            else
            {
                result = await file.ChargeAsync(charge with { Levels = [.. charge.Levels.Select(l => l with { Limits = l.Limits.Divided(nodes) })] }, cancellation);
            }

            if (result.IsGranted)
            {
                var granted = charge with { Subjects = [.. charge.Subjects.Where(s => !result.Surplus.Contains(s))], Entry = null };
                work = new(charge.EntryOf(result, 0), granted, IsForced: true);
            }

            return (result, work);
        }
        finally
        {
            Interlocked.Add(ref _waiting, work is null ? -1 : 0);
        }
    }

    /// <summary>What an earlier run left behind.</summary>
    /// <param name="carried">Entries of the file that were carried over.</param>
    /// <exception cref="StoreOpenException">The file has fewer.</exception>
    public List<StoreWork> LeftBehind(long carried)
    {
        if (carried > file.Entries)
        {
            throw new StoreOpenException($"PiiGuard:Store:File: the file of this gateway was put back to an earlier state: it has {file.Entries} entries, and had {carried}; move it away, so that a new one is begun");
        }

        List<StoreWork> works = [];
        foreach (var row in file.RowsAfter(carried).Where(r => r.Kind == LedgerKind.Attempt))
        {
            List<Level> levels = [.. row.AccountKeys().Select(a => new Level(a.Kind, (ulong)a.Key, AnyWindow))];
            List<ulong> subjects = [.. row.SubjectDigests().Select(s => (ulong)s)];
            var entry = new LedgerEntry
            {
                Kind = row.Kind, Request = (ulong)row.Request, Caller = row.Caller, Tier = row.Tier, Route = row.Route, Policy = row.Policy, Outcome = row.Outcome, Detail = row.Detail,
                Levels = levels, Subjects = subjects, Own = row.Own == 0 ? null : (ulong)row.Own,
            };
            works.Add(new(entry, new(levels, [.. subjects.Where(s => s != entry.Own)], int.MaxValue), IsForced: true));
        }

        if (works.Count > 0)
        {
            logger.CarryingOver(works.Count);
        }

        Interlocked.Add(ref _waiting, works.Count);
        return works;
    }

    /// <summary>Up to which entry of the file everything is carried over once a group stands; null: that is not known, or nothing is.</summary>
    public long? CarriedWith(IReadOnlyList<StoreWork> group)
    {
        var entries = file.Entries; // first: what comes to the file later waits before it does
        var forced = group.Count(w => w.IsForced);
        _isDue |= forced > 0;
        return _isDue && Interlocked.Read(ref _waiting) == forced ? entries : null;
    }

    /// <summary>A group stands.</summary>
    /// <param name="group">The group.</param>
    /// <param name="isKnown">Whether how far all is carried over stands with it.</param>
    public void Carried(IReadOnlyList<StoreWork> group, bool isKnown)
    {
        _isDue &= !isKnown || group.All(w => w.IsWritten); // of those nothing more was sent
        Interlocked.Add(ref _waiting, -group.Count(w => w.IsForced));
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private static Charge Unlimited(Charge charge, IReadOnlyCollection<ulong> surplus) => charge with
    {
        Subjects = [.. charge.Subjects.Where(s => !surplus.Contains(s))],
        Levels = [.. charge.Levels.Select(l => l with { Limits = l.Limits.Unlimited() })],
    };
}
