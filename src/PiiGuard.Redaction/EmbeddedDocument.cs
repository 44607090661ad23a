using PiiGuard.Redaction.Plans;
using PiiGuard.Redaction.Scanning;

namespace PiiGuard.Redaction;

/// <summary>JSON in a text of another document.</summary>
internal sealed class EmbeddedDocument : IDisposable
{
    private readonly Document _document = new();

    public ReadOnlySpan<byte> Output => _document.Output.Span;

    public RecordTracker Records => _document.Records;

    /// <summary>Redacts a text as if it stood in its place as JSON; false when it cannot be verified.</summary>
    public bool TryRedact(Document outer, NameNode place, ReadOnlySpan<byte> json, string? caller, DateOnly today)
    {
        // Its place is the same, but the text in it is none that holds JSON again.
        _document.Reset(outer.Plan, outer.Limits, place.InEmbeddedJson);
        _document.Values.Reset(caller, today);
        try
        {
            _document.Append(json);
            JsonWalker<Scan128>.Walk(_document, isFinal: true);
            if (!_document.IsRootDone)
            {
                return false;
            }

            _document.Flush();
            _document.Records.Complete(ref _document.Top, isEmbedded: true);
            return true;
        }
        catch (DocumentRefusedException)
        {
            return false;
        }
    }

    public void Dispose() => _document.Dispose();
}
