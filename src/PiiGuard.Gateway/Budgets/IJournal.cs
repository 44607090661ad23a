using PiiGuard.Gateway.Ledger;

namespace PiiGuard.Gateway.Budgets;

/// <summary>Where the ledger of one gateway is kept. Used by one thread at a time.</summary>
internal interface IJournal : IDisposable
{
    /// <summary>The time at which the clock of the store starts, in seconds since 1970: not before what is written already.</summary>
    uint Now { get; }

    /// <summary>Random number that it was given when it was made: a new file is another one.</summary>
    long Identity { get; }

    /// <summary>How many entries all runs have written. Read by any thread.</summary>
    long Entries { get; }

    /// <summary>Reads back what was charged, and who is known.</summary>
    /// <param name="within">How long what was delivered counts at most.</param>
    /// <param name="restore">Is told each account, subject, and time of its last delivery.</param>
    IReadOnlyCollection<KnownCaller> Load(TimeSpan within, Action<ulong, ulong, uint> restore);

    /// <summary>The rows behind so many entries, of all runs in their order; before anything is written.</summary>
    IReadOnlyList<LedgerRow> RowsAfter(long entries);

    /// <summary>Writes entries so that they survive a crash: all, or none.</summary>
    void Write(IReadOnlyList<LedgerEntry> entries);
}
