namespace PiiGuard.Analyzers.Shapes;

/// <summary>A place in a response that carries personal data.</summary>
/// <param name="Path">Wire path.</param>
/// <param name="Category">What kind of personal data.</param>
internal sealed record PersonalPath(string Path, PiiCategory Category);
