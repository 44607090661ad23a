using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CarrierGateway;

/// <summary>Authenticates customers by the JWT (RFC 7519) that the self-care app sends as a bearer token.</summary>
public sealed class SelfCareTokens(IOptionsMonitor<SelfCareTokenOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<SelfCareTokenOptions>(options, logger, encoder)
{
    public const string SchemeName = "SelfCareToken";

    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header is not [{ } value] || !value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(value[Bearer.Length..].Trim(), new()
        {
            ValidIssuer = Options.Issuer,
            ValidAudience = "carrier-api",
            IssuerSigningKey = new SymmetricSecurityKey(Convert.FromBase64String(Options.SigningKey)),
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        });
        return result.IsValid
            ? AuthenticateResult.Success(new(new ClaimsPrincipal(result.ClaimsIdentity), SchemeName))
            : AuthenticateResult.Fail("The token is not valid.");
    }
}
