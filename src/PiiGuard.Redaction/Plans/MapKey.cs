using System.Buffers.Text;

namespace PiiGuard.Redaction.Plans;

/// <summary>
/// Names that are data: the keys of a map, such as <c>100042</c>, <c>C100042</c>, <c>2026-11-27</c> or a UUID. There is no end of them, so they are judged as a placeholder would be in
/// their place, once for all of them.
/// </summary>
internal static class MapKey
{
    /// <summary>Stands for one number.</summary>
    public const string Number = "0";

    /// <summary>Stands for numbers with signs between them.</summary>
    public const string Numbers = "0-0-0";

    /// <summary>Stands for what has letters too, of which no word can be made.</summary>
    public const string Id = "qj0";

    private const int LongestWord = 2; // letters in a row: more may be a word
    private const int FewestDigits = 5; // beside letters: "x509", "h264" and "1080p" name something
    private const int ShortestRandom = 12;
    private const int FewestChanges = 5; // from letters to digits and back, of what is random: "9s8d7fNffXLo"

    /// <summary>Whether a name is one of these themselves, and none of a document that is written alike.</summary>
    public static bool IsPlaceholder(string name) => ReferenceEquals(name, Number) || ReferenceEquals(name, Numbers) || ReferenceEquals(name, Id);

    /// <summary>The placeholder for a key; null when the name may mean something.</summary>
    public static string? PlaceholderOf(ReadOnlySpan<byte> name)
    {
        int letters = 0, digits = 0, signs = 0, changes = 0, word = 0, longest = 0;
        var previous = 0;
        foreach (var b in name)
        {
            var kind = char.IsAsciiDigit((char)b) ? 1 : char.IsAsciiLetter((char)b) ? 2 : 0;
            if (kind == 0 && b is not ((byte)'-' or (byte)'_' or (byte)'.' or (byte)':' or (byte)'/' or (byte)'+' or (byte)' '))
            {
                return null;
            }

            changes += previous != 0 && kind != 0 && kind != previous ? 1 : 0;
            (digits, letters, signs) = (digits + (kind & 1), letters + (kind >> 1), signs + (kind == 0 ? 1 : 0));
            word = kind == 2 ? word + 1 : 0;
            longest = Math.Max(longest, word);
            previous = kind;
        }

        return digits == 0 ? null
            : letters == 0 ? (signs == 0 ? Number : Numbers)
            : (digits >= FewestDigits && longest <= LongestWord) || (name.Length >= ShortestRandom && changes >= FewestChanges) || IsUuid(name) ? Id
            : null;
    }

    private static bool IsUuid(ReadOnlySpan<byte> name) => name.Length == 36 && Utf8Parser.TryParse(name, out Guid _, out var length) && length == name.Length;
}
