using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PiiGuard.Redaction.Scanning;

/// <summary>32 bytes at a time.</summary>
internal readonly struct Scan256 : IScan
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOfPlainText(ref byte data, int at, ref TextTraits traits)
    {
        for (; ; at += Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref data, (nuint)at);
            var stops = (Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                | Vector256.Equals(Vector256.Min(bytes, Vector256.Create((byte)0x1F)), bytes)).ExtractMostSignificantBits();
            var before = stops == 0 ? uint.MaxValue : stops ^ (stops - 1); // the stop itself is none of what is looked for
            traits.NonAscii |= bytes.ExtractMostSignificantBits() & before;
            traits.At |= Vector256.Equals(bytes, Vector256.Create((byte)'@')).ExtractMostSignificantBits() & before;
            var digits = bytes - Vector256.Create((byte)'0');
            traits.Digits += BitOperations.PopCount(Vector256.Equals(Vector256.Min(digits, Vector256.Create((byte)9)), digits).ExtractMostSignificantBits() & before);
            if (stops != 0)
            {
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
