namespace PiiGuard.Lexicon;

/// <summary>A word or phrase of the lexicon, as names are judged by it.</summary>
internal sealed class LexiconEntry
{
    private readonly LexiconPhrase _phrase;
    private string? _text;

    public LexiconEntry(in LexiconPhrase phrase) => _phrase = phrase;

    public LexiconEntry(string text, WordRoles roles)
        : this(new LexiconPhrase(text, 0, text.Length) { Roles = roles })
    {
    }

    /// <summary>A word that is known only as part of a phrase, so that run-together names can be taken apart.</summary>
    public static LexiconEntry Part { get; } = new("", WordRoles.None);

    /// <summary>As written in the data file: <c>date of birth</c>. Cut out when somebody asks first, since most are never asked for.</summary>
    public string Text => _text ??= _phrase.Line!.Substring(_phrase.Start, _phrase.Length);

    public WordRoles Roles => _phrase.Roles;

    /// <summary>What it stands for anywhere; not null with <see cref="WordRoles.Term"/>.</summary>
    public TermMeaning? Meaning => _phrase.Meaning;

    /// <summary>What it stands for where certain words hold it; a later line before an earlier one.</summary>
    public TermMeaning[] Within => _phrase.Within;

    /// <summary>The <see cref="TermMeaning.OwnerLine"/>s that name it after <c>in</c>.</summary>
    public int[] OwnerLines => _phrase.OwnerLines;

    public bool Has(WordRoles roles) => (Roles & roles) != 0;

    /// <summary>Whether it speaks of nobody, nor of what reaches somebody.</summary>
    public bool IsThing => !Has(WordRoles.Person | WordRoles.Contact | WordRoles.Organisation);

    /// <summary>What the phrase means where this entry stands for what holds it; null when it means nothing of its own there.</summary>
    public TermMeaning? MeaningIn(LexiconEntry owner)
    {
        foreach (var meaning in Within)
        {
            if (Array.IndexOf(owner.OwnerLines, meaning.OwnerLine!.Value) >= 0)
            {
                return meaning;
            }
        }

        return null;
    }
}
