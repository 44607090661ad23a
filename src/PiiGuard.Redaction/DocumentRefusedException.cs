namespace PiiGuard.Redaction;

/// <summary>The document could not be verified, so nothing more of it may leave. The message holds no part of the document.</summary>
/// <param name="reason">Why it was refused.</param>
/// <param name="position">Where in the document, in bytes from its start, as near as is known.</param>
public sealed class DocumentRefusedException(RefusalReason reason, long position)
    : Exception($"The document cannot be verified: {reason} near byte {position}.")
{
    /// <summary>Why it was refused.</summary>
    public RefusalReason Reason { get; } = reason;

    /// <summary>Where in the document, in bytes from its start, as near as is known.</summary>
    public long Position { get; } = position;
}
