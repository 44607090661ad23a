namespace PiiGuard.Redaction;

/// <summary>Why a document could not be verified.</summary>
public enum RefusalReason
{
    /// <summary>It is not one JSON document by RFC 8259: broken, truncated, empty, or followed by something else.</summary>
    Malformed,

    /// <summary>It holds bytes that are not UTF-8 (RFC 3629), or an escaped half of a surrogate pair.</summary>
    InvalidText,

    /// <summary>It is nested deeper than <see cref="RedactionLimits.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>It is larger than <see cref="RedactionLimits.MaxDocumentBytes"/>.</summary>
    TooLarge,

    /// <summary>One string, number or name of it is larger than <see cref="RedactionLimits.MaxTokenBytes"/>.</summary>
    TokenTooLarge,

    /// <summary>In a bag of names and values the name stands behind the value, which went already, and would have had it treated more strictly.</summary>
    NameBehindValue,
}
