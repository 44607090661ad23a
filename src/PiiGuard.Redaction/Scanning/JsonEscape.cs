using System.Runtime.CompilerServices;

namespace PiiGuard.Redaction.Scanning;

/// <summary>Escapes in strings (RFC 8259, section 7). Half of a surrogate pair is no character and is refused everywhere.</summary>
internal static class JsonEscape
{
    /// <summary>
    /// Where the escape ends that begins at <paramref name="at"/>; the complement of where it goes wrong when it is none. A NUL there
    /// may be the end of what has been received.
    /// </summary>
    /// <param name="data">The document.</param>
    /// <param name="at">The backslash.</param>
    /// <param name="isLoneSurrogate">Whether what is wrong is half of a surrogate pair.</param>
    public static int End(ref byte data, int at, out bool isLoneSurrogate)
    {
        isLoneSurrogate = false;
        var kind = Unsafe.Add(ref data, at + 1);
        if (kind is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t')
        {
            return at + 2;
        }

        if (kind != 'u')
        {
            return ~(at + 1);
        }

        var end = Hex(ref data, at + 2, out var unit);
        if (end < 0 || !char.IsSurrogate((char)unit))
        {
            return end;
        }

        if (char.IsHighSurrogate((char)unit))
        {
            if (Unsafe.Add(ref data, end) is 0)
            {
                return ~end;
            }

            if (Unsafe.Add(ref data, end) == '\\' && Unsafe.Add(ref data, end + 1) is (byte)'u' or 0)
            {
                var low = Unsafe.Add(ref data, end + 1) == 0 ? ~(end + 1) : Hex(ref data, end + 2, out unit);
                if (low < 0 || char.IsLowSurrogate((char)unit))
                {
                    return low;
                }
            }
        }

        isLoneSurrogate = true;
        return ~at;
    }

    private static int Hex(ref byte data, int at, out int unit)
    {
        unit = 0;
        for (var i = at; i < at + 4; i++)
        {
            var b = Unsafe.Add(ref data, i);
            if (!char.IsAsciiHexDigit((char)b))
            {
                return ~i;
            }

            unit = (unit << 4) | ((b & 0xF) + (b > '9' ? 9 : 0));
        }

        return at + 4;
    }
}
