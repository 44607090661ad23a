using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CarrierGateway;

/// <summary>Stands for the carrier's log-in service, which gives the self-care app a token for its customer.</summary>
public static class SelfCareTokenIssuer
{
    public static string Issue(SelfCareTokenOptions options, string customerId, DateTimeOffset now) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = options.Issuer,
        Audience = "carrier-api",
        IssuedAt = now.UtcDateTime,
        NotBefore = now.UtcDateTime,
        Expires = now.UtcDateTime.AddHours(1),
        Subject = new ClaimsIdentity([new("sub", "login-" + customerId), new("customer_id", customerId)]),
        SigningCredentials = new(new SymmetricSecurityKey(Convert.FromBase64String(options.SigningKey)), SecurityAlgorithms.HmacSha256),
    });
}
