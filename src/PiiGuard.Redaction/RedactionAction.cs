namespace PiiGuard.Redaction;

/// <summary>What happens to a value of a category. Ordered: of two that apply, the greater one is carried out.</summary>
public enum RedactionAction
{
    /// <summary>The value stays as it is, to the byte.</summary>
    Reveal,

    /// <summary>
    /// The value loses precision: a date becomes its year; of an address country and region stay and the postcode keeps two
    /// characters; an IP address becomes its /24 or /48 network; a coordinate keeps one decimal. What cannot be generalised is removed.
    /// </summary>
    Generalize,

    /// <summary>Text becomes <c>"***"</c>, whatever its length; anything else becomes <c>null</c>. Objects and arrays keep their structure.</summary>
    Mask,

    /// <summary>The property is left out; in an array, and as the whole body, the value becomes <c>null</c>.</summary>
    Remove,
}
