using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Responses;

/// <summary>
/// Takes all personal data out of those records of a verified answer that exceed a budget. The answer is redacted once more, with
/// everything personal removed, and of the records that exceed the budget that second form is taken.
/// </summary>
internal static class SurplusCut
{
    /// <returns>The answer to send; null when the records cannot be told apart, so that nothing of it may go.</returns>
    public static ReadOnlyMemory<byte>? Apply(JsonRedactor verified, JsonRedactor bare, IReadOnlySet<ulong> surplus)
    {
        bare.KeepRecords();
        bare.Write(verified.Output.Span);
        bare.Complete();
        var (whole, cut) = (verified.Records!, bare.Records!);

        // The same records have to be seen in both, in the same order: else their keys are not in the answer.
        if (!whole.Select(r => r.Subject).SequenceEqual(cut.Select(r => r.Subject)) || !surplus.IsSubsetOf(whole.Select(r => r.Subject)))
        {
            return null;
        }

        var result = new MemoryStream();
        long done = 0;

        // Records end in order, what holds others after them: by their beginnings the outer one comes first and takes the inner ones along.
        foreach (var i in Enumerable.Range(0, whole.Count).OrderBy(i => whole[i].Start).ThenByDescending(i => whole[i].End))
        {
            if (surplus.Contains(whole[i].Subject) && whole[i].Start >= done)
            {
                result.Write(verified.Output.Span[(int)done..(int)whole[i].Start]);
                result.Write(bare.Output.Span[(int)cut[i].Start..(int)cut[i].End]);
                done = whole[i].End;
            }
        }

        result.Write(verified.Output.Span[(int)done..]);
        return result.ToArray();
    }
}
