namespace PiiGuard.Classification;

/// <summary>Whether a field is personal data, and why.</summary>
/// <param name="Category">Its category; null when it is not personal data.</param>
/// <param name="Confidence">From 0 to 1: how sure the answer is that the field is personal data. Below 0.5 it is not.</param>
/// <param name="Rule">What decided.</param>
/// <param name="Term">The lexicon term that was found in the name; null when none was.</param>
/// <param name="Context">The word that gave or denied the context; null when none did.</param>
public readonly record struct FieldClassification(
    PiiCategory? Category, double Confidence, ClassificationRule Rule, string? Term, string? Context)
{
    /// <summary>Whether the field is personal data.</summary>
    public bool IsPersonal => Category is not null;

    /// <summary>The reason in a sentence, with what would change the answer.</summary>
    public string Explain() => Rule switch
    {
        ClassificationRule.Term => $"'{Term}' is {Category} wherever it stands; [NotPii(\"reason\")] or a 'none' line in the lexicon would change that.",
        ClassificationRule.TermInContext => $"'{Term}' is {Category} in the context of '{Context}'; in the context of a thing it would not be.",
        ClassificationRule.NoContext => $"'{Term}' is personal data only of a person, and nothing around the name says that it is one; [Pii] would.",
        ClassificationRule.ThingContext => $"'{Term}' belongs to '{Context}', which is not a person; [Pii] would change that.",
        ClassificationRule.OtherHead => $"the name speaks of '{Context}', not of a value that is personal data.",
        ClassificationRule.KnownPhrase => $"'{Term}' is known not to be personal data.",
        ClassificationRule.TypeMismatch => $"'{Term}' would be personal data, but a value of this type cannot be.",
        _ => "no word of the name stands for personal data.",
    };
}
