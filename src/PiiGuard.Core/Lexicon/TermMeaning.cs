namespace PiiGuard.Lexicon;

/// <summary>What a phrase stands for.</summary>
/// <param name="Category">The category; null: known not to be personal data.</param>
/// <param name="Strength">How much context it needs.</param>
/// <param name="Types">The types a value of it can have, where they differ from those of its category.</param>
/// <param name="OwnerLine">The line that says which words have to stand for what holds it (<c>in message, sms</c>); null: anywhere.</param>
internal sealed record TermMeaning(PiiCategory? Category, TermStrength Strength, FieldTypeSet? Types = null, int? OwnerLine = null);
