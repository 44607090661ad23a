namespace PiiGuard.Benchmarks.Redaction;

/// <summary>A document that every contender gets.</summary>
/// <param name="Name">Names it in the report.</param>
/// <param name="Json">The document in UTF-8.</param>
internal sealed record Payload(string Name, byte[] Json);
