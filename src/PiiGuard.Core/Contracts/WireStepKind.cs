namespace PiiGuard.Contracts;

/// <summary>What a step of a wire path goes into.</summary>
public enum WireStepKind
{
    /// <summary>A named property of an object.</summary>
    Property,

    /// <summary>Every element of an array.</summary>
    Items,

    /// <summary>Every value of an object used as a dictionary.</summary>
    Values,
}
