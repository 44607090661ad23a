using System.Buffers;
using System.Runtime.InteropServices;
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
/// <param name="plan">What to redact.</param>
/// <param name="limits">Bounds of the document; the defaults when null.</param>
public sealed class JsonRedactor(RedactionPlan plan, RedactionLimits? limits = null) : IDisposable
{
    private static ReadOnlySpan<byte> Null => "null"u8;

    private readonly RedactionLimits _limits = limits ?? new();
    private readonly ByteBuffer _input = new();
    private readonly ByteBuffer _output = new();
    private readonly List<Frame> _frames = [];
    private readonly RecordTracker _records = new();
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = (limits ?? new()).MaxDepth });

    // Offsets into the input buffer: end of the last token that was dealt with, end of what the reader has consumed, and the
    // property name that waits for its value.
    private int _done;
    private int _read;
    private (NameNode Node, int Start, int End)? _name;

    private int _skipDepth = -1;
    private long _received;
    private long _written;
    private long _released;
    private bool _failed;

    /// <summary>Counts over the document so far.</summary>
    public RedactionReport Report => _records.Report;

    /// <summary>What was verified and not yet released.</summary>
    public ReadOnlyMemory<byte> Output => _output.Memory;

    /// <summary>How many bytes of <see cref="Output"/> hold no personal data of a subject that has not been named.</summary>
    public int Releasable
    {
        get
        {
            var end = _written;
            foreach (ref readonly var frame in CollectionsMarshal.AsSpan(_frames))
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
        Emit(_input.Span);
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
    public IReadOnlyList<ulong> TakeSubjects() => _records.Take();

    /// <summary>Names the subjects of records that are still open, so that a long one can be released in parts.</summary>
    public void NameOpenRecords() => _records.NameOpen(CollectionsMarshal.AsSpan(_frames));

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

                Token(ref reader, start, end);
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

        _input.Advance(_done);
        _read -= _done;
        _name = _name is { } name ? (name.Node, name.Start - _done, name.End - _done) : null;
        _done = 0;
    }

    private void Token(ref Utf8JsonReader reader, int start, int end)
    {
        CheckText(ref reader);
        if (_skipDepth >= 0)
        {
            if (reader.CurrentDepth == _skipDepth && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                _skipDepth = -1;
            }

            _done = end;
            return;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _name = (Child(ref reader), start, end);
                return; // written, or not, with its value
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                Emit(_input.Span[_done..end]);
                Close();
                break;
            default:
                Value(ref reader, start, end);
                break;
        }

        _done = end;
    }

    /// <summary>Unescapes text that is escaped, only to see that it can be: a lone surrogate is refused everywhere.</summary>
    private static void CheckText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
        {
            var text = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
            try
            {
                reader.CopyString(text);
            }
            finally
            {
                ArrayPool<char>.Shared.Return(text, clearArray: true);
            }
        }
    }

    private NameNode Child(ref Utf8JsonReader reader)
    {
        var text = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            var length = reader.CopyString(text);
            return plan.Names.Property(_frames[^1].Node, text.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text, clearArray: true);
        }
    }

    private void Value(ref Utf8JsonReader reader, int start, int end)
    {
        var node = _name?.Node ?? (_frames.Count == 0 ? plan.Root : plan.Names.Items(_frames[^1].Node));
        var isContainer = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        var category = reader.TokenType is JsonTokenType.True or JsonTokenType.False ? node.FlagCategory
            : isContainer && node.Category == PiiCategory.Other && node.Contract?.Category is null ? null // judged by what it holds
            : node.Category;
        var action = category is { } own ? plan.ActionFor(own) : RedactionAction.Reveal;
        if (_frames.Count > 0)
        {
            category ??= _frames[^1].Category;
            action = (RedactionAction)Math.Max((int)action, (int)_frames[^1].Action);
        }

        NoteSubject(ref reader, node);
        if (isContainer && action != RedactionAction.Remove)
        {
            Keep(start, end);
            _frames.Add(new Frame(node, reader.TokenType == JsonTokenType.StartArray, action, category));
        }
        else
        {
            Leaf(ref reader, node, category, action, start, end);
        }

        _name = null;
    }

    private void Leaf(ref Utf8JsonReader reader, NameNode node, PiiCategory? category, RedactionAction action, int start, int end)
    {
        var before = _written;
        var isValue = reader.TokenType is not (JsonTokenType.Null or JsonTokenType.StartObject or JsonTokenType.StartArray);
        byte[]? general = null;
        if (action == RedactionAction.Generalize && (general = Generalizer.Generalize(category!.Value, node.Term, ref reader)) is null)
        {
            action = RedactionAction.Remove;
        }

        switch (action)
        {
            case RedactionAction.Reveal:
                Keep(start, end);
                break;
            case RedactionAction.Generalize:
                Replace(start, general);
                break;
            case RedactionAction.Mask:
                Replace(start, reader.TokenType == JsonTokenType.String ? "\"***\""u8 : Null);
                break;
            default:
                Remove(ref reader, start);
                break;
        }

        if (category is { } c && (isValue || action == RedactionAction.Remove))
        {
            var revealed = isValue && action is RedactionAction.Reveal or RedactionAction.Generalize;
            Report.Count(c, revealed);
            if (revealed && _frames.Count > 0)
            {
                RecordTracker.Personal(ref Top, before);
            }
            else if (revealed)
            {
                _records.RootValue();
            }
        }
    }

    private void NoteSubject(ref Utf8JsonReader reader, NameNode node)
    {
        if (_name is not null && node.SubjectRank >= 0 && reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
        {
            var digest = reader.ValueIsEscaped
                ? SubjectDigest.Compute(plan.DigestKey.Span, reader.GetString()!)
                : SubjectDigest.Compute(plan.DigestKey.Span, reader.ValueSpan);
            RecordTracker.Subject(ref Top, node.SubjectRank, digest, _written);
        }
    }

    private ref Frame Top => ref CollectionsMarshal.AsSpan(_frames)[^1];

    private void Close()
    {
        var frame = _frames[^1];
        _frames.RemoveAt(_frames.Count - 1);
        if (_frames.Count > 0)
        {
            _records.Close(frame, ref Top);
        }
        else
        {
            _records.CloseRoot(frame);
        }
    }

    /// <summary>What stands before a value: white space, the comma unless nothing stands before it any more, the name.</summary>
    private void EmitLead(int valueStart)
    {
        if (_name is { } name)
        {
            var gap = _input.Span[_done..name.Start];
            var comma = Top.HasMembers ? -1 : gap.IndexOf((byte)',');
            if (comma >= 0)
            {
                Emit(gap[..comma]);
                gap = gap[(comma + 1)..];
            }

            Emit(gap);
            Emit(_input.Span[name.Start..valueStart]);
            Top.HasMembers = true;
        }
        else
        {
            Emit(_input.Span[_done..valueStart]);
        }
    }

    private void Keep(int start, int end)
    {
        EmitLead(start);
        Emit(_input.Span[start..end]);
    }

    private void Replace(int start, ReadOnlySpan<byte> value)
    {
        EmitLead(start);
        Emit(value);
    }

    private void Remove(ref Utf8JsonReader reader, int start)
    {
        if (_name is null)
        {
            Replace(start, Null);
        }

        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            _skipDepth = reader.CurrentDepth;
        }
    }

    private void Emit(ReadOnlySpan<byte> bytes)
    {
        _output.Append(bytes);
        _written += bytes.Length;
    }
}
