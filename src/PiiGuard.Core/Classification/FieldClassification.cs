namespace PiiGuard.Classification;

/// <summary>Whether a field is personal data, and why.</summary>
/// <param name="Category">Its category; null when it is not personal data.</param>
/// <param name="Confidence">From 0 to 1: how sure it is that the field is personal data. Below 0.5 it is taken not to be.</param>
/// <param name="Rule">What decided.</param>
/// <param name="Term">The lexicon term that was found in the name; null when none was.</param>
/// <param name="Context">The word that gave or denied the context; null when none did.</param>
public readonly record struct FieldClassification(
    PiiCategory? Category, double Confidence, ClassificationRule Rule, string? Term, string? Context)
{
    /// <summary>
    /// Whether an object of that name is judged by what it holds: an <c>owner</c> that is text is a name, an <c>owner</c> that is
    /// an object describes a person, and is not to be taken away with all that it holds.
    /// </summary>
    public bool IsJudgedByContent { get; init; }

    /// <summary>Whether the name says that less of the value is left: <c>emailHash</c>, <c>maskedPan</c>.</summary>
    public bool IsReduced { get; init; }

    /// <summary>Whether the field is personal data.</summary>
    public bool IsPersonal => Category is not null;

    internal static FieldClassification None(ClassificationRule rule, string? term = null, string? context = null) => new(null, 0, rule, term, context);

    /// <summary>The reason in a sentence: which words decided, in which context, and what would change the answer.</summary>
    public string Explain() => Rule switch
    {
        ClassificationRule.Term => $"'{Term}' is {Category} wherever it stands; [NotPii(\"reason\")] or a 'none' line in a lexicon would change that.",
        ClassificationRule.TermInContext when Context is null => $"'{Term}' is {Category} wherever no thing holds it; [NotPii(\"reason\")] or a 'none' line in a lexicon would change that.",
        ClassificationRule.TermInContext => $"'{Term}' is {Category} in the context of '{Context}'; in the context of a thing it would not be.",
        ClassificationRule.NoContext => $"'{Term}' is personal data only of a person, and nothing around the name says that it is one; an owner such as 'Customer', or [Pii], would change that.",
        ClassificationRule.ThingContext => $"'{Term}' belongs to '{Context}', which is not a person; an owner such as 'Customer', or [Pii], would change that.",
        ClassificationRule.OtherHead => $"the name speaks of '{Context}', not of a value that is personal data; [Pii] would change that.",
        ClassificationRule.KnownPhrase => $"'{Term}'{(Context is null ? "" : $" of '{Context}'")} is known not to be personal data; [Pii] would change that.",
        ClassificationRule.TypeMismatch => $"'{Term}' could be personal data, but a value of this type cannot be that.",
        ClassificationRule.Format => $"its format '{Context}' says that it is {Category}, whatever its name.",
        ClassificationRule.Annotation => IsPersonal ? $"the code marks it as personal data, of category {Category}." : "the code says that it is not personal data.",
        ClassificationRule.MayCarryAnything => $"it is the value of '{Context}', which may carry anything; only the name beside it tells.",
        ClassificationRule.UnknownWords => $"'{Term}' is followed by words that nobody knows, which may speak of something else; a line in a lexicon, or [Pii], would change that.",
        ClassificationRule.Person => $"'{Term}' is a person, so the object describes one; what it holds is judged by itself.",
        _ => "no word of the name stands for personal data; a line in a lexicon, or [Pii], would change that.",
    };
}
