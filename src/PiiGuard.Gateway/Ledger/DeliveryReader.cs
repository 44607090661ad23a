using System.Data.Common;

namespace PiiGuard.Gateway.Ledger;

/// <summary>Puts attempts and outcomes of the ledger together.</summary>
internal sealed class DeliveryReader(DbConnection connection)
{
    private const long LongestAnswer = 3_600; // seconds for which the outcome of an attempt is looked for after the end of the time asked for

    private readonly LedgerReader _ledger = new(connection);

    /// <summary>What a caller got in some time, in the order in which it ended. The outcome may stand in another chain than the attempt.</summary>
    /// <param name="caller">Its name, as in the log.</param>
    /// <param name="from">First second.</param>
    /// <param name="to">Second after the last.</param>
    public IEnumerable<Delivery> Of(string caller, long from, long to)
    {
        Dictionary<long, List<LedgerRow>> pending = [];
        foreach (var row in _ledger.Of(caller, from, to <= long.MaxValue - LongestAnswer ? to + LongestAnswer : to))
        {
            if (row.At >= to && pending.Count == 0)
            {
                break;
            }

            if (row.Kind == LedgerKind.Outcome && pending.Remove(row.Request, out var attempts))
            {
                yield return Ended(attempts, row);
            }
            else if (row.Kind == LedgerKind.Attempt && row.At < to)
            {
                (pending.TryGetValue(row.Request, out attempts) ? attempts : pending[row.Request] = []).Add(row);
            }
        }

        foreach (var attempts in pending.Values)
        {
            yield return Delivery(attempts, DeliveryState.Perhaps, "", attempts[^1].Detail, []);
        }
    }

    private static Delivery Ended(List<LedgerRow> attempts, LedgerRow outcome) => Delivery(
        attempts,
        outcome.Outcome is LedgerOutcome.Delivered or LedgerOutcome.SurplusRedacted ? DeliveryState.Delivered : LedgerOutcome.IsPartly(outcome.Outcome) ? DeliveryState.Perhaps : DeliveryState.Withheld,
        outcome.Outcome,
        outcome.Detail,
        outcome.SubjectDigests().ToHashSet());

    private static Delivery Delivery(List<LedgerRow> attempts, DeliveryState state, string outcome, string categories, HashSet<long> leftOut) => new(
        attempts[0].At,
        state,
        outcome,
        attempts[0],
        categories,
        Revealed(attempts, leftOut),
        attempts.Where(a => a.Outcome == LedgerOutcome.Missed).Sum(a => a.SubjectDigests().Count()));

    /// <summary>Who was left out when the last of them was charged may have been in the answer before.</summary>
    private static List<long> Revealed(List<LedgerRow> attempts, HashSet<long> leftOut) =>
    [
        .. attempts.Where(a => a.Outcome != LedgerOutcome.Missed).SelectMany(a => a.SubjectDigests().Distinct()).GroupBy(s => s)
            .Where(s => !leftOut.Contains(s.Key) || s.Skip(1).Any()).Select(s => s.Key),
    ];
}
