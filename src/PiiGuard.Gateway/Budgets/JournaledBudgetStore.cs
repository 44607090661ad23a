using Microsoft.Extensions.Logging;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Policies;

namespace PiiGuard.Gateway.Budgets;

/// <summary>
/// The budgets of one gateway: decided in memory, and written to a ledger before anything is released. What was charged but could not be
/// written stays charged: it is not delivered, and the caller may ask again.
/// </summary>
internal sealed class JournaledBudgetStore : IBudgetStore, IAsyncDisposable
{
    private const int MostSubjects = 1_000; // of one entry

    private readonly MemoryBudgetStore _memory;
    private readonly IJournal _journal;
    private readonly GroupCommit<LedgerEntry> _commit;

    /// <param name="journal">Where the ledger is kept; is disposed with the store.</param>
    /// <param name="rules">How long to wait, and how many.</param>
    /// <param name="longestWindow">How long what was delivered counts at most.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told when the journal fails.</param>
    public JournaledBudgetStore(IJournal journal, StoreRules rules, TimeSpan longestWindow, TimeProvider time, ILogger logger)
    {
        _journal = journal;
        _memory = new(time, journal.Now);
        KnownCallers = journal.Load(longestWindow, (account, subject, at) => _memory.Restore(account, subject, at, longestWindow));
        _commit = new(Write, e => e.Weight, rules.QueueEntries, rules.Deadline, rules.CommitDelay, time, logger);
    }

    /// <summary>Random number of the journal.</summary>
    public long Identity => _journal.Identity;

    /// <summary>How many entries all runs have written; grows.</summary>
    public long Entries => _journal.Entries;

    /// <summary>The rows behind so many entries, of all runs in their order; before anything is charged.</summary>
    public IReadOnlyList<LedgerRow> RowsAfter(long entries) => _journal.RowsAfter(entries);

    public bool IsOpen => _commit.IsOpen;

    public bool HasRoom => _commit.HasRoom;

    public IReadOnlyCollection<KnownCaller> KnownCallers { get; }

    public async ValueTask<ChargeResult> ChargeAsync(Charge charge, CancellationToken cancellation)
    {
        if (!_commit.IsOpen)
        {
            throw new StoreUnavailableException("The store is closed for now.");
        }

        var result = _memory.Charge(charge, out var at);
        if (charge.EntryOf(result, at) is { } entry)
        {
            await Task.WhenAll(entry.Parts(MostSubjects).Select(e => _commit.WriteAsync(e, cancellation)));
        }

        return result;
    }

    public void WatchSteps(Action<LedgerRow> tell)
    {
    }

    public ValueTask<IReadOnlyList<QuotaStanding>> StandingAsync(IReadOnlyList<Level> levels, CancellationToken cancellation) => _memory.StandingAsync(levels, cancellation);

    /// <summary>Counts what is entered elsewhere, until a restart.</summary>
    public void Remember(Charge charge) => _memory.Charge(charge, out _);

    /// <summary>The same, at once.</summary>
    public IReadOnlyList<QuotaStanding> Standing(IReadOnlyList<Level> levels) => _memory.Standing(levels);

    public void Note(LedgerEntry entry) => _commit.Add(entry with { At = _memory.Now }, entry.IsUrgent);

    public Task EnterAsync(LedgerEntry entry, CancellationToken cancellation) => _commit.WriteAsync(entry with { At = _memory.Now }, cancellation);

    private Task Write(IReadOnlyList<LedgerEntry> entries)
    {
        _journal.Write(entries); // on the writer's own thread of the pool
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _commit.DisposeAsync();
        _journal.Dispose();
    }
}
