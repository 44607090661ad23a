using System.Buffers;
using System.Text.Json;

namespace PiiGuard.Redaction;

/// <summary>
/// Replaces the digits of a phone or account number by others (<see cref="Ff1"/>) and keeps what stands between them, so that
/// systems that check the form still take it. The same caller gets the same digits for the same value.
/// </summary>
internal sealed class FormatPreserver : IValueRedactor
{
    // Twice the digits, so that each can have a separator; it stands on the stack.
    private const int LongestText = 2 * Ff1.MaxDigits;

    private static readonly SearchValues<byte> Separators = SearchValues.Create(" +-./()"u8);

    public bool TryRedact(scoped in PersonalValue value, IBufferWriter<byte> output)
    {
        if (value.Text.Length > LongestText || value.Caller is not { } caller || value.Kind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            return false;
        }

        var text = value.Text;
        Span<char> digits = stackalloc char[Ff1.MaxDigits];
        var count = 0;
        foreach (var b in text)
        {
            if (!char.IsAsciiDigit((char)b))
            {
                if (value.Kind == JsonValueKind.Number || !Separators.Contains(b))
                {
                    return false;
                }
            }
            else if (count == digits.Length)
            {
                return false;
            }
            else
            {
                digits[count++] = (char)b;
            }
        }

        if (count < Ff1.MinDigits)
        {
            return false;
        }

        // The category is the tweak: a phone number and an account number of the same digits become two numbers.
        ReadOnlySpan<byte> tweak = [(byte)value.Category];
        do
        {
            caller.Ff1.Encrypt(digits[..count], tweak);
        }
        while (value.Kind == JsonValueKind.Number && digits[0] == '0'); // no JSON number begins so; going on is still a permutation of those that do not

        Span<byte> result = stackalloc byte[text.Length];
        var next = 0;
        for (var i = 0; i < text.Length; i++)
        {
            result[i] = char.IsAsciiDigit((char)text[i]) ? (byte)digits[next++] : text[i];
        }

        if (value.Kind == JsonValueKind.Number)
        {
            output.Write(result);
        }
        else
        {
            JsonStrings.Write(output, result, default);
        }

        return true;
    }
}
