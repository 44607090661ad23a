namespace PiiGuard.Chaos;

/// <summary>What a run has shown.</summary>
/// <param name="Faults">What must not have happened; empty: nothing did.</param>
/// <param name="Delivered">Answers that arrived.</param>
/// <param name="Refused">Answers that were refused, by code.</param>
/// <param name="Broken">Connections that broke.</param>
/// <param name="Subjects">Distinct customers delivered, of what was allowed.</param>
/// <param name="Allowed">How many were allowed.</param>
/// <param name="Entries">Rows of the ledger.</param>
/// <param name="SlowestReturn">The longest time from a start, or from the end of a stop, until a gateway decides again.</param>
public sealed record ChaosOutcome(
    IReadOnlyList<string> Faults, int Delivered, IReadOnlyDictionary<string, int> Refused, int Broken, int Subjects, int Allowed, long Entries, TimeSpan SlowestReturn)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Delivered} answers delivered, refused: {string.Join(", ", Refused.Select(r => $"{r.Value} {r.Key}"))}, {Broken} broken connections; {Subjects} of {Allowed} customers, {Entries} ledger entries, back after {SlowestReturn.TotalSeconds:0.0} s at most. "
        + (Faults.Count == 0 ? "Nothing went wrong." : "FAULTS:\n  " + string.Join("\n  ", Faults));
}
