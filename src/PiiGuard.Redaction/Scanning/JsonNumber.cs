using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PiiGuard.Redaction.Scanning;

/// <summary>The number of RFC 8259, section 6: <c>-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?</c>.</summary>
internal static class JsonNumber
{
    /// <summary>Where the number ends that begins at <paramref name="at"/>, if it is a usual one: fewer than 14 digits before the fraction, 15 bytes in all, no sign and no exponent. Else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOfUsual(ref byte data, int at)
    {
        var values = Vector128.LoadUnsafe(ref data, (nuint)at) - Vector128.Create((byte)'0');
        var digits = Vector128.Equals(Vector128.Min(values, Vector128.Create((byte)9)), values).ExtractMostSignificantBits();
        var length = BitOperations.TrailingZeroCount(~digits);
        if (length is > 0 and < 14 && (length == 1 || Unsafe.Add(ref data, at) != '0'))
        {
            var next = Unsafe.Add(ref data, at + length);
            if (next == '.')
            {
                var fraction = BitOperations.TrailingZeroCount(~(digits >> (length + 1)));
                length += 1 + fraction;
                next = fraction > 0 && length < Vector128<byte>.Count ? Unsafe.Add(ref data, at + length) : (byte)'e';
            }

            if ((next | 0x20) != 'e')
            {
                return at + length;
            }
        }

        return 0;
    }

    /// <summary>Where any number ends; the complement of where it goes wrong when it is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int End(ref byte data, int at)
    {
        at += Unsafe.Add(ref data, at) == '-' ? 1 : 0;
        var digits = EndOfDigits(ref data, at);
        if (digits == at || (Unsafe.Add(ref data, at) == '0' && digits > at + 1))
        {
            return ~at;
        }

        at = digits;
        if (Unsafe.Add(ref data, at) == '.')
        {
            digits = EndOfDigits(ref data, at + 1);
            if (digits == at + 1)
            {
                return ~digits;
            }

            at = digits;
        }

        if ((Unsafe.Add(ref data, at) | 0x20) == 'e')
        {
            at++;
            at += Unsafe.Add(ref data, at) is (byte)'+' or (byte)'-' ? 1 : 0;
            digits = EndOfDigits(ref data, at);
            if (digits == at)
            {
                return ~at;
            }

            at = digits;
        }

        return at;
    }

    private static int EndOfDigits(ref byte data, int at)
    {
        while (char.IsAsciiDigit((char)Unsafe.Add(ref data, at)))
        {
            at++;
        }

        return at;
    }
}
