namespace PiiGuard.WireOracle;

/// <summary>What the analyzers say of an endpoint.</summary>
/// <param name="Paths">The wire paths.</param>
/// <param name="Complete">False when they say that there may be more.</param>
public sealed record Prediction(IReadOnlySet<string> Paths, bool Complete)
{
    /// <summary>What XML alone has, in its own names: without the steps into lists and dictionaries, which are elements like others there.</summary>
    public IReadOnlySet<string> XmlPaths { get; init; } = new HashSet<string>();

    public static Prediction Nothing { get; } = new(new HashSet<string>(), Complete: true);
}
