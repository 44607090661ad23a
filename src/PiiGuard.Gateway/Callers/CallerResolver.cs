using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Responses;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Callers;

/// <summary>
/// Finds out who is calling: from one API key, one client certificate or one authenticated user, never from two of them and never by
/// default. Only where the policy says so a network address is enough.
/// </summary>
internal static class CallerResolver
{
    public static (Caller? Caller, Refusal? Refusal) Resolve(HttpContext context, PolicySnapshot policy)
    {
        var keys = context.Request.Headers[policy.ApiKeyHeader];
        keys = keys.Count == 1 && string.IsNullOrEmpty(keys[0]) ? default : keys;
        List<ClaimsIdentity> users = [];
        // Where nobody has set a user, the context makes one for each request; a context of the application's own may have one of its own.
        var isUserless = context is DefaultHttpContext && context.Features.Get<IHttpAuthenticationFeature>() is null;
        foreach (var identity in isUserless ? [] : context.User.Identities)
        {
            if (identity.IsAuthenticated)
            {
                users.Add(identity);
            }
        }


        // Where no caller is known by one, a certificate is a matter of the connection alone.
        var certificate = policy.CertificateCallers.Count == 0 ? null : context.Connection.ClientCertificate;
        var credentials = keys.Count + users.Count + (certificate is null ? 0 : 1);
        if (credentials > 1 || context.Request.Headers.Authorization.Count > 1)
        {
            return (null, Refusal.CredentialAmbiguous);
        }

        if (credentials == 0)
        {
            var anonymous = Anonymous(context, policy);
            return (anonymous, anonymous is null ? Refusal.CredentialMissing : null);
        }

        var caller = certificate is not null ? ByHash(certificate.RawDataMemory.Span, policy.CertificateCallers)
            : keys.Count == 1 ? ByHash(Encoding.UTF8.GetBytes(keys[0] ?? ""), policy.ApiKeyCallers)
            : ByClaims(users[0], policy);
        return caller is null ? (null, Refusal.CredentialUnknown) : (caller, null);
    }

    private static Caller? ByHash(ReadOnlySpan<byte> credential, IReadOnlyList<CredentialCaller> callers)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(credential, hash);
        Caller? found = null;

        // All are compared, each in constant time: how long it takes says nothing about any key.
        foreach (var candidate in callers)
        {
            if (CryptographicOperations.FixedTimeEquals(candidate.Hash, hash))
            {
                found = candidate.Caller;
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

            if (Only(user, rule.Claim) is not { } name)
            {
                return null;
            }

            // Issuer and subject together are the identity (OpenID Connect Core, section 2).
            string? Named(string? claim) => claim is null ? null : Only(user, claim) is { } found ? $"{found.Issuer}\n{found.Value}" : "";
            var (client, organisation, self) = (Named(rule.ClientClaim), Named(rule.OrganisationClaim), rule.SubjectClaim is null ? null : Only(user, rule.SubjectClaim));
            if (client is "" || organisation is "" || (self is null && rule.SubjectClaim is not null))
            {
                return null;
            }

            // Whatever rule applies, it is one caller.
            var id = Digest(policy, "user", $"{name.Issuer}\n{name.Value}");
            return New(policy, rule.Tier, id, client, organisation, self is null ? null : SubjectDigest.Compute(policy.DigestKey.Span, policy.SubjectKeys[0], self.Value));
        }

        return null;
    }

    /// <summary>The claim of a type. Of one that stands there twice nobody can say which one counts.</summary>
    private static Claim? Only(ClaimsIdentity user, string type) => user.FindAll(type).ToList() is [{ Value.Length: > 0 } claim] ? claim : null;

    private static Caller? Anonymous(HttpContext context, PolicySnapshot policy) =>
        policy.Anonymous is { } anonymous && anonymous.Paths.TryMatch(context.Request, out _) && anonymous.AddressOf(context) is { } address
            ? New(policy, anonymous.Tier, Digest(policy, "address", address), null, null, null)
            : null;

    private static Caller New(PolicySnapshot policy, Tier tier, string id, string? client, string? organisation, ulong? own) =>
        new(id, tier, own, CallerLevels.Of(policy.DigestKey.Span, tier, policy.Api, id, client, organisation));

    private static string Digest(PolicySnapshot policy, string kind, string name) => $"{kind}/{SubjectDigest.Compute(policy.DigestKey.Span, "caller", name):x16}";
}
