using System.Security.Cryptography;
using System.Text;
using PiiGuard.Classification;
using PiiGuard.Redaction.Detection;

namespace PiiGuard.Redaction;

/// <summary>
/// A subject key as it is kept and compared: 64 bits of SipHash-2-4 over its text, under a key that HMAC-SHA-256 (RFC 2104) derives
/// from a secret and the name. Without the secret a digest says nothing, although there are few enough phone numbers to try them all.
/// </summary>
public static class SubjectDigest
{
    private static readonly byte[][] Missing =
    [
        .. new[] { "null", "nil", "none", "n/a", "na", "unknown", "undefined", "anonymous", "missing", "empty", "redacted", "masked", "removed", "deleted", "hidden", "not set", "not available" }
            .Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>Digest of a subject key.</summary>
    /// <param name="key">Secret of at least 16 bytes.</param>
    /// <param name="name">Name of the property that holds it, in any spelling: account 17 and customer 17 are two subjects.</param>
    /// <param name="subject">The value without quotes, unescaped; of a number, as written.</param>
    public static ulong Compute(ReadOnlySpan<byte> key, string name, string subject) => ForName(key, name).Compute(Encoding.UTF8.GetBytes(subject));

    /// <summary>
    /// Whether a value stands where a key is missing, so that many records would be one person: blank, zeros and signs alone (<c>0</c>, <c>-1</c>, the empty GUID, <c>***</c>), or a word such as <c>null</c>, <c>n/a</c>, <c>unknown</c>.
    /// </summary>
    internal static bool IsPlaceholder(ReadOnlySpan<byte> value)
    {
        const int Longest = 40;
        if (value.Length > Longest || value.IndexOfAnyInRange((byte)'1', (byte)'9') >= 0)
        {
            return value.SequenceEqual("-1"u8); // a number is somebody's
        }

        var plain = WideForms.Fold(value, stackalloc byte[WideForms.UsualRoom]).Trim(" \t\r\n"u8);
        return plain.IndexOfAnyExcept("0-.*_?/#{}x+ "u8) < 0 || IsMissing(plain);
    }

    private static bool IsMissing(ReadOnlySpan<byte> value)
    {
        foreach (var word in Missing)
        {
            if (Ascii.EqualsIgnoreCase(value, word))
            {
                return true;
            }
        }

        return false;
    }

    internal static SipHash ForName(ReadOnlySpan<byte> key, string name)
    {
        Span<byte> derived = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("subject\n" + NameFolding.Fold(name)), derived);
        return new(derived);
    }
}
