using PiiGuard.Gateway.Policies;

namespace PiiGuard.Gateway.Callers;

/// <summary>A caller known by an API key, of which only the SHA-256 hash is kept: keys are random, so a fast hash is enough.</summary>
internal sealed record ApiKeyCaller(string Name, byte[] KeyHash, Tier Tier);
