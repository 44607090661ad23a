namespace PiiGuard.Redaction.Framing;

/// <summary>Documents with one byte between them that stands in none of them: a line feed, a record separator.</summary>
/// <param name="delimiter">The byte.</param>
/// <param name="isFirst">Whether it stands before each document rather than behind it.</param>
internal sealed class DelimitedFraming(byte delimiter, bool isFirst) : RecordFraming
{
    private bool _isOpen; // a document has begun
    private bool _isAllowed;

    public override void Reset()
    {
        _isOpen = false;
        _isAllowed = !isFirst;
    }

    public override void Write(ReadOnlySpan<byte> chunk, JsonRedactor redactor)
    {
        while (!chunk.IsEmpty)
        {
            var end = chunk.IndexOf(delimiter);
            var part = end < 0 ? chunk : chunk[..end];
            if (!_isOpen)
            {
                // Empty lines and white space before a document belong to none.
                var space = part.IndexOfAnyExcept(" \t\r\n"u8);
                space = space < 0 ? part.Length : space;
                redactor.Emit(part[..space]);
                part = part[space..];
            }

            if (!part.IsEmpty)
            {
                if (!_isAllowed)
                {
                    throw redactor.Fail(RefusalReason.Malformed);
                }

                _isOpen = true;
                redactor.WriteRecord(part);
            }

            if (end < 0)
            {
                return;
            }

            Complete(redactor);
            redactor.Emit([delimiter]);
            _isAllowed = true;
            chunk = chunk[(end + 1)..];
        }
    }

    public override void Complete(JsonRedactor redactor)
    {
        if (_isOpen)
        {
            redactor.EndRecord();
            _isOpen = false;
        }
    }
}
