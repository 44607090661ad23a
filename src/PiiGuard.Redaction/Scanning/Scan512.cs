using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PiiGuard.Redaction.Scanning;

/// <summary>64 bytes at a time.</summary>
internal readonly struct Scan512 : IScan
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOfPlainText(ref byte data, int at, out bool isAscii, out int marks)
    {
        marks = 0;
        ulong high = 0;
        for (; ; at += Vector512<byte>.Count)
        {
            var bytes = Vector512.LoadUnsafe(ref data, (nuint)at);
            var stops = Vector512.Equals(bytes, Vector512.Create((byte)'"')).ExtractMostSignificantBits()
                | Vector512.Equals(bytes, Vector512.Create((byte)'\\')).ExtractMostSignificantBits()
                | Vector512.LessThan(bytes, Vector512.Create((byte)0x20)).ExtractMostSignificantBits();
            var before = stops ^ (stops - 1); // up to the first stop, which is none of what is looked for; all when there is none
            high |= bytes.ExtractMostSignificantBits() & before;
            marks += BitOperations.PopCount(Vector512.Equals(bytes, Vector512.Create((byte)'@')).ExtractMostSignificantBits() & before) * IScan.MarksOfAt;
            marks += BitOperations.PopCount(
                Vector512.LessThan(bytes - Vector512.Create((byte)'0'), Vector512.Create((byte)10)).ExtractMostSignificantBits() & before);
            if (stops != 0)
            {
                isAscii = high == 0;
                return at + BitOperations.TrailingZeroCount(stops);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOfWhiteSpace(ref byte data, int at)
    {
        // Between two tokens of compact JSON there is none.
        if (Unsafe.Add(ref data, at) > 0x20)
        {
            return at;
        }

        for (; ; at += Vector512<byte>.Count)
        {
            var bytes = Vector512.LoadUnsafe(ref data, (nuint)at);
            var space = (Vector512.Equals(bytes, Vector512.Create((byte)' ')) | Vector512.Equals(bytes, Vector512.Create((byte)'\n'))
                | Vector512.Equals(bytes, Vector512.Create((byte)'\r')) | Vector512.Equals(bytes, Vector512.Create((byte)'\t'))).ExtractMostSignificantBits();
            if (space != ulong.MaxValue)
            {
                return at + BitOperations.TrailingZeroCount(~space);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool StartsWith(ref byte data, int at, ref byte literal, int length)
    {
        var equal = Vector512.Equals(Vector512.LoadUnsafe(ref data, (nuint)at), Vector512.LoadUnsafe(ref literal)).ExtractMostSignificantBits();
        return BitOperations.TrailingZeroCount(~equal) >= length;
    }
}
