namespace PiiGuard.Lexicon;

/// <summary>A word or phrase of the lexicon.</summary>
/// <param name="line">The line of the data file where it stands first.</param>
/// <param name="start">Where it starts there.</param>
/// <param name="length">How long it is.</param>
/// <param name="roles">What it does.</param>
internal sealed class LexiconEntry(string line, int start, int length, WordRoles roles = WordRoles.None)
{
    private static readonly TermMeaning[] NoMeanings = [];
    private static readonly int[] NoLines = [];

    private string? _text;

    public LexiconEntry(string text, WordRoles roles)
        : this(text, 0, text.Length, roles)
    {
    }

    /// <summary>A word that is known only as part of a phrase, so that run-together names can be taken apart.</summary>
    public static LexiconEntry Part { get; } = new("", WordRoles.None);

    /// <summary>As written in the data file: <c>date of birth</c>. Cut out when somebody asks first, since most are never asked for.</summary>
    public string Text => _text ??= line.Substring(start, length);

    public WordRoles Roles { get; private set; } = roles;

    /// <summary>What it stands for anywhere; not null with <see cref="WordRoles.Term"/>.</summary>
    public TermMeaning? Meaning { get; private set; }

    /// <summary>What it stands for where certain words hold it; a later line before an earlier one.</summary>
    public TermMeaning[] Within { get; private set; } = NoMeanings;

    /// <summary>The <see cref="TermMeaning.OwnerLine"/>s that name it after <c>in</c>.</summary>
    public int[] OwnerLines { get; private set; } = NoLines;

    public bool Has(WordRoles roles) => (Roles & roles) != 0;

    /// <summary>Whether it speaks of nobody, nor of what reaches somebody.</summary>
    public bool IsThing => !Has(WordRoles.Person | WordRoles.Contact | WordRoles.Organisation);

    /// <summary>Gives it a role.</summary>
    /// <param name="roles">The role.</param>
    /// <param name="replace">Whether that replaces what was said of the word before, as a user's line does with ours.</param>
    public void Add(WordRoles roles, bool replace)
    {
        (Roles, Meaning) = replace ? (roles, null) : (Roles | roles, Meaning);
    }

    public void AddOwnerLine(int line) => OwnerLines = [.. OwnerLines, line];

    /// <summary>A phrase has one meaning in one place; the last line wins, so that a user's file can correct ours.</summary>
    public void Add(TermMeaning meaning)
    {
        if (meaning.OwnerLine is not null)
        {
            Within = [meaning, .. Within];
            return;
        }

        var isTerm = meaning.Category is not null;
        Meaning = isTerm ? meaning : null;
        Within = NoMeanings;
        OwnerLines = isTerm ? OwnerLines : NoLines; // what is not personal does not make its "value" personal either
        Roles = (Roles & ~(WordRoles.Term | WordRoles.NotPersonal | WordRoles.Bag)) | (isTerm ? WordRoles.Term : WordRoles.NotPersonal);
    }

    /// <summary>What the phrase means where this entry stands for what holds it; null when it means nothing of its own there.</summary>
    public TermMeaning? MeaningIn(LexiconEntry owner)
    {
        if (owner.OwnerLines.Length > 0)
        {
            foreach (var meaning in Within)
            {
                if (Array.IndexOf(owner.OwnerLines, meaning.OwnerLine!.Value) >= 0)
                {
                    return meaning;
                }
            }
        }

        return null;
    }

    public LexiconEntry Copy() => Copy(line, start, length);

    /// <summary>The same under another spelling.</summary>
    public LexiconEntry Copy(string otherLine, int otherStart, int otherLength) => new(otherLine, otherStart, otherLength, Roles) { Meaning = Meaning, Within = Within, OwnerLines = OwnerLines };
}
