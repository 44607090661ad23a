using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PiiGuard.Redaction.Detection;
using PiiGuard.Redaction.Scanning;

namespace PiiGuard.Redaction;

/// <summary>The strings of a document beyond their plain part: escapes and UTF-8.</summary>
internal static class JsonText<TScan>
    where TScan : struct, IScan
{
    /// <summary>Where any string ends, behind its closing quote; -1 when that is not there yet.</summary>
    /// <param name="document">The document.</param>
    /// <param name="data">Its bytes.</param>
    /// <param name="start">The opening quote.</param>
    /// <param name="end">Up to where it has been received.</param>
    /// <param name="isSuspect">Whether a closer look at what it says is worth it.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int End(Document document, ref byte data, int start, int end, out bool isSuspect)
    {
        isSuspect = false;
        var at = TScan.EndOfPlainText(ref data, start + 1, out var isAscii, out var marks);
        if (Unsafe.Add(ref data, at) != '"')
        {
            at = EndOfString(document, ref data, at, end, isAscii, marks, out isAscii, out marks);
            if (at < 0)
            {
                return -1;
            }
        }

        at++;
        if (!isAscii)
        {
            CheckUtf8(document, ref data, start, at);
        }

        ref var text = ref Unsafe.Add(ref data, start);
        isSuspect = (marks >= ValueDetector.FewestMarks && ValueDetector.IsSuspect(ref text, at - start))
            || (!isAscii && WideForms.HasAny(MemoryMarshal.CreateReadOnlySpan(ref text, at - start)));
        return at;
    }

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
