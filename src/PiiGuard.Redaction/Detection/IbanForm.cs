namespace PiiGuard.Redaction.Detection;

/// <summary>An International Bank Account Number (ISO 13616): 15 to 34 letters and digits whose check digits (ISO 7064, mod 97-10) hold.</summary>
internal static class IbanForm
{
    /// <summary>The number that begins at an index, with or without blanks between its groups; an end of zero when there is none.</summary>
    public static (PiiCategory Category, int Start, int End) At(ReadOnlySpan<byte> text, int at)
    {
        if (text.Length - at < 15 || !char.IsAsciiLetter((char)text[at + 1]) || !char.IsAsciiDigit((char)text[at + 2]) || !char.IsAsciiDigit((char)text[at + 3]))
        {
            return default;
        }

        var length = 0;
        var end = at;
        Span<byte> number = stackalloc byte[34];
        for (var i = at; i < text.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit((char)text[i]))
            {
                if (length == number.Length)
                {
                    return default;
                }

                number[length++] = text[i];
                end = i + 1;
                if (length >= 15 && EndsHere(text, end) && IsValid(number[..length]))
                {
                    return (PiiCategory.BankAccount, at, end);
                }
            }
            else if (text[i] is not ((byte)' ' or (byte)'-') || end != i)
            {
                break;
            }
        }

        return default;
    }

    private static bool EndsHere(ReadOnlySpan<byte> text, int end) => end == text.Length || !ValueDetector.IsWordByte(text[end]);

    private static bool IsValid(ReadOnlySpan<byte> number)
    {
        var rest = 0;
        for (var i = 0; i < number.Length; i++)
        {
            // The first four characters stand at the end for the check; a letter counts from A = 10.
            var b = number[(i + 4) % number.Length];
            rest = char.IsAsciiDigit((char)b) ? ((rest * 10) + (b - '0')) % 97 : ((rest * 100) + ((b | 0x20) - 'a' + 10)) % 97;
        }

        return rest == 1;
    }
}
