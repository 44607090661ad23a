namespace PiiGuard.Lexicon;

/// <summary>A word or phrase of the lexicon.</summary>
/// <param name="text">As written in the data file: <c>date of birth</c>.</param>
/// <param name="key">Its letters, folded and in one run, in one of its inflections: <c>datesofbirth</c>.</param>
/// <param name="roles">What it does.</param>
internal sealed class LexiconEntry(string text, string key, WordRoles roles = WordRoles.None)
{
    private static readonly TermMeaning[] None = [];

    public string Text { get; } = text;

    public string Key { get; } = key;

    public WordRoles Roles { get; private set; } = roles;

    /// <summary>What it stands for anywhere; not null with <see cref="WordRoles.Term"/>.</summary>
    public TermMeaning? Meaning { get; private set; }

    /// <summary>What it stands for where certain words hold it; a later line before an earlier one.</summary>
    public TermMeaning[] Within { get; private set; } = None;

    public bool Has(WordRoles roles) => (Roles & roles) != 0;

    public void Add(WordRoles roles) => Roles |= roles;

    /// <summary>A phrase has one meaning in one place; the last line wins, so that a user's file can correct ours.</summary>
    public void Add(TermMeaning meaning)
    {
        if (meaning.Owners is not null)
        {
            Within = [meaning, .. Within];
            return;
        }

        var isTerm = meaning.Category is not null;
        Meaning = isTerm ? meaning : null;
        Within = None;
        Roles = (Roles & ~(WordRoles.Term | WordRoles.NotPersonal)) | (isTerm ? WordRoles.Term : WordRoles.NotPersonal);
    }

    public LexiconEntry Copy() => new(Text, Key, Roles) { Meaning = Meaning, Within = Within };
}
