using System.Security.Cryptography;
using PiiGuard.Gateway.Callers;

namespace PiiGuard.Gateway.Policies;

/// <summary>Reads who may call: the sections <c>Callers</c> and <c>ClaimCallers</c>.</summary>
internal static class CallerRules
{
    public static IReadOnlyList<ApiKeyCaller> ReadApiKeyCallers(SectionReader root, Dictionary<string, Tier> tiers)
    {
        List<ApiKeyCaller> callers = [];
        foreach (var section in root.Sections("Callers"))
        {
            var tier = ReadTierName(section, tiers);
            var hex = section.RequiredText("ApiKeySha256");
            byte[] hash = [];
            if (hex is { Length: 64 } && hex.All(char.IsAsciiHexDigit))
            {
                hash = Convert.FromHexString(hex);
                if (hash.AsSpan().SequenceEqual(SHA256.HashData([])))
                {
                    section.Mistake("ApiKeySha256", "is the hash of an empty key");
                }

                if (callers.FirstOrDefault(c => CryptographicOperations.FixedTimeEquals(c.KeyHash, hash)) is { } twin)
                {
                    section.Mistake("ApiKeySha256", $"is the key of caller '{twin.Name}' too; a key has one owner");
                }
            }
            else if (hex is not null)
            {
                // Not repeated in the message: it may be the key itself.
                section.Mistake("ApiKeySha256", $"is not a SHA-256 hash: expected 64 hexadecimal digits, found {hex.Length} characters");
            }

            section.NoOtherKeys();
            if (tier is not null)
            {
                callers.Add(new(section.Name, hash, tier));
            }
        }

        return callers;
    }

    public static ClaimCaller ReadClaimCaller(SectionReader section, Dictionary<string, Tier> tiers)
    {
        var required = section.Text("RequiredClaim");
        var value = section.Text("RequiredValue");
        if ((required is null) != (value is null))
        {
            section.Mistake(required is null ? "RequiredClaim" : "RequiredValue", "is missing: the two go together");
        }

        var caller = new ClaimCaller(
            section.RequiredText("Claim") ?? "", required, value, section.Text("SubjectClaim"), ReadTierName(section, tiers) ?? tiers.Values.FirstOrDefault()!);
        section.NoOtherKeys();
        return caller;
    }

    private static Tier? ReadTierName(SectionReader section, Dictionary<string, Tier> tiers)
    {
        if (section.RequiredText("Tier") is not { } name)
        {
            return null;
        }

        if (tiers.TryGetValue(name, out var tier))
        {
            return tier;
        }

        section.Mistake("Tier", $"there is no tier '{name}'" + (Spelling.Nearest(name, tiers.Keys) is { } near ? $"; did you mean {near}?" : ""));
        return null;
    }
}
