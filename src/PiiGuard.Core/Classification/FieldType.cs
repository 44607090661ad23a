namespace PiiGuard.Classification;

/// <summary>What is known of a field's type, CLR or JSON.</summary>
public enum FieldType
{
    /// <summary>Nothing is known.</summary>
    Unknown,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number that may have a fraction.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A date, a time or both.</summary>
    Date,

    /// <summary>A UUID.</summary>
    Guid,

    /// <summary>One of a fixed set of values.</summary>
    Enumeration,

    /// <summary>An object with properties of its own.</summary>
    Object,

    /// <summary>A URL or a host name.</summary>
    Link,
}
