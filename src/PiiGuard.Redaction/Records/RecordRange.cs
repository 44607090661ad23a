namespace PiiGuard.Redaction;

/// <summary>Where in the output of a document a record stands: an object with a subject key.</summary>
/// <param name="Subject">Digest of the key.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="End">Behind its last byte.</param>
public readonly record struct RecordRange(ulong Subject, long Start, long End);
