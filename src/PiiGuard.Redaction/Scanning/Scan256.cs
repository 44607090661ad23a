using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PiiGuard.Redaction.Scanning;

/// <summary>32 bytes at a time.</summary>
internal readonly struct Scan256 : IScan
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOfPlainText(ref byte data, int at, out bool isAscii, out int marks)
    {
        marks = 0;
        uint high = 0;
        for (; ; at += Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref data, (nuint)at);
            var stops = (Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                | Vector256.Equals(Vector256.Min(bytes, Vector256.Create((byte)0x1F)), bytes)).ExtractMostSignificantBits();
            var before = stops ^ (stops - 1); // up to the first stop, which is none of what is looked for; all when there is none
            high |= bytes.ExtractMostSignificantBits() & before;
            marks += BitOperations.PopCount(Vector256.Equals(bytes, Vector256.Create((byte)'@')).ExtractMostSignificantBits() & before) * IScan.MarksOfAt;
            var digits = bytes - Vector256.Create((byte)'0');
            marks += BitOperations.PopCount(Vector256.Equals(Vector256.Min(digits, Vector256.Create((byte)9)), digits).ExtractMostSignificantBits() & before);
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
        if (Unsafe.Add(ref data, at) > 0x20)
        {
            return at;
        }

        for (; ; at += Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref data, (nuint)at);
            var space = (Vector256.Equals(bytes, Vector256.Create((byte)' ')) | Vector256.Equals(bytes, Vector256.Create((byte)'\n'))
                | Vector256.Equals(bytes, Vector256.Create((byte)'\r')) | Vector256.Equals(bytes, Vector256.Create((byte)'\t'))).ExtractMostSignificantBits();
            if (space != uint.MaxValue)
            {
                return at + BitOperations.TrailingZeroCount(~space);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool StartsWith(ref byte data, int at, ref byte literal, int length)
    {
        var equal = Vector256.Equals(Vector256.LoadUnsafe(ref data, (nuint)at), Vector256.LoadUnsafe(ref literal)).ExtractMostSignificantBits();
        if (length <= Vector256<byte>.Count)
        {
            return BitOperations.TrailingZeroCount(~(ulong)equal) >= length;
        }

        var rest = Vector256.Equals(Vector256.LoadUnsafe(ref data, (nuint)(at + Vector256<byte>.Count)), Vector256.LoadUnsafe(ref literal, (nuint)Vector256<byte>.Count))
            .ExtractMostSignificantBits();
        return BitOperations.TrailingZeroCount(~(equal | ((ulong)rest << Vector256<byte>.Count))) >= length;
    }
}
