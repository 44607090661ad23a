using System.Buffers;

namespace PiiGuard.Redaction;

/// <summary>A queue of bytes in one pooled array: written at the end, taken from the front.</summary>
internal sealed class ByteBuffer : IBufferWriter<byte>, IDisposable
{
    private const int Smallest = 4096;

    private byte[] _bytes = [];
    private int _start;
    private int _end;

    public int Capacity => _bytes.Length;

    public int Length => _end - _start;

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(_start, Length);

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(_start, Length);

    /// <summary>What is in the queue, to be changed in place.</summary>
    public Span<byte> Written => _bytes.AsSpan(_start, Length);

    public void Append(scoped ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _end < bytes.Length)
        {
            MakeRoom(bytes.Length);
        }

        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
    }

    public void Append(scoped ReadOnlySpan<byte> first, scoped ReadOnlySpan<byte> second)
    {
        if (_bytes.Length - _end < first.Length + second.Length)
        {
            MakeRoom(first.Length + second.Length);
        }

        first.CopyTo(_bytes.AsSpan(_end));
        second.CopyTo(_bytes.AsSpan(_end + first.Length));
        _end += first.Length + second.Length;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_bytes.Length - _end < Math.Max(sizeHint, 1))
        {
            MakeRoom(Math.Max(sizeHint, 1));
        }

        return _bytes.AsMemory(_end);
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - _end), nameof(count));
        _end += count;
    }

    /// <summary>Takes bytes from the front.</summary>
    public void Take(int count)
    {
        _start += count;
        if (_start == _end)
        {
            _start = _end = 0;
        }
    }

    public void Clear() => _start = _end = 0;

    public void Dispose()
    {
        // Personal data must not wait in the pool for the next tenant of the array.
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        }

        _bytes = [];
        _start = _end = 0;
    }

    private void MakeRoom(int count)
    {
        var length = Length;
        if (_bytes.Length - length >= count && _start >= length)
        {
            Span.CopyTo(_bytes);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(checked(length + count), Math.Min(Math.Max(_bytes.Length * 2L, Smallest), Array.MaxLength)));
            Span.CopyTo(larger);
            if (_bytes.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
            }

            _bytes = larger;
        }

        _start = 0;
        _end = length;
    }
}
