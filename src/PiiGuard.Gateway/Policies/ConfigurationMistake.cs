namespace PiiGuard.Gateway.Policies;

/// <summary>One mistake in the configuration.</summary>
/// <param name="Path">Where it stands: <c>PiiGuard:Tiers:Partner:Default</c>.</param>
/// <param name="Message">What is wrong and what was expected. Holds no secret.</param>
public sealed record ConfigurationMistake(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}
