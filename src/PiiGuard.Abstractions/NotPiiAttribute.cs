namespace PiiGuard;

/// <summary>Says that a property, field or record parameter is not personal data, although its name looks like it.</summary>
/// <param name="reason">Why it is none, in words that a reviewer can check. Without a reason the attribute has no effect.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class NotPiiAttribute(string reason) : Attribute
{
    /// <summary>Why it is none.</summary>
    public string Reason { get; } = reason;
}
