namespace PiiGuard.Redaction;

/// <summary>Bounds within which a document is verified. Beyond them it is refused.</summary>
public sealed record RedactionLimits
{
    internal static RedactionLimits Default { get; } = new();

    /// <summary>Nesting of objects and arrays. Default 64.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Size of the document in bytes. Default 64 MiB.</summary>
    public long MaxDocumentBytes { get; init; } = 64L << 20;

    /// <summary>Size of one string, number or property name in bytes, as written. Default 1 MiB.</summary>
    public int MaxTokenBytes { get; init; } = 1 << 20;
}
