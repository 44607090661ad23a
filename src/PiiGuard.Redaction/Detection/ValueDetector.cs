using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PiiGuard.Redaction.Scanning;

namespace PiiGuard.Redaction.Detection;

/// <summary>
/// Finds personal data by its form, wherever it stands in a text: the second net, for fields whose names say nothing. Only forms
/// that chance hardly makes: with a check sum, or with marks that nothing else has.
/// </summary>
internal static class ValueDetector
{
    /// <summary>Nothing of what is found here has fewer than eight digits, or an <c>@</c>.</summary>
    public const int FewestMarks = IScan.MarksOfAt;

    private const int Window = 2 * 32;
    private const int Overlap = 32; // so long a phone number may be, and longer than all else that is looked for

    /// <summary>A phone number has no fewer.</summary>
    public const int FewestDigits = 8;

    /// <summary>
    /// Whether a look is worth it, for a string with that many marks: it has an <c>@</c>, a plus before a digit, ten digits in a row
    /// (the shortest account number of an IBAN), or eleven with blanks and hyphens between them (a Social Security number). A date and
    /// time of ISO 8601 has none of that.
    /// </summary>
    /// <param name="text">The string from its opening quote on, with 64 bytes to read behind it.</param>
    /// <param name="length">Its length with both quotes.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool IsSuspect(ref byte text, int length)
    {
        for (var from = 0; ; from += Window - Overlap)
        {
            if (IsSuspectWithin(ref Unsafe.Add(ref text, from), length - from))
            {
                return true;
            }

            if (length - from <= Window)
            {
                return false;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSuspectWithin(ref byte text, int length)
    {
        var low = Vector256.LoadUnsafe(ref text);
        var high = Vector256.LoadUnsafe(ref text, (nuint)Vector256<byte>.Count);
        var within = length >= Window ? ulong.MaxValue : ulong.MaxValue >> (Window - length);
        var digits = Digits(low, high) & within;
        if (((Equal(low, high, (byte)'@') | Equal(low, high, (byte)'\\')) & within) != 0)
        {
            return true;
        }

        if (BitOperations.PopCount(digits) < FewestDigits)
        {
            return false;
        }

        // What is not ASCII may be a blank that does not break, or a hyphen of another kind.
        return IsSuspect(
            digits,
            (Equal(low, high, (byte)' ') | Equal(low, high, (byte)'-') | NotAscii(low, high)) & within,
            Equal(low, high, (byte)'+'),
            Equal(low, high, (byte)'0'));
    }

    /// <summary>The same of a text of which is known where its digits stand, the blanks and hyphens between them, the plus signs and which of the digits are zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSuspect(ulong digits, ulong blanks, ulong plus, ulong zeros)
    {
        var joined = digits | blanks;
        joined &= joined >> 1;
        joined &= joined >> 2;
        joined &= joined >> 4;
        joined &= joined >> 3; // eleven in a row
        var row = digits & (digits >> 1);
        row &= row >> 2;
        row &= row >> 4;
        row &= row >> 2; // ten in a row
        return (joined | row | ((plus << 1) & digits & ~zeros)) != 0;
    }

    /// <summary>The first personal value in a text (UTF-8, unescaped); null when there is none.</summary>
    public static DetectedValue? Find(ReadOnlySpan<byte> text)
    {
        var from = 0;
        return Next(WideForms.Fold(text, stackalloc byte[WideForms.UsualRoom]), ref from);
    }

    /// <summary>Of all personal values in a text the one that is treated most strictly; null when there is none.</summary>
    public static DetectedValue? Strictest(ReadOnlySpan<byte> text, Func<PiiCategory, RedactionRule> rules)
    {
        var plain = WideForms.Fold(text, stackalloc byte[WideForms.UsualRoom]);
        DetectedValue? strictest = null;
        for (var from = 0; Next(plain, ref from) is { } found;)
        {
            strictest = strictest is not { } known ? found
                : rules(found.Category).Action > rules(known.Category).Action ? found
                : known;
        }

        return strictest;
    }

    private static DetectedValue? Next(ReadOnlySpan<byte> text, ref int from)
    {
        for (var i = from; i < text.Length; i++)
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
                from = end;
                return new(category, IsBlank(text[..start]) && IsBlank(text[end..]));
            }
        }

        from = text.Length;
        return null;
    }

    /// <summary>Letters and digits, ASCII or not: a number beside one is part of something longer.</summary>
    internal static bool IsWordByte(byte b) => char.IsAsciiLetterOrDigit((char)b) || b >= 0x80;

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept((byte)' ') < 0;

    private static ulong Equal(Vector256<byte> low, Vector256<byte> high, byte value) =>
        Vector256.Equals(low, Vector256.Create(value)).ExtractMostSignificantBits()
            | ((ulong)Vector256.Equals(high, Vector256.Create(value)).ExtractMostSignificantBits() << Vector256<byte>.Count);

    private static ulong NotAscii(Vector256<byte> low, Vector256<byte> high) =>
        low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << Vector256<byte>.Count);

    private static ulong Digits(Vector256<byte> low, Vector256<byte> high)
    {
        low -= Vector256.Create((byte)'0');
        high -= Vector256.Create((byte)'0');
        return Vector256.LessThan(low, Vector256.Create((byte)10)).ExtractMostSignificantBits()
            | ((ulong)Vector256.LessThan(high, Vector256.Create((byte)10)).ExtractMostSignificantBits() << Vector256<byte>.Count);
    }
}
