namespace PiiGuard.Classification;

/// <summary>What decided a classification.</summary>
public enum ClassificationRule
{
    /// <summary>No word of the name is in the lexicon as a term.</summary>
    NoTerm,

    /// <summary>The term is personal data wherever it stands.</summary>
    Term,

    /// <summary>The term is personal data because of the words around it.</summary>
    TermInContext,

    /// <summary>The term stands for personal data only in the context of a person, and there is none.</summary>
    NoContext,

    /// <summary>The term belongs to a thing, not to a person.</summary>
    ThingContext,

    /// <summary>The name speaks of something else: the type, template or state of the term.</summary>
    OtherHead,

    /// <summary>The name is a phrase that is known not to be personal data.</summary>
    KnownPhrase,

    /// <summary>A value of this type cannot be of the term's category.</summary>
    TypeMismatch,

    /// <summary>The declared format says what it is.</summary>
    Format,

    /// <summary>The code says what it is.</summary>
    Annotation,

    /// <summary>The value of a bag of name and value: it may carry anything, and only the name beside it tells.</summary>
    MayCarryAnything,

    /// <summary>The term is followed by words that nobody knows: the name may well speak of something else.</summary>
    UnknownWords,

    /// <summary>An object that is named after a person describes one.</summary>
    Person,
}
