using System.Runtime.Intrinsics;
using PiiGuard.Redaction.Framing;
using PiiGuard.Redaction.Scanning;

namespace PiiGuard.Redaction;

/// <summary>
/// Verifies one JSON document (RFC 8259), or a stream of them, in chunks of any size and redacts it by a plan. Untouched parts of the output are the
/// bytes of the input; nothing is written of what has not been verified. Not thread-safe; one instance per document at a time,
/// to be used again after <see cref="Reset"/>.
/// </summary>
/// <remarks>
/// The output queues up in <see cref="Output"/>. Before bytes are sent, the subjects of <see cref="TakeSubjects"/> are to be
/// charged; only the first <see cref="Releasable"/> bytes may go. After an exception nothing more may go.
/// </remarks>
public sealed class JsonRedactor : IDisposable
{
    // So that what is read and written stays in the cache of one core.
    private const int BlockBytes = 32 << 10;

    // A value that is not all there is read again from its start when more has come; a long one not for every few bytes.
    private const int LongToken = 4 << 10;

    private readonly Document _document = new();
    private readonly VectorWidth _width;
    private readonly RecordFraming?[] _framings = new RecordFraming?[Enum.GetValues<DocumentFormat>().Length];
    private RecordFraming? _framing;
    private long _received;
    private long _released;
    private int _readAgainAt;
    private bool _failed;
    private bool _goesInParts; // the document of a stream that is under way
    private bool _isComplete;

    /// <param name="plan">What to redact.</param>
    /// <param name="limits">Bounds of the document; the defaults when null.</param>
    /// <param name="caller">Whose response it is: gives its pseudonyms their key. Null when the plan has none.</param>
    /// <param name="time">The clock by which ages are told; that of the system when null.</param>
    /// <param name="format">How documents stand in the body.</param>
    public JsonRedactor(RedactionPlan plan, RedactionLimits? limits = null, string? caller = null, TimeProvider? time = null, DocumentFormat format = DocumentFormat.Json)
        : this(plan, limits, caller, time, Best, format)
    {
    }

    internal JsonRedactor(RedactionPlan plan, RedactionLimits? limits, string? caller, TimeProvider? time, VectorWidth width, DocumentFormat format = DocumentFormat.Json)
    {
        _width = width;
        Reset(plan, limits, caller, time, format);
    }

    /// <summary>Counts over the document so far.</summary>
    public RedactionReport Report => _document.Records.Report;

    /// <summary>What was verified and not yet released.</summary>
    public ReadOnlyMemory<byte> Output => _document.Output.Memory;

    /// <summary>How many bytes of <see cref="Output"/> hold no personal data of a subject that has not been named.</summary>
    public int Releasable
    {
        get
        {
            var end = _document.Written;
            foreach (ref readonly var frame in _document.OpenFrames)
            {
                end = frame.PendingFrom >= 0 ? Math.Min(end, frame.PendingFrom) : end;
                end = frame.BagValueFrom >= 0 ? Math.Min(end, frame.BagValueFrom) : end;
            }

            // Of a stream a document goes as a whole, unless it is too long to be held.
            end = _framing is not null && !_goesInParts ? Math.Min(end, _document.RecordFrom) : end;
            return _failed ? 0 : (int)(end - _released);
        }
    }

    /// <summary>How many bytes its buffers take: what to go by when deciding whether to keep it for the next document.</summary>
    public int BufferBytes => _document.Bytes.Length + _document.Output.Capacity;

    internal static VectorWidth Best { get; } = Vector256.IsHardwareAccelerated ? VectorWidth.Bits256
        : Vector128.IsHardwareAccelerated ? VectorWidth.Bits128
        : VectorWidth.None;

    /// <summary>Begins another document. Takes nothing new from the heap once the buffers have grown to what is needed.</summary>
    /// <param name="plan">What to redact.</param>
    /// <param name="limits">Bounds of the document; the defaults when null.</param>
    /// <param name="caller">Whose response it is: gives its pseudonyms their key. Null when the plan has none.</param>
    /// <param name="time">The clock by which ages are told; that of the system when null.</param>
    /// <param name="format">How documents stand in the body.</param>
    public void Reset(RedactionPlan plan, RedactionLimits? limits = null, string? caller = null, TimeProvider? time = null, DocumentFormat format = DocumentFormat.Json)
    {
        _document.Reset(plan, limits ?? RedactionLimits.Default, plan.Root);
        _document.Values.Reset(caller, DateOnly.FromDateTime((time ?? TimeProvider.System).GetUtcNow().UtcDateTime));
        _received = _released = _readAgainAt = 0;
        _failed = _isComplete = _goesInParts = false;
        _framing = _framings[(int)format] ??= RecordFraming.Of(format);
        _framing?.Reset();
    }

    /// <summary>Adds a piece of the body.</summary>
    /// <exception cref="DocumentRefusedException">It cannot be verified.</exception>
    /// <exception cref="ObjectDisposedException">It was refused before, or the redactor is disposed of.</exception>
    /// <exception cref="InvalidOperationException">The body is complete.</exception>
    public void Write(ReadOnlySpan<byte> chunk)
    {
        ThrowIfOver();
        try
        {
            if (_framing is null)
            {
                WriteRecord(chunk);
            }
            else
            {
                _framing.Write(chunk, this);
            }
        }
        catch
        {
            _failed = true;
            throw;
        }
    }

    /// <summary>Ends the body. Then all of <see cref="Output"/> is releasable.</summary>
    /// <exception cref="DocumentRefusedException">It is not complete, or there was none.</exception>
    public void Complete()
    {
        ThrowIfOver();
        try
        {
            if (_framing is null)
            {
                EndRecord();
            }
            else
            {
                _framing.Complete(this);
            }
        }
        catch
        {
            _failed = true;
            throw;
        }

        _isComplete = true;
    }

    /// <summary>Takes bytes from the front of <see cref="Output"/> once they have been sent.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="Releasable"/>.</exception>
    public void Release(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Releasable);
        _document.Output.Take(count);
        _released += count;
    }

    /// <summary>The subjects named since the last call; the same one can come again. Stands until the next call.</summary>
    public ReadOnlySpan<NamedSubject> TakeSubjects() => _document.Records.Take();

    /// <summary>
    /// The records of the document in the order in which they end, for whoever wants to treat some of them otherwise. Null unless
    /// <see cref="KeepRecords"/> was called.
    /// </summary>
    public IReadOnlyList<RecordRange>? Records => _document.Records.Ranges;

    /// <summary>From here on <see cref="Records"/> are kept, at 24 bytes each; until the next reset.</summary>
    public void KeepRecords() => _document.Records.Ranges = [];

    /// <summary>Names the subjects of records that are still open, so that a long one can be released in parts.</summary>
    public void NameOpenRecords()
    {
        _goesInParts = true;
        _document.Records.NameOpen(_document.OpenFrames);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _failed = true;
        _document.Dispose();
        foreach (var framing in _framings)
        {
            framing?.Dispose();
        }
    }

    private void ThrowIfOver()
    {
        ObjectDisposedException.ThrowIf(_failed, this);
        if (_isComplete)
        {
            throw new InvalidOperationException("The body is complete; Reset begins another one.");
        }
    }

    /// <summary>Adds a piece of a document.</summary>
    internal void WriteRecord(ReadOnlySpan<byte> chunk)
    {
        _received += chunk.Length;
        if (_received > _document.Limits.MaxDocumentBytes)
        {
            throw Fail(RefusalReason.TooLarge);
        }

        while (!chunk.IsEmpty)
        {
            var block = chunk[..Math.Min(chunk.Length, BlockBytes)];
            chunk = chunk[block.Length..];
            _document.Append(block);
            if (_document.End - _document.Position >= _readAgainAt)
            {
                Walk(isFinal: false);
            }
        }
    }

    /// <summary>Ends a document; another one may follow.</summary>
    internal void EndRecord()
    {
        Walk(isFinal: true);
        _document.EndRecord();
        _received = _readAgainAt = 0;
        _goesInParts = false;
    }

    /// <summary>Writes blanks for the line feeds of what was written last; outside of strings they are white space, and inside there are none.</summary>
    /// <param name="from">Where in <see cref="Output"/> it begins.</param>
    internal void BlankLineFeeds(int from) => _document.Output.Written[from..].Replace((byte)'\n', (byte)' ');

    /// <summary>Writes what stands between documents.</summary>
    internal void Emit(ReadOnlySpan<byte> bytes) => _document.Emit(bytes);

    /// <summary>Refuses what has to be held and is too long for it.</summary>
    internal void CheckHeld(int bytes)
    {
        if (bytes > _document.Limits.MaxTokenBytes)
        {
            throw Fail(RefusalReason.TokenTooLarge);
        }
    }

    internal DocumentRefusedException Fail(RefusalReason reason) => _document.Refuse(reason, _document.End);

    private void Walk(bool isFinal)
    {
        switch (_width)
        {
            case VectorWidth.Bits256:
                JsonWalker<Scan256>.Walk(_document, isFinal);
                break;
            case VectorWidth.Bits128:
                JsonWalker<Scan128>.Walk(_document, isFinal);
                break;
            default:
                JsonWalker<ScanScalar>.Walk(_document, isFinal);
                break;
        }

        _document.Flush();
        var unread = _document.End - _document.Position;
        _readAgainAt = unread > LongToken ? unread + (unread / 4) : 0;
        if (unread > 2L * _document.Limits.MaxTokenBytes)
        {
            throw Fail(RefusalReason.TokenTooLarge);
        }
    }
}
