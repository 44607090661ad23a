using System.Text;

namespace PiiGuard.Gateway.Responses.Decoding;

/// <summary>Turns text of a declared charset into UTF-8, or finds that it is not of that charset.</summary>
internal sealed class CharsetDecoder(Encoding charset, bool isEndianOpen) : BodyDecoder
{
    private const char ByteOrderMark = '\uFEFF';

    private readonly Encoder _encoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetEncoder();
    private readonly char[] _chars = new char[4096];
    private Decoder _decoder = charset.GetDecoder();
    private ReadOnlyMemory<byte> _bytes;
    private ReadOnlyMemory<char> _pending;
    private byte[] _start = [];
    private bool _isStarted;
    private bool _isFirst = true;

    /// <summary>A decoder for a charset; null when it is none that is known, <see cref="IsUtf8"/> aside.</summary>
    public static CharsetDecoder? For(string charset) => charset.ToLowerInvariant() switch
    {
        // Without a byte order mark it is big-endian (RFC 2781, section 4.3).
        "utf-16" => new(new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true), isEndianOpen: true),
        "utf-16le" => new(new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true), isEndianOpen: false),
        "utf-16be" => new(new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true), isEndianOpen: false),
        "iso-8859-1" => new(Encoding.Latin1, isEndianOpen: false),
        _ => null,
    };

    /// <summary>Whether text of that charset is UTF-8 already.</summary>
    public static bool IsUtf8(string charset) => charset.Length == 0 || charset.ToLowerInvariant() is "utf-8" or "us-ascii";

    public override void Feed(ReadOnlyMemory<byte> bytes)
    {
        if (isEndianOpen && !_isStarted)
        {
            _start = [.. _start, .. bytes.Span];
            if (_start.Length < 2)
            {
                return;
            }

            bytes = _start;
            if (_start is [0xFF, 0xFE, ..])
            {
                _decoder = new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true).GetDecoder();
            }
        }

        _isStarted = true;
        _bytes = bytes;
    }

    public override int Read(Span<byte> output)
    {
        try
        {
            while (true)
            {
                if (!_pending.IsEmpty)
                {
                    _encoder.Convert(_pending.Span, output, flush: false, out var charsUsed, out var written, out _);
                    _pending = _pending[charsUsed..];
                    if (written > 0)
                    {
                        return written;
                    }
                }

                if (_bytes.IsEmpty)
                {
                    return 0;
                }

                _decoder.Convert(_bytes.Span, _chars, flush: false, out var used, out var count, out _);
                _bytes = _bytes[used..];
                _pending = _chars.AsMemory(0, count);
                if (isEndianOpen && _isFirst && count > 0 && _pending.Span[0] == ByteOrderMark)
                {
                    _pending = _pending[1..];
                }

                _isFirst &= count == 0;
            }
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException("The body is not in its charset.", e);
        }
    }

    public override void End()
    {
        try
        {
            // Half a character at the end is none.
            _decoder.Convert([], _chars, flush: true, out _, out var count, out _);
            Span<byte> rest = stackalloc byte[8];
            _encoder.Convert([], rest, flush: true, out _, out _, out _);
            if (count > 0 || (isEndianOpen && !_isStarted && _start.Length > 0))
            {
                throw new InvalidDataException("The body ends within a character.");
            }
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException("The body ends within a character.", e);
        }
    }

    public override void Dispose()
    {
    }
}
