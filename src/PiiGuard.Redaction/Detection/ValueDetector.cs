using PiiGuard.Redaction.Scanning;

namespace PiiGuard.Redaction.Detection;

/// <summary>
/// Finds personal data by its form, wherever it stands in a text: the second net, for fields whose names say nothing. Only forms
/// that chance hardly makes: with a check sum, or with marks that nothing else has.
/// </summary>
internal static class ValueDetector
{
    private const int FewestDigits = 8;

    /// <summary>Whether a look is worth it: nothing of what is found here has neither an <c>@</c> nor eight digits.</summary>
    public static bool IsSuspect(in TextTraits traits) => traits.At != 0 || traits.Digits >= FewestDigits;

    /// <summary>The first personal value in a text (UTF-8, unescaped); null when there is none.</summary>
    public static DetectedValue? Find(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i];
            var (category, start, end) =
                b == '@' ? EmailForm.At(text, i)
                : i > 0 && IsWordByte(text[i - 1]) ? default
                : b == '+' ? NumberForms.Phone(text, i)
                : char.IsAsciiDigit((char)b) ? NumberForms.CardOrSocialSecurity(text, i)
                : char.IsAsciiLetter((char)b) ? IbanForm.At(text, i)
                : default;
            if (end > 0)
            {
                return new(category, IsBlank(text[..start]) && IsBlank(text[end..]));
            }
        }

        return null;
    }

    /// <summary>Letters and digits, ASCII or not: a number beside one is part of something longer.</summary>
    internal static bool IsWordByte(byte b) => char.IsAsciiLetterOrDigit((char)b) || b >= 0x80;

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept((byte)' ') < 0;
}
