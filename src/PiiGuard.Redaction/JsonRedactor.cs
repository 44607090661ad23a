using System.Text.Json;
using System.Text.Unicode;

namespace PiiGuard.Redaction;

/// <summary>
/// Verifies one JSON document (RFC 8259) in chunks of any size and redacts it by a plan. Untouched parts of the output are the
/// bytes of the input; nothing is written of what has not been verified. Not thread-safe; one instance per document.
/// </summary>
/// <remarks>
/// The output queues up in <see cref="Output"/>. Before bytes are sent, the subjects of <see cref="TakeSubjects"/> are to be
/// charged; only the first <see cref="Releasable"/> bytes may go. After an exception nothing more may go.
/// </remarks>
public sealed class JsonRedactor : IDisposable
{
    private readonly RedactionLimits _limits;
    private readonly ByteBuffer _input = new();
    private readonly ByteBuffer _output = new();
    private readonly TokenRedactor _tokens;
    private JsonReaderState _state;
    private int _read; // what the reader has consumed of the input
    private long _received;
    private long _released;
    private bool _failed;

    /// <param name="plan">What to redact.</param>
    /// <param name="limits">Bounds of the document; the defaults when null.</param>
    public JsonRedactor(RedactionPlan plan, RedactionLimits? limits = null)
    {
        _limits = limits ?? new();
        _state = new(new JsonReaderOptions { MaxDepth = _limits.MaxDepth });
        _tokens = new(plan, _input, _output);
    }

    /// <summary>Counts over the document so far.</summary>
    public RedactionReport Report => _tokens.Records.Report;

    /// <summary>What was verified and not yet released.</summary>
    public ReadOnlyMemory<byte> Output => _output.Memory;

    /// <summary>How many bytes of <see cref="Output"/> hold no personal data of a subject that has not been named.</summary>
    public int Releasable
    {
        get
        {
            var end = _tokens.Written;
            foreach (ref readonly var frame in _tokens.OpenFrames)
            {
                end = frame.PendingFrom >= 0 ? Math.Min(end, frame.PendingFrom) : end;
            }

            return _failed ? 0 : (int)(end - _released);
        }
    }

    /// <summary>Adds a piece of the document.</summary>
    /// <exception cref="DocumentRefusedException">It cannot be verified.</exception>
    public void Write(ReadOnlySpan<byte> chunk)
    {
        _received += chunk.Length;
        if (_received > _limits.MaxDocumentBytes)
        {
            throw Refuse(RefusalReason.TooLarge);
        }

        _input.Append(chunk);
        Process(isFinal: false);
        if (_input.Length > 2L * _limits.MaxTokenBytes)
        {
            throw Refuse(RefusalReason.TokenTooLarge);
        }
    }

    /// <summary>Ends the document. Then all of <see cref="Output"/> is releasable.</summary>
    /// <exception cref="DocumentRefusedException">It is not complete, or there was none.</exception>
    public void Complete()
    {
        Process(isFinal: true);
        _tokens.Complete();
    }

    /// <summary>Takes bytes from the front of <see cref="Output"/> once they have been sent.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="Releasable"/>.</exception>
    public void Release(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Releasable);
        _output.Advance(count);
        _released += count;
    }

    /// <summary>The subjects named since the last call, as digests (<see cref="SubjectDigest"/>); the same one can come again.</summary>
    public IReadOnlyList<ulong> TakeSubjects() => _tokens.Records.Take();

    /// <summary>Names the subjects of records that are still open, so that a long one can be released in parts.</summary>
    public void NameOpenRecords() => _tokens.Records.NameOpen(_tokens.OpenFrames);

    /// <inheritdoc/>
    public void Dispose()
    {
        _failed = true;
        _input.Dispose();
        _output.Dispose();
    }

    private DocumentRefusedException Refuse(RefusalReason reason)
    {
        _failed = true;
        return new(reason, _received);
    }

    private void Process(bool isFinal)
    {
        ObjectDisposedException.ThrowIf(_failed, this);
        var from = _read;
        var reader = new Utf8JsonReader(_input.Span[from..], isFinal, _state);
        try
        {
            while (reader.Read())
            {
                var start = from + (int)reader.TokenStartIndex;
                var end = from + (int)reader.BytesConsumed;
                if (end - start > _limits.MaxTokenBytes)
                {
                    throw Refuse(RefusalReason.TokenTooLarge);
                }

                _tokens.Token(ref reader, start, end);
            }
        }
        catch (JsonException)
        {
            throw Refuse(reader.CurrentDepth >= _limits.MaxDepth - 1 ? RefusalReason.TooDeep : RefusalReason.Malformed);
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            // The reader's answer to invalid UTF-8 and to half a surrogate pair when text is unescaped.
            throw Refuse(RefusalReason.InvalidText);
        }

        _read = from + (int)reader.BytesConsumed;
        _state = reader.CurrentState;

        // The reader checks the text it is asked to unescape, not all of it. It stops between tokens, so no character is cut.
        if (!Utf8.IsValid(_input.Span[from.._read]))
        {
            throw Refuse(RefusalReason.InvalidText);
        }

        _read -= _tokens.Compact();
    }
}
