namespace PiiGuard.Redaction;

/// <summary>What happens to a value of a category. Ordered: of two that apply, the greater one is carried out.</summary>
public enum RedactionAction
{
    /// <summary>The value stays as it is, to the byte.</summary>
    Reveal,

    /// <summary>The value loses precision: a date becomes its year, an address its region (<see cref="RedactionRule.Generalize"/>). What cannot be generalised is removed.</summary>
    Generalize,

    /// <summary>The last characters of a text stay, behind a mask of fixed length. A text that is not longer than twice as many is removed.</summary>
    KeepLast,

    /// <summary>The digits of a number become others, its form stays: FF1 of NIST SP 800-38G under a key of the caller. What has fewer than six digits, or letters, is removed.</summary>
    FormatPreserving,

    /// <summary>The value becomes a token: HMAC-SHA-256 (RFC 2104) under a key of the caller, so that the tokens of two callers cannot be joined.</summary>
    Pseudonym,

    /// <summary>What an <see cref="IValueRedactor"/> makes of it.</summary>
    Custom,

    /// <summary>Text becomes <c>"***"</c>, whatever its length; anything else becomes <c>null</c>. Objects and arrays keep their structure.</summary>
    Mask,

    /// <summary>The value becomes <c>null</c>, whatever it was.</summary>
    Null,

    /// <summary>The property is left out; in an array, and as the whole body, the value becomes <c>null</c>.</summary>
    Remove,
}
