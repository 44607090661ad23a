using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Policies;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Callers;

/// <summary>Makes the levels of a caller: credential, client, organisation, all callers.</summary>
internal static class CallerLevels
{
    /// <param name="digestKey">Secret under which the keys of the levels are made.</param>
    /// <param name="tier">The caller's tier, which has the limits.</param>
    /// <param name="api">The limits of all callers together.</param>
    /// <param name="credential">Names the credential.</param>
    /// <param name="client">Names the client it belongs to; null: the credential is a client of its own.</param>
    /// <param name="organisation">Names the organisation of the client; null: the client is one of its own.</param>
    public static Level[] Of(ReadOnlySpan<byte> digestKey, Tier tier, LevelLimits api, string credential, string? client, string? organisation)
    {
        List<Level> levels = [];
        Add(digestKey, levels, LevelKind.Credential, tier.Limits, credential);
        Add(digestKey, levels, LevelKind.Client, tier.PerClient, client is null ? "of " + credential : "named " + client);
        Add(digestKey, levels, LevelKind.Organisation, tier.PerOrganisation, organisation is not null ? "named " + organisation : client is null ? "of credential " + credential : "of client " + client);
        Add(digestKey, levels, LevelKind.Api, api, "all");
        return [.. levels];
    }

    private static void Add(ReadOnlySpan<byte> digestKey, List<Level> levels, LevelKind kind, LevelLimits limits, string name)
    {
        if (!limits.IsEmpty)
        {
            levels.Add(new(kind, SubjectDigest.Compute(digestKey, "level " + kind, name), limits));
        }
    }
}
