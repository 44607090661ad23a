using System.Buffers.Binary;
using System.IO.Compression;
using ZstdSharp;

namespace PiiGuard.Gateway.Responses.Decoding;

/// <summary>Undoes a content coding (RFC 9110, section 8.4.1; RFC 8878 for zstd), within a bound on how much comes out of little.</summary>
internal sealed class ContentDecoder : BodyDecoder
{
    /// <summary>What the upstream is asked for.</summary>
    public const string Accepted = "gzip, br, zstd, deflate";

    // Below this size even a bomb does no harm.
    private const long HarmlessBytes = 1 << 20;

    // 8 MB, as RFC 9659 bounds it for content codings.
    private const int ZstdWindowLog = 23;

    private readonly FedStream _source = new();
    private readonly Stream _decoding;
    private readonly bool _isGzip;
    private readonly int _maxRatio;
    private readonly byte[] _tail = new byte[4];
    private long _fed;
    private long _read;

    private ContentDecoder(Func<Stream, Stream> open, bool isGzip, int maxRatio)
    {
        _decoding = open(_source);
        _isGzip = isGzip;
        _maxRatio = maxRatio;
    }

    /// <summary>A decoder for a coding; null when it is none that is known.</summary>
    /// <param name="coding">Its registered name.</param>
    /// <param name="maxRatio">How many bytes may come out of one.</param>
    public static ContentDecoder? For(string coding, int maxRatio) => coding.ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new(s => new GZipStream(s, CompressionMode.Decompress), true, maxRatio),
        "deflate" => new(s => new ZLibStream(s, CompressionMode.Decompress), false, maxRatio),
        "br" => new(s => new BrotliStream(s, CompressionMode.Decompress), false, maxRatio),
        "zstd" => new(OpenZstd, false, maxRatio),
        _ => null,
    };

    public override void Feed(ReadOnlyMemory<byte> bytes)
    {
        _source.Feed(bytes);
        _fed += bytes.Length;
        var kept = Math.Min(bytes.Length, _tail.Length);
        _tail.AsSpan(kept).CopyTo(_tail);
        bytes.Span[^kept..].CopyTo(_tail.AsSpan(_tail.Length - kept));
    }

    public override int Read(Span<byte> output)
    {
        int count;
        try
        {
            count = _decoding.Read(output);
        }
        catch (Exception e) when (e is InvalidOperationException or ZstdException or EndOfStreamException)
        {
            throw new InvalidDataException("The body is not in its content coding.", e);
        }

        _read += count;
        return _read <= HarmlessBytes || _read / _maxRatio <= _fed ? count : throw new InflatedBodyException();
    }

    public override void End()
    {
        // The last four bytes of gzip (RFC 1952) are the length of what was packed: the stream of .NET does not miss them.
        if (_isGzip && (_fed < 18 || BinaryPrimitives.ReadUInt32LittleEndian(_tail) != (uint)_read))
        {
            throw new InvalidDataException("The gzip stream is not whole.");
        }
    }

    public override void Dispose() => _decoding.Dispose();

    private static DecompressionStream OpenZstd(Stream source)
    {
        var stream = new DecompressionStream(source, checkEndOfStream: false);
        stream.SetParameter(ZstdSharp.Unsafe.ZSTD_dParameter.ZSTD_d_windowLogMax, ZstdWindowLog);
        return stream;
    }
}
