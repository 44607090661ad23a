namespace PiiGuard.Redaction.Detection;

/// <summary>Numbers with a form of their own: phone numbers, payment cards, US Social Security numbers.</summary>
internal static class NumberForms
{
    /// <summary>A phone number in international form (ITU-T E.164): a plus, and 8 to 15 digits with separators between them; as many of the groups as make one.</summary>
    public static (PiiCategory Category, int Start, int End) Phone(ReadOnlySpan<byte> text, int at)
    {
        var digits = 0;
        var end = 0;
        for (var i = at + 1; i < text.Length && digits <= 15; i++)
        {
            if (char.IsAsciiDigit((char)text[i]))
            {
                digits++;
                end = digits is >= 8 and <= 15 && EndsPhone(text[(i + 1)..]) ? i + 1 : end;
            }
            else if (text[i] is not ((byte)' ' or (byte)'-' or (byte)'.' or (byte)'/' or (byte)'(' or (byte)')'))
            {
                break;
            }
        }

        return end > 0 && text[at + 1] is >= (byte)'1' and <= (byte)'9' ? (PiiCategory.PhoneNumber, at, end) : default;
    }

    /// <summary>A payment card (ISO/IEC 7812) or a Social Security number, by the digits that begin at an index; as many of their groups as make one: a date may follow.</summary>
    public static (PiiCategory Category, int Start, int End) CardOrSocialSecurity(ReadOnlySpan<byte> text, int at)
    {
        Span<byte> digits = stackalloc byte[19];
        Span<int> groups = stackalloc int[19];
        var count = 0;
        var group = 0;
        (PiiCategory Category, int Start, int End) longest = default;
        for (var i = at; i < text.Length; i++)
        {
            if (char.IsAsciiDigit((char)text[i]))
            {
                if (count == digits.Length)
                {
                    break;
                }

                digits[count++] = (byte)(text[i] - '0');
                groups[group]++;
                if (i + 1 == text.Length || !ValueDetector.IsWordByte(text[i + 1]))
                {
                    longest = FormOf(digits[..count], groups[..(group + 1)]) is { } form ? (form, at, i + 1) : longest;
                }
            }
            else if (text[i] is (byte)' ' or (byte)'-' && i > at && char.IsAsciiDigit((char)text[i - 1]) && i + 1 < text.Length && char.IsAsciiDigit((char)text[i + 1]))
            {
                group++;
                if (group == groups.Length)
                {
                    break;
                }
            }
            else
            {
                break;
            }
        }

        return longest;
    }

    private static PiiCategory? FormOf(ReadOnlySpan<byte> digits, ReadOnlySpan<int> groups) =>
        groups is [3, 2, 4] && IsSocialSecurity(digits) ? PiiCategory.GovernmentId
        : (groups.Length == 1 || !groups.ContainsAnyExceptInRange(3, 6)) && IsCard(digits) ? PiiCategory.PaymentCard
        : null;

    /// <summary>Whether a phone number can end before a text: an extension may follow, and nothing else that is a letter or a digit.</summary>
    private static bool EndsPhone(ReadOnlySpan<byte> rest) => rest.IsEmpty || !ValueDetector.IsWordByte(rest[0])
        || (rest[0] is (byte)'x' or (byte)'X' && rest.Length > 1 && char.IsAsciiDigit((char)rest[1]))
        || rest.StartsWith("ext"u8) || rest.StartsWith("Ext"u8) || rest.StartsWith("EXT"u8);

    /// <summary>No area 000, 666 or 9xx, no group 00, no serial 0000 (20 CFR 422.103 and SSA POMS RM 10201.035).</summary>
    private static bool IsSocialSecurity(ReadOnlySpan<byte> d)
    {
        var area = (d[0] * 100) + (d[1] * 10) + d[2];
        return area is > 0 and not 666 and < 900 && d[3] + d[4] > 0 && d[5] + d[6] + d[7] + d[8] > 0;
    }

    /// <summary>The prefix and length of a large network, and the check digit of Luhn (ISO/IEC 7812-1, annex B).</summary>
    private static bool IsCard(ReadOnlySpan<byte> digits)
    {
        if (digits.Length < 13)
        {
            return false;
        }

        var two = (digits[0] * 10) + digits[1];
        var four = (two * 100) + (digits[2] * 10) + digits[3];
        var isNetwork = digits.Length switch
        {
            13 => digits[0] == 4,
            14 => two is 36 or 38 or 39 || four is >= 3000 and <= 3059,
            15 => two is 34 or 37,
            16 => digits[0] == 4 || two is >= 51 and <= 55 or 60 or 62 or 65 or 35 or 50 or 56 or 57 or 58 or 63 or 67 || four is >= 2221 and <= 2720,
            19 => digits[0] == 4 || two is 60 or 62 or 63 or 65 or 67,
            _ => two is 62 or 50 or 56 or 57 or 58 or 63 or 67,
        };
        if (!isNetwork)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var d = digits[digits.Length - 1 - i] << (i & 1);
            sum += d > 9 ? d - 9 : d;
        }

        return sum % 10 == 0;
    }
}
