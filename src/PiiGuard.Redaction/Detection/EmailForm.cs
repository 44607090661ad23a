using System.Buffers;

namespace PiiGuard.Redaction.Detection;

/// <summary>An e-mail address (RFC 5322, section 3.4.1): what is common of the local part, and a domain with a dot.</summary>
internal static class EmailForm
{
    private static readonly SearchValues<byte> Local = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+/=?^_`{|}~-"u8);

    /// <summary>The address around the <c>@</c> at an index; an end of zero when there is none.</summary>
    public static (PiiCategory Category, int Start, int End) At(ReadOnlySpan<byte> text, int at)
    {
        var start = at;
        while (start > 0 && (Local.Contains(text[start - 1]) || text[start - 1] >= 0x80))
        {
            start--;
        }

        var end = at + 1;
        var dot = -1;
        while (end < text.Length && (ValueDetector.IsWordByte(text[end]) || text[end] is (byte)'-' or (byte)'.'))
        {
            dot = text[end] == '.' && end > at + 1 && end + 2 < text.Length && ValueDetector.IsWordByte(text[end + 1]) && ValueDetector.IsWordByte(text[end + 2]) ? end : dot;
            end++;
        }

        return start < at && dot > 0 ? (PiiCategory.EmailAddress, start, end) : default;
    }
}
