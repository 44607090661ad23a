namespace PiiGuard.Analyzers.Endpoints;

/// <summary>What a builder brings to the endpoints that are mapped by it.</summary>
/// <param name="Prefix">Of their routes; null: it cannot be told.</param>
/// <param name="IsAnonymous">Whether it lets anyone in.</param>
/// <param name="HasPolicy">Whether it asks for more than a log-in.</param>
internal sealed record BuilderOrigin(string? Prefix, bool IsAnonymous = false, bool HasPolicy = false)
{
    /// <summary>The versions of the API that it serves, sorted, with commas between (<c>1.0,2.0</c>).</summary>
    public string Versions { get; init; } = "";

    /// <summary>Those of them that its endpoints are said to be for.</summary>
    public string MappedVersions { get; init; } = "";

    /// <summary>The application itself.</summary>
    public static BuilderOrigin Root { get; } = new("");

    public static BuilderOrigin Unknown { get; } = new((string?)null);

    public BuilderOrigin Below(string? prefix) => this with { Prefix = Prefix is null || prefix is null ? null : Prefix + "/" + prefix };
}
