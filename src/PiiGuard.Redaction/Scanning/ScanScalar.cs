using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PiiGuard.Redaction.Detection;

namespace PiiGuard.Redaction.Scanning;

/// <summary>One byte at a time, for machines without vectors.</summary>
internal readonly struct ScanScalar : IScan
{
    public static int EndOfPlainText(ref byte data, int at, out bool isAscii, out int marks)
    {
        marks = 0;
        isAscii = true;
        for (; ; at++)
        {
            var b = Unsafe.Add(ref data, at);
            if (b is (byte)'"' or (byte)'\\' or < 0x20)
            {
                return at;
            }

            isAscii &= b < 0x80;
            marks += b == '@' ? IScan.MarksOfAt : char.IsAsciiDigit((char)b) ? 1 : 0;
        }
    }

    public static int EndOfShortText(ref byte data, int at)
    {
        var end = EndOfPlainText(ref data, at, out var isAscii, out var marks);
        return !isAscii || Unsafe.Add(ref data, end) != '"' || end - at > IScan.LongestShortText ? 0
            : marks >= ValueDetector.FewestMarks && ValueDetector.IsSuspect(ref Unsafe.Add(ref data, at), end - at) ? ~(end + 1)
            : end + 1;
    }

    public static int EndOfWhiteSpace(ref byte data, int at)
    {
        while (Unsafe.Add(ref data, at) is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    public static bool StartsWith(ref byte data, int at, ref byte literal, int length) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref data, at), length).SequenceEqual(MemoryMarshal.CreateReadOnlySpan(ref literal, length));
}
