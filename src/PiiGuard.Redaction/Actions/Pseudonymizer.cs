using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace PiiGuard.Redaction;

/// <summary>
/// Replaces a value by a token that is the same whenever the same caller gets the same value of the same category:
/// <c>"k1.Xq3…"</c>, the id of the key and the first 128 bits of HMAC-SHA-256 (RFC 2104) in base64url (RFC 4648).
/// </summary>
internal sealed class Pseudonymizer : IValueRedactor
{
    private const int MacBytes = 16;

    public bool TryRedact(scoped in PersonalValue value, IBufferWriter<byte> output)
    {
        if (value.Caller is not { } caller || value.Kind is not (JsonValueKind.String or JsonValueKind.Number) || value.Text.Length > 1024)
        {
            return false;
        }

        // The category stands before the value, so that a phone number and an account number of the same digits are two tokens.
        Span<byte> input = stackalloc byte[value.Text.Length + 1];
        input[0] = (byte)value.Category;
        value.Text.CopyTo(input[1..]);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(caller.Token, input, mac);

        Span<byte> token = stackalloc byte[40];
        caller.KeyId.CopyTo(token);
        token[caller.KeyId.Length] = (byte)'.';
        var length = Base64Url.EncodeToUtf8(mac[..MacBytes], token[(caller.KeyId.Length + 1)..]);
        JsonStrings.WritePlain(output, token[..(caller.KeyId.Length + 1 + length)]);
        return true;
    }
}
