namespace PiiGuard;

/// <summary>Says that a property, field or record parameter is personal data, whatever its name looks like.</summary>
/// <param name="category">What kind of personal data it is.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class PiiAttribute(PiiCategory category) : Attribute
{
    /// <summary>What kind of personal data it is.</summary>
    public PiiCategory Category { get; } = category;
}
