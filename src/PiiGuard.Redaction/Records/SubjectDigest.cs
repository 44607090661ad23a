using System.Security.Cryptography;
using System.Text;
using PiiGuard.Classification;

namespace PiiGuard.Redaction;

/// <summary>
/// A subject key as it is kept and compared: 64 bits of SipHash-2-4 over its text, under a key that HMAC-SHA-256 (RFC 2104) derives
/// from a secret and the name. Without the secret a digest says nothing, although there are few enough phone numbers to try them all.
/// </summary>
public static class SubjectDigest
{
    /// <summary>Digest of a subject key.</summary>
    /// <param name="key">Secret of at least 16 bytes.</param>
    /// <param name="name">Name of the property that holds it, in any spelling: account 17 and customer 17 are two subjects.</param>
    /// <param name="subject">The value without quotes, unescaped; of a number, as written.</param>
    public static ulong Compute(ReadOnlySpan<byte> key, string name, string subject) => ForName(key, name).Compute(Encoding.UTF8.GetBytes(subject));

    internal static SipHash ForName(ReadOnlySpan<byte> key, string name)
    {
        Span<byte> derived = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("subject\n" + NameFolding.Fold(name)), derived);
        return new(derived);
    }
}
