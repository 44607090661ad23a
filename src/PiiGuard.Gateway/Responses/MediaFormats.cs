using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Responses;

/// <summary>How documents stand in a body, by its media type.</summary>
internal static class MediaFormats
{
    /// <summary>What is verified unless the configuration says otherwise.</summary>
    public static readonly IReadOnlyList<string> Default =
        ["application/json", "application/problem+json", "application/x-ndjson", "application/ndjson", "application/jsonl", "application/json-seq", "text/event-stream"];

    public static DocumentFormat Of(string? mediaType) => mediaType?.ToLowerInvariant() switch
    {
        "application/x-ndjson" or "application/ndjson" or "application/jsonl" or "application/x-jsonlines" => DocumentFormat.JsonLines,
        "text/event-stream" => DocumentFormat.EventStream,
        { } type when type.EndsWith("json-seq", StringComparison.Ordinal) => DocumentFormat.JsonSequence,
        _ => DocumentFormat.Json,
    };
}
