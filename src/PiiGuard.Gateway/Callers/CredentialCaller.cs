namespace PiiGuard.Gateway.Callers;

/// <summary>A caller known by an API key or by its client certificate, of which only the SHA-256 hash is kept: keys are random, so a fast hash is enough.</summary>
/// <param name="Caller">Who it is.</param>
/// <param name="Client">The client it belongs to; null: it is one of its own.</param>
/// <param name="Organisation">The organisation of the client.</param>
/// <param name="Hash">SHA-256 of the key or of the certificate.</param>
/// <param name="IsCertificate">Which of the two.</param>
internal sealed record CredentialCaller(Caller Caller, string? Client, string? Organisation, byte[] Hash, bool IsCertificate);
