using System.Globalization;
using System.Text;

namespace PiiGuard.Redaction.Detection;

/// <summary>The same text in plain letters, where numbers and addresses are written in others: digits of any script, full-width forms, blanks that do not break, hyphens of all kinds.</summary>
internal static class WideForms
{
    private const int FirstFullWidth = 0xFF01; // ASCII from '!' to '~' once more, for East Asian text
    private const int LastFullWidth = 0xFF5E;

    // Leading bytes in UTF-8.
    private const byte FullWidth = 0xEF;
    private const byte ArabicIndic = 0xD9;
    private const byte Persian = 0xDB;

    /// <summary>As much room as most texts need.</summary>
    public const int UsualRoom = 512;

    /// <summary>The text itself where it is ASCII.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="room">Where the other one is written, if it fits.</param>
    public static ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> text, Span<byte> room)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var folded = text.Length <= room.Length ? room : new byte[text.Length];
        var length = 0;
        while (!text.IsEmpty)
        {
            _ = Rune.DecodeFromUtf8(text, out var rune, out var read);
            if (Plain(rune) is { } plain)
            {
                folded[length++] = plain;
            }
            else
            {
                text[..read].CopyTo(folded[length..]);
                length += read;
            }

            text = text[read..];
        }

        return folded[..length];
    }

    /// <summary>Whether a text that is not ASCII has full-width forms, or digits of the Arabic script: as good as an <c>@</c>, a plus or a digit.</summary>
    public static bool HasAny(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOfAny(FullWidth, ArabicIndic, Persian); at >= 0 && at + 1 < text.Length; at = text.IndexOfAny(FullWidth, ArabicIndic, Persian))
        {
            var (lead, next) = (text[at], text[at + 1]);
            // Of the full-width forms the digits, the at and the plus: the punctuation is in most texts.
            if (lead == FullWidth ? next == 0xBC && at + 2 < text.Length && text[at + 2] is (>= 0x90 and <= 0x99) or 0xA0 or 0x8B
                : lead == ArabicIndic ? next is >= 0xA0 and <= 0xA9
                : next is >= 0xB0 and <= 0xB9)
            {
                return true;
            }

            text = text[(at + 1)..];
        }

        return false;
    }

    private static byte? Plain(Rune rune) => rune.Value switch
    {
        < 0x80 => null,
        >= FirstFullWidth and <= LastFullWidth => (byte)(rune.Value - FirstFullWidth + '!'),
        0x2212 => (byte)'-', // minus
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.SpaceSeparator => (byte)' ',
            UnicodeCategory.DashPunctuation => (byte)'-',
            UnicodeCategory.DecimalDigitNumber => (byte)('0' + (int)Rune.GetNumericValue(rune)),
            _ => null,
        },
    };
}
