using System.Buffers.Binary;
using System.IO.Compression;

namespace PiiGuard.Gateway.Responses.Decoding;

/// <summary>Undoes a content coding (RFC 9110, section 8.4.1), within a bound on how much comes out of little.</summary>
internal sealed class ContentDecoder : BodyDecoder
{
    /// <summary>What the upstream is asked for.</summary>
    public const string Accepted = "gzip, br, zstd, deflate";

    private readonly FedStream _source = new();
    private readonly Stream _decoding;
    private readonly Trailer _trailer;
    private readonly int _maxRatio;
    private readonly byte[] _tail = new byte[4];
    private long _fed;
    private long _read;
    private uint _adler = 1;

    private ContentDecoder(Func<Stream, Stream> open, Trailer trailer, int maxRatio)
    {
        _decoding = open(_source);
        _trailer = trailer;
        _maxRatio = maxRatio;
    }

    /// <summary>What stands behind the packed bytes and tells whether all of them are there, where the stream of .NET does not miss it.</summary>
    private enum Trailer
    {
        /// <summary>The length of what was packed (RFC 1952).</summary>
        Length,

        /// <summary>Adler-32 of what was packed (RFC 1950).</summary>
        Adler,
    }

    /// <summary>A decoder for a coding; null when it is none that is known.</summary>
    /// <param name="coding">Its registered name.</param>
    /// <param name="maxRatio">How many bytes may come out of one.</param>
    public static BodyDecoder? For(string coding, int maxRatio) => coding.ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new ContentDecoder(s => new GZipStream(s, CompressionMode.Decompress), Trailer.Length, maxRatio),
        "deflate" => new ContentDecoder(s => new ZLibStream(s, CompressionMode.Decompress), Trailer.Adler, maxRatio),
        "br" => SteppedDecoder.Brotli(maxRatio),
        "zstd" => SteppedDecoder.Zstd(maxRatio),
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
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            throw new InvalidDataException("The body is not in its content coding.", e);
        }

        _read += count;
        _adler = _trailer == Trailer.Adler ? Adler(_adler, output[..count]) : 0;
        InflatedBodyException.ThrowIfBeyond(_read, _fed, _maxRatio);
        return count;
    }

    public override void End()
    {
        var isWhole = _trailer == Trailer.Length
            ? _fed >= 18 && BinaryPrimitives.ReadUInt32LittleEndian(_tail) == (uint)_read
            : _fed >= 8 && BinaryPrimitives.ReadUInt32BigEndian(_tail) == _adler;
        if (!isWhole)
        {
            throw new InvalidDataException("The packed body is not whole.");
        }
    }

    public override void Dispose() => _decoding.Dispose();

    private static uint Adler(uint before, ReadOnlySpan<byte> bytes)
    {
        const uint Base = 65521;
        const int Block = 5552; // as many sums as 32 bits hold
        var (low, high) = (before & 0xFFFF, before >> 16);
        while (!bytes.IsEmpty)
        {
            var block = bytes[..Math.Min(Block, bytes.Length)];
            foreach (var b in block)
            {
                high += low += b;
            }

            (low, high) = (low % Base, high % Base);
            bytes = bytes[block.Length..];
        }

        return (high << 16) | low;
    }
}
