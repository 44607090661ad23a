using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PiiGuard.Redaction.Detection;

namespace PiiGuard.Redaction.Scanning;

/// <summary>32 bytes at a time.</summary>
internal readonly struct Scan256 : IScan
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOfPlainText(ref byte data, int at, out bool isAscii, out int marks)
    {
        var bytes = Vector256.LoadUnsafe(ref data, (nuint)at);
        var stops = Stops(bytes).ExtractMostSignificantBits();
        if (stops == 0)
        {
            return EndOfLongText(ref data, at, out isAscii, out marks);
        }

        var before = stops ^ (stops - 1); // up to the first stop, which is none of what is looked for
        isAscii = (bytes.ExtractMostSignificantBits() & before) == 0;
        marks = (BitOperations.PopCount(Vector256.Equals(bytes, Vector256.Create((byte)'@')).ExtractMostSignificantBits() & before) * IScan.MarksOfAt)
            + BitOperations.PopCount(Digits(bytes) & before);
        return at + BitOperations.TrailingZeroCount(stops);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOfShortText(ref byte data, int at)
    {
        // Only the quote decides where the next thing is looked for: the less is asked before that is known, the sooner it is.
        var bytes = Vector256.LoadUnsafe(ref data, (nuint)at);
        var quotes = Vector256.Equals(bytes, Vector256.Create((byte)'"')).ExtractMostSignificantBits();
        var end = at + BitOperations.TrailingZeroCount(quotes) + 1;
        var before = quotes ^ (quotes - 1); // all, when there is no quote
        var stops = Vector256.Equals(bytes, Vector256.Create((byte)'\\')) | Vector256.Equals(Vector256.Min(bytes, Vector256.Create((byte)0x1F)), bytes) | bytes;
        if (((stops | Vector256.Equals(bytes, Vector256.Create((byte)'@'))).ExtractMostSignificantBits() & before) != 0)
        {
            return (stops.ExtractMostSignificantBits() & before) == 0 && quotes != 0 ? ~end : 0;
        }

        if (quotes == 0)
        {
            return 0;
        }

        var digits = Digits(bytes) & before;
        return BitOperations.PopCount(digits) >= ValueDetector.FewestDigits && ValueDetector.IsSuspect(
            digits,
            (Vector256.Equals(bytes, Vector256.Create((byte)' ')) | Vector256.Equals(bytes, Vector256.Create((byte)'-'))).ExtractMostSignificantBits() & before,
            Vector256.Equals(bytes, Vector256.Create((byte)'+')).ExtractMostSignificantBits(),
            Vector256.Equals(bytes, Vector256.Create((byte)'0')).ExtractMostSignificantBits()) ? ~end : end;
    }

    /// <summary>The same of a text that is longer than one vector. Digits that do not stand close together are not added up: no form is longer than two vectors.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int EndOfLongText(ref byte data, int at, out bool isAscii, out int marks)
    {
        var all = Vector256<byte>.Zero;
        var ats = Vector256<byte>.Zero;
        var digitsBefore = 0;
        marks = 0;
        while (true)
        {
            var (first, second) = (Vector256.LoadUnsafe(ref data, (nuint)at), Vector256.LoadUnsafe(ref data, (nuint)at + (nuint)Vector256<byte>.Count));
            var (firstStops, secondStops) = (Stops(first), Stops(second));
            ats |= Vector256.Equals(first, Vector256.Create((byte)'@')) | Vector256.Equals(second, Vector256.Create((byte)'@'));
            var digits = BitOperations.PopCount(Digits(first) | ((ulong)Digits(second) << Vector256<byte>.Count));
            marks = Math.Max(marks, digitsBefore + digits);
            digitsBefore = digits;
            if ((firstStops | secondStops) == Vector256<byte>.Zero)
            {
                all |= first | second;
                at += 2 * Vector256<byte>.Count;
                continue;
            }

            var stops = firstStops.ExtractMostSignificantBits() | ((ulong)secondStops.ExtractMostSignificantBits() << Vector256<byte>.Count);
            var high = first.ExtractMostSignificantBits() | ((ulong)second.ExtractMostSignificantBits() << Vector256<byte>.Count);
            isAscii = all.ExtractMostSignificantBits() == 0 && (high & (stops ^ (stops - 1))) == 0;
            marks = ats == Vector256<byte>.Zero ? marks : IScan.MarksOfAt;
            return at + BitOperations.TrailingZeroCount(stops);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Digits(Vector256<byte> bytes)
    {
        var digits = bytes - Vector256.Create((byte)'0');
        return Vector256.Equals(Vector256.Min(digits, Vector256.Create((byte)9)), digits).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Stops(Vector256<byte> bytes) => Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
        | Vector256.Equals(Vector256.Min(bytes, Vector256.Create((byte)0x1F)), bytes);

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
