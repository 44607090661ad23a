using System.Buffers;

namespace PiiGuard.Redaction.Framing;

/// <summary>Server-sent events. Each is held until its empty line has come, then written anew: field by field, with verified data.</summary>
internal sealed class EventFraming : RecordFraming
{
    private const int MaxName = 64;

    private static readonly SearchValues<byte> Word = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-.:"u8);

    private readonly ByteBuffer _line = new();
    private readonly ByteBuffer _data = new();
    private readonly ByteBuffer _fields = new();
    private bool _isFirstLine;
    private bool _afterCarriageReturn;

    public override void Reset()
    {
        _line.Clear();
        _data.Clear();
        _fields.Clear();
        _isFirstLine = true;
        _afterCarriageReturn = false;
    }

    public override void Write(ReadOnlySpan<byte> chunk, JsonRedactor redactor)
    {
        if (chunk.IsEmpty)
        {
            return;
        }

        // A line ends with CR, LF or both.
        if (_afterCarriageReturn && chunk is [(byte)'\n', ..])
        {
            chunk = chunk[1..];
        }

        _afterCarriageReturn = false;
        while (!chunk.IsEmpty)
        {
            var end = chunk.IndexOfAny((byte)'\r', (byte)'\n');
            _line.Append(end < 0 ? chunk : chunk[..end]);
            redactor.CheckHeld(_line.Length + _data.Length + _fields.Length);
            if (end < 0)
            {
                return;
            }

            var isReturn = chunk[end] == '\r';
            chunk = chunk[(end + 1)..];
            if (isReturn && chunk is [(byte)'\n', ..])
            {
                chunk = chunk[1..];
            }
            else
            {
                _afterCarriageReturn = isReturn && chunk.IsEmpty;
            }

            Line(_line.Span, redactor);
            _line.Clear();
        }
    }

    /// <summary>An event that has no end is none.</summary>
    public override void Complete(JsonRedactor redactor)
    {
        // Nothing of what is held goes out.
    }

    public override void Dispose()
    {
        _line.Dispose();
        _data.Dispose();
        _fields.Dispose();
    }

    private void Line(ReadOnlySpan<byte> line, JsonRedactor redactor)
    {
        line = _isFirstLine && line.StartsWith("\uFEFF"u8) ? line[3..] : line;
        _isFirstLine = false;
        if (line.IsEmpty)
        {
            Dispatch(redactor);
            return;
        }

        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? default : line[(colon + 1)..];
        value = value is [(byte)' ', ..] ? value[1..] : value;
        if (name.SequenceEqual("data"u8))
        {
            _data.Append(value);
            _data.Append("\n"u8);
        }
        else if ((name.SequenceEqual("event"u8) && value.Length is > 0 and <= MaxName && !value.ContainsAnyExcept(Word))
            || (name.SequenceEqual("retry"u8) && value.Length is > 0 and < 10 && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9')))
        {
            _fields.Append(name);
            _fields.Append(": "u8);
            _fields.Append(value);
            _fields.Append("\n"u8);
        }
        else if (colon == 0)
        {
            redactor.Emit(":\n"u8); // keeps the connection alive; what it says is for nobody
        }
    }

    private void Dispatch(JsonRedactor redactor)
    {
        redactor.Emit(_fields.Span);
        if (_data.Length > 0)
        {
            // Line feeds within the data would end the line in the answer: where they are allowed, a blank is as good.
            redactor.Emit("data: "u8);
            var from = redactor.Output.Length;
            redactor.WriteRecord(_data.Span[..^1]);
            redactor.EndRecord();
            redactor.BlankLineFeeds(from);
            redactor.Emit("\n"u8);
        }

        redactor.Emit("\n"u8);
        _fields.Clear();
        _data.Clear();
    }
}
