namespace PiiGuard.WireOracle;

/// <summary>What the analyzers say of an endpoint.</summary>
/// <param name="Paths">The wire paths.</param>
/// <param name="Complete">False when they say that there may be more.</param>
public sealed record Prediction(IReadOnlySet<string> Paths, bool Complete);
