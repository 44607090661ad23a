namespace PiiGuard.Gateway.Responses.Decoding;

/// <summary>
/// A stream over what was fed so far. It ends where that ends and goes on when more was fed, which the decompressing streams of .NET
/// take as it is meant: they ask again.
/// </summary>
internal sealed class FedStream : Stream
{
    private ReadOnlyMemory<byte> _bytes;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Feed(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _bytes.Length);
        _bytes.Span[..count].CopyTo(buffer);
        _bytes = _bytes[count..];
        return count;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
