using System.Buffers;
using System.IO.Compression;
using ZstdSharp;

namespace PiiGuard.Gateway.Responses.Decoding;

/// <summary>Undoes Brotli (RFC 7932) and Zstandard (RFC 8878) step by step: not by the streams that come with them, which do not miss the end.</summary>
internal abstract class SteppedDecoder(int maxRatio) : BodyDecoder
{
    private ReadOnlyMemory<byte> _bytes;
    private long _fed;
    private long _read;
    private bool _isDone;

    /// <param name="maxRatio">How many bytes may come out of one.</param>
    public static SteppedDecoder Brotli(int maxRatio) => new BrotliSteps(maxRatio);

    /// <param name="maxRatio">How many bytes may come out of one.</param>
    public static SteppedDecoder Zstd(int maxRatio) => new ZstdSteps(maxRatio);

    public override void Feed(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        _fed += bytes.Length;
    }

    public override int Read(Span<byte> output)
    {
        if (_isDone && (_bytes.IsEmpty || !HasFrames))
        {
            return _bytes.IsEmpty ? 0 : throw new InvalidDataException("Something stands behind the packed body.");
        }

        var status = Step(_bytes.Span, output, out var consumed, out var written);
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

    /// <summary>Whether one packed body may follow another.</summary>
    protected abstract bool HasFrames { get; }

    protected abstract OperationStatus Step(ReadOnlySpan<byte> source, Span<byte> output, out int consumed, out int written);

    private sealed class BrotliSteps(int maxRatio) : SteppedDecoder(maxRatio)
    {
        private BrotliDecoder _decoder;

        protected override bool HasFrames => false;

        public override void Dispose() => _decoder.Dispose();

        protected override OperationStatus Step(ReadOnlySpan<byte> source, Span<byte> output, out int consumed, out int written) => _decoder.Decompress(source, output, out consumed, out written);
    }

    private sealed class ZstdSteps : SteppedDecoder
    {
        // 8 MB, as RFC 9659 bounds it for content codings.
        private const int WindowLog = 23;

        private readonly Decompressor _decompressor = new();

        public ZstdSteps(int maxRatio)
            : base(maxRatio) => _decompressor.SetParameter(ZstdSharp.Unsafe.ZSTD_dParameter.ZSTD_d_windowLogMax, WindowLog);

        protected override bool HasFrames => true;

        public override void Dispose() => _decompressor.Dispose();

        protected override OperationStatus Step(ReadOnlySpan<byte> source, Span<byte> output, out int consumed, out int written)
        {
            try
            {
                return _decompressor.UnwrapStream(source, output, out consumed, out written);
            }
            catch (ZstdException e)
            {
                throw new InvalidDataException("The body is not in its content coding.", e);
            }
        }
    }
}
