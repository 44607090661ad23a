namespace PiiGuard.Classification;

/// <summary>What the code itself says of a field. It outweighs everything that the name says.</summary>
/// <param name="IsPersonal">Whether it is personal data.</param>
/// <param name="Category">Its category; null where the code names none, so that the name decides on it.</param>
public readonly record struct FieldAnnotation(bool IsPersonal, PiiCategory? Category = null);
