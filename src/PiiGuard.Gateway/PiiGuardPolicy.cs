using PiiGuard.Gateway.Policies;

namespace PiiGuard.Gateway;

/// <summary>What the policy in force amounts to. A service of the application.</summary>
public sealed class PiiGuardPolicy
{
    private readonly PolicySource _source;

    internal PiiGuardPolicy(PolicySource source) => _source = source;

    /// <summary>The most customers that can be taken under it.</summary>
    public BlastRadius BlastRadius => _source.Current.BlastRadius;

    /// <summary>Names it in logs: 1 at start, one more with every reload.</summary>
    public int Version => _source.Current.Version;
}
