namespace PiiGuard.Gateway.Policies;

/// <summary>The configuration is not usable, so the application does not start.</summary>
/// <param name="mistakes">All mistakes, not only the first.</param>
public sealed class InvalidPolicyException(IReadOnlyList<ConfigurationMistake> mistakes)
    : Exception($"The PiiGuard configuration has {mistakes.Count} mistake(s):{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", mistakes)}")
{
    /// <summary>All mistakes.</summary>
    public IReadOnlyList<ConfigurationMistake> Mistakes { get; } = mistakes;
}
