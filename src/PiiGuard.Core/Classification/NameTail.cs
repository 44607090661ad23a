using PiiGuard.Lexicon;

namespace PiiGuard.Classification;

/// <summary>What was passed over behind the term.</summary>
internal struct NameTail
{
    /// <summary>How many of the nearest owners have become part of the name: <c>photos.value</c> read as one.</summary>
    public int Joined;

    /// <summary>How many words nobody knows.</summary>
    public int Unknown;

    /// <summary>Whether a word said that less is left of the value: <c>hash</c>.</summary>
    public bool Reduced;

    /// <summary>A word that bounds a number, or tells of what kind somebody's health or origin is; what it says counts of a person alone.</summary>
    public LexiconEntry? Aspect;

    /// <summary>The last word, where it tells whose the value is, as it does in Romance languages: <c>nombreTitular</c>.</summary>
    public LexiconEntry? Owner;
}
