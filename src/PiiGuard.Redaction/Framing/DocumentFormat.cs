namespace PiiGuard.Redaction;

/// <summary>How JSON documents stand in a body.</summary>
public enum DocumentFormat
{
    /// <summary>One document (RFC 8259).</summary>
    Json,

    /// <summary>One document for each line, ended by a line feed: <c>application/x-ndjson</c>, <c>application/jsonl</c>.</summary>
    JsonLines,

    /// <summary>Documents that each begin with a record separator (U+001E): <c>application/json-seq</c> (RFC 7464).</summary>
    JsonSequence,

    /// <summary>
    /// Server-sent events (WHATWG HTML, section 9.2) whose data is one document each: <c>text/event-stream</c>. Of the other fields
    /// the kind of event passes if it is a plain word, and <c>retry</c> if it is a number; ids and comments do not.
    /// </summary>
    EventStream,
}
