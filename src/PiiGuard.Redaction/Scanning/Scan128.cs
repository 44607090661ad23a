using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PiiGuard.Redaction.Detection;

namespace PiiGuard.Redaction.Scanning;

/// <summary>16 bytes at a time.</summary>
internal readonly struct Scan128 : IScan
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOfPlainText(ref byte data, int at, out bool isAscii, out int marks)
    {
        marks = 0;
        uint high = 0;
        for (; ; at += Vector128<byte>.Count)
        {
            var bytes = Vector128.LoadUnsafe(ref data, (nuint)at);
            var stops = (Vector128.Equals(bytes, Vector128.Create((byte)'"')) | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.Equals(Vector128.Min(bytes, Vector128.Create((byte)0x1F)), bytes)).ExtractMostSignificantBits();
            var before = stops ^ (stops - 1);
            high |= bytes.ExtractMostSignificantBits() & before;
            marks += BitOperations.PopCount(Vector128.Equals(bytes, Vector128.Create((byte)'@')).ExtractMostSignificantBits() & before) * IScan.MarksOfAt;
            var digits = bytes - Vector128.Create((byte)'0');
            marks += BitOperations.PopCount(Vector128.Equals(Vector128.Min(digits, Vector128.Create((byte)9)), digits).ExtractMostSignificantBits() & before);
            if (stops != 0)
            {
                isAscii = high == 0;
                return at + BitOperations.TrailingZeroCount(stops);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOfShortText(ref byte data, int at)
    {
        var end = EndOfPlainText(ref data, at, out var isAscii, out var marks);
        return !isAscii || Unsafe.Add(ref data, end) != '"' || end - at > IScan.LongestShortText ? 0
            : marks >= ValueDetector.FewestMarks && ValueDetector.IsSuspect(ref Unsafe.Add(ref data, at), end - at) ? ~(end + 1)
            : end + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOfWhiteSpace(ref byte data, int at)
    {
        if (Unsafe.Add(ref data, at) > 0x20)
        {
            return at;
        }

        for (; ; at += Vector128<byte>.Count)
        {
            var bytes = Vector128.LoadUnsafe(ref data, (nuint)at);
            var space = (Vector128.Equals(bytes, Vector128.Create((byte)' ')) | Vector128.Equals(bytes, Vector128.Create((byte)'\n'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\r')) | Vector128.Equals(bytes, Vector128.Create((byte)'\t'))).ExtractMostSignificantBits();
            if (space != ushort.MaxValue)
            {
                return at + BitOperations.TrailingZeroCount(~space);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool StartsWith(ref byte data, int at, ref byte literal, int length)
    {
        for (var i = 0; i < length; i += Vector128<byte>.Count)
        {
            var equal = Vector128.Equals(Vector128.LoadUnsafe(ref data, (nuint)(at + i)), Vector128.LoadUnsafe(ref literal, (nuint)i)).ExtractMostSignificantBits();
            if (BitOperations.TrailingZeroCount(~equal) < Math.Min(length - i, Vector128<byte>.Count))
            {
                return false;
            }
        }

        return true;
    }
}
