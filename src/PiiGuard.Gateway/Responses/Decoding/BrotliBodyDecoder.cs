using System.Buffers;
using System.IO.Compression;

namespace PiiGuard.Gateway.Responses.Decoding;

/// <summary>Undoes Brotli (RFC 7932). Not by the stream of .NET, which does not miss the end.</summary>
/// <param name="maxRatio">How many bytes may come out of one.</param>
internal sealed class BrotliBodyDecoder(int maxRatio) : BodyDecoder
{
    private BrotliDecoder _decoder;
    private ReadOnlyMemory<byte> _bytes;
    private long _fed;
    private long _read;
    private bool _isDone;

    public override void Feed(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        _fed += bytes.Length;
    }

    public override int Read(Span<byte> output)
    {
        if (_isDone)
        {
            return _bytes.IsEmpty ? 0 : throw new InvalidDataException("Something stands behind the packed body.");
        }

        var status = _decoder.Decompress(_bytes.Span, output, out var consumed, out var written);
        if (status == OperationStatus.InvalidData)
        {
            throw new InvalidDataException("The body is not in its content coding.");
        }

        _isDone = status == OperationStatus.Done;
        _bytes = _bytes[consumed..];
        _read += written;
        InflatedBodyException.ThrowIfBeyond(_read, _fed, maxRatio);
        return written;
    }

    public override void End()
    {
        if (!_isDone)
        {
            throw new InvalidDataException("The packed body is not whole.");
        }
    }

    public override void Dispose() => _decoder.Dispose();
}
