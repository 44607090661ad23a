namespace PiiGuard.Lexicon;

/// <summary>A word or phrase of the lexicon, as names are judged by it.</summary>
internal sealed class LexiconEntry
{
    private readonly LexiconPhrase _phrase;
    private string? _text;

    public LexiconEntry(in LexiconPhrase phrase) => _phrase = phrase;

    public LexiconEntry(string text, WordRoles roles)
        : this(new LexiconPhrase(text, 0, text.Length, WordSense.None.With(roles, replace: false)))
    {
    }

    /// <summary>A word that is known only as part of a phrase, so that run-together names can be taken apart.</summary>
    public static LexiconEntry Part { get; } = new("", WordRoles.None);

    /// <summary>As written in the data file: <c>date of birth</c>. Cut out when somebody asks first, since most are never asked for.</summary>
    public string Text => _text ??= _phrase.Line!.Substring(_phrase.Start, _phrase.Length);

    public WordRoles Roles => _phrase.Sense.Roles;

    /// <summary>What it stands for anywhere; not null with <see cref="WordRoles.Term"/>.</summary>
    public TermMeaning? Meaning => _phrase.Sense.Meaning;

    /// <summary>What it stands for where certain words hold it; a later line before an earlier one.</summary>
    public TermMeaning[] Within => _phrase.Sense.Within;

    /// <summary>The <see cref="TermMeaning.OwnerLine"/>s that name it after <c>in</c>.</summary>
    public int[] OwnerLines => _phrase.Sense.OwnerLines;

    public bool Has(WordRoles roles) => (Roles & roles) != 0;

    /// <summary>Whether it speaks of nobody, nor of what reaches somebody.</summary>
    public bool IsThing => !Has(WordRoles.Person | WordRoles.Contact | WordRoles.Organisation);

    /// <summary>What the phrase means where this entry stands for what holds it; null when it means nothing of its own there.</summary>
    public TermMeaning? MeaningIn(LexiconEntry owner)
    {
        // The lines of both stand in order, of the meanings the last one first.
        var (within, lines) = (Within, owner.OwnerLines);
        for (var (i, line) = (0, lines.Length - 1); i < within.Length && line >= 0;)
        {
            var of = within[i].OwnerLine!.Value;
            if (of == lines[line])
            {
                return within[i];
            }

            (i, line) = of > lines[line] ? (i + 1, line) : (i, line - 1);
        }

        return null;
    }
}
