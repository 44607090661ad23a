namespace PiiGuard.Gateway.Limits;

/// <summary>One of the levels at which a caller's spending is kept.</summary>
/// <param name="Kind">Which level.</param>
/// <param name="Key">Keyed digest of the kind and of who it is: two of the same key share what they spend.</param>
/// <param name="Limits">What may be spent.</param>
internal sealed record Level(LevelKind Kind, ulong Key, LevelLimits Limits);
