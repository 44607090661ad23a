using System.Net;
using System.Security.Cryptography;
using PiiGuard.Gateway.Callers;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Routing;

namespace PiiGuard.Gateway.Policies;

/// <summary>Reads who may call: the sections <c>Callers</c>, <c>ClaimCallers</c> and <c>Anonymous</c>.</summary>
internal static class CallerRules
{
    public static IReadOnlyList<CredentialCaller> ReadCallers(SectionReader root, Dictionary<string, Tier> tiers, ReadOnlyMemory<byte> digestKey, LevelLimits api)
    {
        List<CredentialCaller> callers = [];
        foreach (var section in root.Sections("Callers"))
        {
            var tier = ReadTierName(section, tiers);
            var (key, certificate) = (section.Text("ApiKeySha256"), section.Text("CertificateSha256"));
            if (key is null == certificate is null)
            {
                section.Mistake(key is null ? "ApiKeySha256" : "CertificateSha256", key is null ? "is missing (or CertificateSha256)" : "is one credential too many: a caller has a key or a certificate");
            }

            var hash = ReadHash(section, key is null ? "CertificateSha256" : "ApiKeySha256", key ?? certificate, callers);
            var (client, organisation) = (section.Text("Client"), section.Text("Organisation"));
            section.NoOtherKeys();
            if (tier is not null)
            {
                var caller = new Caller(section.Name, tier, OwnSubject: null, CallerLevels.Of(digestKey.Span, tier, api, section.Name, client, organisation));
                callers.Add(new(caller, client, organisation, hash, IsCertificate: key is null));
            }
        }

        foreach (var client in callers.Where(c => c.Client is not null).GroupBy(c => c.Client).Where(g => g.Select(c => c.Organisation).Distinct().Count() > 1))
        {
            root.Mistake("Callers", $"client '{client.Key}' belongs to several organisations: {string.Join(", ", client.Select(c => $"{c.Caller.Id}: {c.Organisation ?? "none"}"))}");
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

        var tier = ReadTierName(section, tiers) ?? tiers.Values.FirstOrDefault()!;
        var caller = new ClaimCaller(
            section.RequiredText("Claim") ?? "", required, value, section.Text("SubjectClaim"), section.Text("ClientClaim"), section.Text("OrganisationClaim"), tier);
        section.NoOtherKeys();
        return caller;
    }

    /// <summary>The routes without credentials; null when there are none.</summary>
    public static AnonymousCallers? ReadAnonymous(SectionReader section, Dictionary<string, Tier> tiers)
    {
        if (!section.Exists)
        {
            return null;
        }

        var tier = ReadTierName(section, tiers);
        var paths = new PathTemplates(section.Texts("Paths"), message => section.Mistake("Paths", message));
        if (paths.Count == 0)
        {
            section.Mistake("Paths", "at least one is needed, such as '/coverage/{postcode}'");
        }

        List<IPNetwork> proxies = [];
        foreach (var text in section.Texts("TrustedProxies"))
        {
            if (IPNetwork.TryParse(text, out var network))
            {
                proxies.Add(network);
            }
            else
            {
                section.Mistake("TrustedProxies", $"'{text}' is not a network; expected one such as '10.0.0.0/8'");
            }
        }

        section.NoOtherKeys();
        return tier is null ? null : new(tier, paths, proxies);
    }

    private static byte[] ReadHash(SectionReader section, string key, string? hex, List<CredentialCaller> callers)
    {
        if (hex is null)
        {
            return [];
        }

        if (hex.Length != 64 || !hex.All(char.IsAsciiHexDigit))
        {
            // Not repeated in the message: it may be the key itself.
            section.Mistake(key, $"is not a SHA-256 hash: expected 64 hexadecimal digits, found {hex.Length} characters");
            return [];
        }

        var hash = Convert.FromHexString(hex);
        if (hash.AsSpan().SequenceEqual(SHA256.HashData([])))
        {
            section.Mistake(key, "is the hash of an empty key");
        }

        if (callers.FirstOrDefault(c => CryptographicOperations.FixedTimeEquals(c.Hash, hash)) is { } twin)
        {
            section.Mistake(key, $"is the key of caller '{twin.Caller.Id}' too; a key has one owner");
        }

        return hash;
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
