using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Policies;

namespace PiiGuard.Gateway.Budgets;

/// <summary>A delivery that is to be charged before it is released.</summary>
/// <param name="Levels">All levels of the caller.</param>
/// <param name="Subjects">Digests of the subjects, in the order of the answer; repetitions count once. Without the caller's own.</param>
/// <param name="MaxCallers">Levels that are remembered.</param>
/// <param name="Partly">Whether those that fit may be charged when not all do.</param>
/// <param name="WhenDown">What holds where the store cannot be asked.</param>
/// <param name="Entry">What is entered into the ledger, with all subjects; null: nothing.</param>
internal sealed record Charge(IReadOnlyList<Level> Levels, IReadOnlyList<ulong> Subjects, int MaxCallers, bool Partly = false, WhenDown WhenDown = WhenDown.Closed, LedgerEntry? Entry = null)
{
    /// <summary>The same in charges of so many subjects at most.</summary>
    public IEnumerable<Charge> Parts(int subjects)
    {
        var isFirst = true;
        foreach (var part in Subjects.Distinct().Chunk(subjects))
        {
            yield return this with { Subjects = part, Entry = EntryOf(part, isFirst) };
            isFirst = false;
        }
    }

    private LedgerEntry? EntryOf(ulong[] part, bool isFirst) => Entry is null ? null : Entry with
    {
        Subjects = isFirst && Entry.Own is { } own ? [.. part, own] : part,
        Outcome = isFirst || Entry.Outcome != LedgerOutcome.Attempted ? Entry.Outcome : LedgerOutcome.Continued,
    };

    /// <summary>The entry of what was granted; null where there is none.</summary>
    public LedgerEntry? EntryOf(ChargeResult result, uint at) => Entry is null || !result.IsGranted
        ? null
        : Entry with
        {
            At = at,
            Levels = Levels,
            Subjects = result.Surplus.Count == 0 ? Entry.Subjects : [.. Entry.Subjects.Where(s => !result.Surplus.Contains(s))],
        };
}
