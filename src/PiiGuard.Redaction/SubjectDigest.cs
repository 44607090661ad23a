using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PiiGuard.Classification;

namespace PiiGuard.Redaction;

/// <summary>
/// A subject key as it is kept and compared: the first 64 bits of HMAC-SHA-256 (RFC 2104) over its text. Without the key a
/// digest says nothing, although there are few enough phone numbers to try them all.
/// </summary>
public static class SubjectDigest
{
    /// <summary>Digest of a subject key.</summary>
    /// <param name="key">Secret of at least 16 bytes.</param>
    /// <param name="name">Name of the property that holds it, in any spelling: account 17 and customer 17 are two subjects.</param>
    /// <param name="subject">The value without quotes, unescaped; of a number, as written.</param>
    public static ulong Compute(ReadOnlySpan<byte> key, string name, string subject)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{NameFolding.Fold(name)}\n{subject}"), mac);
        return BinaryPrimitives.ReadUInt64LittleEndian(mac);
    }
}
