using System.Runtime.CompilerServices;
using PiiGuard.Redaction.Scanning;

namespace PiiGuard.Redaction;

/// <summary>The strings of a document beyond their plain part: escapes and UTF-8.</summary>
internal static class JsonText<TScan>
    where TScan : struct, IScan
{
    /// <summary>Goes on behind the plain part of a string. The closing quote; -1 when it is not there yet.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int EndOfString(Document document, ref byte data, int at, int end, bool startsAscii, int firstMarks, out bool isAscii, out int marks)
    {
        isAscii = startsAscii;
        marks = firstMarks;
        while (Unsafe.Add(ref data, at) == '\\')
        {
            // An escaped letter or digit is odd enough to have a closer look at the text.
            marks += JsonEscape.IsPlain(ref data, at) ? IScan.MarksOfAt : 0;
            at = JsonEscape.End(ref data, at, out var isLoneSurrogate);
            if (at < 0)
            {
                return ~at >= end ? -1 : throw document.Refuse(isLoneSurrogate ? RefusalReason.InvalidText : RefusalReason.Malformed, ~at);
            }

            if (Unsafe.Add(ref data, at) != '\\')
            {
                at = TScan.EndOfPlainText(ref data, at, out var isRestAscii, out var restMarks);
                isAscii &= isRestAscii;
                marks += restMarks;
            }
        }

        return Unsafe.Add(ref data, at) == '"' ? at
            : at >= end ? -1
            : throw document.Refuse(RefusalReason.Malformed, at);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void CheckUtf8(Document document, ref byte data, int start, int end)
    {
        if (!Utf8Check.IsValid(ref data, start, end, typeof(TScan) == typeof(Scan256) ? VectorWidth.Bits256 : VectorWidth.Bits128))
        {
            throw document.Refuse(RefusalReason.InvalidText, start);
        }
    }
}
