using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Responses;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Callers;

/// <summary>Finds out who is calling: from one API key or from one authenticated user, never from both and never by default.</summary>
internal static class CallerResolver
{
    public static (Caller? Caller, Refusal? Refusal) Resolve(HttpContext context, PolicySnapshot policy)
    {
        var keys = context.Request.Headers[policy.ApiKeyHeader];
        keys = keys.Count == 1 && string.IsNullOrEmpty(keys[0]) ? default : keys;
        var users = context.User.Identities.Where(i => i.IsAuthenticated).ToList();
        if (keys.Count + users.Count == 0)
        {
            return (null, Refusal.CredentialMissing);
        }

        if (keys.Count + users.Count > 1)
        {
            return (null, Refusal.CredentialAmbiguous);
        }

        var caller = keys.Count == 1 ? ByKey(keys[0] ?? "", policy) : ByClaims(users[0], policy);
        return caller is null ? (null, Refusal.CredentialUnknown) : (caller, null);
    }

    private static Caller? ByKey(string key, PolicySnapshot policy)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        Caller? found = null;

        // All are compared, each in constant time: how long it takes says nothing about any key.
        foreach (var candidate in policy.ApiKeyCallers)
        {
            if (CryptographicOperations.FixedTimeEquals(candidate.KeyHash, hash))
            {
                found = new(candidate.Name, candidate.Tier, OwnSubject: null);
            }
        }

        return found;
    }

    private static Caller? ByClaims(ClaimsIdentity user, PolicySnapshot policy)
    {
        foreach (var rule in policy.ClaimCallers)
        {
            if (rule.RequiredClaim is { } type && !user.HasClaim(type, rule.RequiredValue!))
            {
                continue;
            }

            // Of a claim that stands there twice nobody can say which one counts.
            if (user.FindAll(rule.Claim).ToList() is not [var name] || name.Value.Length == 0)
            {
                return null;
            }

            ulong? own = null;
            if (rule.SubjectClaim is { } subject)
            {
                if (user.FindAll(subject).ToList() is not [var self] || self.Value.Length == 0)
                {
                    return null;
                }

                own = SubjectDigest.Compute(policy.DigestKey.Span, policy.SubjectKeys[0], self.Value);
            }

            // Issuer and subject together are the identity (OpenID Connect Core, section 2).
            // Whatever rule applies, it is one caller.
            var digest = SubjectDigest.Compute(policy.DigestKey.Span, "caller", $"{name.Issuer}\n{name.Value}");
            return new($"user/{digest:x16}", rule.Tier, own);
        }

        return null;
    }
}
