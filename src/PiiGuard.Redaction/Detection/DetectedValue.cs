namespace PiiGuard.Redaction.Detection;

/// <summary>Personal data that a text holds, found by its form.</summary>
/// <param name="Category">What it is.</param>
/// <param name="IsWhole">Whether the text is nothing else.</param>
internal readonly record struct DetectedValue(PiiCategory Category, bool IsWhole);
