using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace PiiGuard.Gateway.Policies;

/// <summary>Names a policy by what it says: in the ledger, where the number of a reload would mean nothing after the next restart.</summary>
internal static class PolicyFingerprint
{
    /// <summary>16 hexadecimal digits over all settings but those of the store, and over the files they name. Keyed, since settings hold secrets.</summary>
    public static string Of(IConfigurationSection section, IEnumerable<(string Name, string Text)> files, ReadOnlySpan<byte> key)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        var settings = section.AsEnumerable(makePathsRelative: true).Where(s => s.Value is not null && !s.Key.StartsWith("Store:", StringComparison.OrdinalIgnoreCase)).Select(s => (s.Key, s.Value!));
        foreach (var (name, text) in settings.OrderBy(s => s.Key, StringComparer.OrdinalIgnoreCase).Concat(files))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name.Length} {name} {text.Length} {text}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
