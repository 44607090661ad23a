using Microsoft.AspNetCore.Authentication;

namespace CarrierGateway;

/// <summary>Who signs the tokens of the self-care app, and with what.</summary>
public sealed class SelfCareTokenOptions : AuthenticationSchemeOptions
{
    public string Issuer { get; set; } = "";

    /// <summary>Key of HMAC-SHA-256, base64. In production the issuer would sign with a private key that no gateway has.</summary>
    public string SigningKey { get; set; } = "";
}
