using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using PiiGuard.Gateway.Callers;

namespace PiiGuard.Gateway.Responses;

/// <summary>
/// The validator of what one caller sees (RFC 9110, section 8.8.3): a keyed digest of the caller and of the redacted body. That of the
/// upstream is one of another body, and the same for callers who see different things.
/// </summary>
internal static class ViewTag
{
    private const int Bytes = 16;

    public static string Of(ReadOnlySpan<byte> key, Caller caller, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.UTF8.GetBytes($"view\n{caller.Id}\n{caller.Tier.Name}\n"));
        mac.AppendData(body);
        return $"W/\"{Base64Url.EncodeToString(mac.GetHashAndReset().AsSpan(0, Bytes))}\"";
    }

    /// <summary>Whether a caller that asks only for what is new has this already.</summary>
    public static bool IsKnown(string ifNoneMatch, string tag) =>
        EntityTagHeaderValue.TryParseList([ifNoneMatch], out var known) && EntityTagHeaderValue.TryParse(tag, out var own)
            && known.Any(k => k.Equals(EntityTagHeaderValue.Any) || k.Compare(own, useStrongComparison: false));
}
