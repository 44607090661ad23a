using System.Buffers;
using System.Buffers.Text;
using PiiGuard.Redaction.Plans;
using PiiGuard.Redaction.Scanning;

namespace PiiGuard.Redaction;

/// <summary>JSON in a text of another document, as it is or in base64 (RFC 4648, either alphabet).</summary>
internal sealed class EmbeddedDocument : IDisposable
{
    private readonly Document _document = new();

    private readonly ByteBuffer _bytes = new();
    private bool _isBase64;
    private bool _isUrl;

    /// <summary>What is left, in the form in which it came.</summary>
    public ReadOnlySpan<byte> Output
    {
        get
        {
            if (!_isBase64)
            {
                return _document.Output.Span;
            }

            _bytes.Clear();
            var room = _bytes.GetSpan(Base64.GetMaxEncodedToUtf8Length(_document.Output.Length));
            var length = 0;
            if (_isUrl)
            {
                length = Base64Url.EncodeToUtf8(_document.Output.Span, room);
            }
            else
            {
                _ = Base64.EncodeToUtf8(_document.Output.Span, room, out _, out length);
            }

            _bytes.Advance(length);
            return _bytes.Span;
        }
    }

    public RecordTracker Records => _document.Records;

    /// <summary>Redacts a text as if it stood in its place as JSON; false when it cannot be verified.</summary>
    public bool TryRedact(Document outer, NameNode place, ReadOnlySpan<byte> text, string? caller, DateOnly today)
    {
        _isBase64 = false;
        if (TryRedactJson(outer, place, text, caller, today))
        {
            return true;
        }

        // Without padding, or with - and _, it is the alphabet for URLs.
        _isBase64 = true;
        _isUrl = text.Length % 4 != 0 || text.IndexOfAny((byte)'-', (byte)'_') >= 0;
        _bytes.Clear();
        var room = _bytes.GetSpan(text.Length);
        var status = _isUrl
            ? Base64Url.DecodeFromUtf8(text, room, out _, out var length)
            : Base64.DecodeFromUtf8(text, room, out _, out length);
        return status == OperationStatus.Done && TryRedactJson(outer, place, room[..length], caller, today);
    }

    public void Dispose()
    {
        _document.Dispose();
        _bytes.Dispose();
    }

    private bool TryRedactJson(Document outer, NameNode place, ReadOnlySpan<byte> json, string? caller, DateOnly today)
    {
        // Its place is the same, but the text in it is none that holds JSON again.
        _document.Reset(outer.Plan, outer.Limits, place.InEmbeddedJson, outer.Top.Category);
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
}
