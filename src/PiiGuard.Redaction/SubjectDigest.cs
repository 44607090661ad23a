using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PiiGuard.Redaction;

/// <summary>
/// A subject key as it is kept and compared: the first 64 bits of HMAC-SHA-256 (RFC 2104) over its text. Without the key a
/// digest says nothing, although there are few enough phone numbers to try them all.
/// </summary>
public static class SubjectDigest
{
    /// <summary>Digest of a subject key given as text.</summary>
    /// <param name="key">Secret of at least 16 bytes.</param>
    /// <param name="subject">The value without quotes, unescaped; of a number, as written.</param>
    public static ulong Compute(ReadOnlySpan<byte> key, string subject) => Compute(key, Encoding.UTF8.GetBytes(subject));

    /// <summary>Digest of a subject key given as UTF-8.</summary>
    /// <param name="key">Secret of at least 16 bytes.</param>
    /// <param name="subject">The value without quotes, unescaped; of a number, as written.</param>
    public static ulong Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> subject)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, subject, mac);
        return BinaryPrimitives.ReadUInt64LittleEndian(mac);
    }
}
