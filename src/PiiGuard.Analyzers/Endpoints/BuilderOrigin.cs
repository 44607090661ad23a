namespace PiiGuard.Analyzers.Endpoints;

/// <summary>What a builder brings to the endpoints that are mapped by it.</summary>
/// <param name="Prefix">Of their routes; null: it cannot be told.</param>
/// <param name="IsAnonymous">Whether it lets anyone in.</param>
/// <param name="HasPolicy">Whether it asks for more than a log-in.</param>
internal sealed record BuilderOrigin(string? Prefix, bool IsAnonymous = false, bool HasPolicy = false)
{
    /// <summary>The application itself.</summary>
    public static BuilderOrigin Root { get; } = new("");

    public static BuilderOrigin Unknown { get; } = new((string?)null);

    public BuilderOrigin Below(string? prefix) => this with { Prefix = Prefix is null || prefix is null ? null : Prefix + "/" + prefix };
}
