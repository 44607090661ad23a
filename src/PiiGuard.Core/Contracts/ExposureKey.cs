namespace PiiGuard.Contracts;

/// <summary>Endpoint, wire path and category: an exposure without its reason.</summary>
/// <param name="Endpoint">Verb and route, or <c>Type.Method</c>.</param>
/// <param name="Path">Wire path of the value.</param>
/// <param name="Category">What kind of personal data it is.</param>
public readonly record struct ExposureKey(string Endpoint, string Path, PiiCategory Category);
