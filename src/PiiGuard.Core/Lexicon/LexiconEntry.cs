namespace PiiGuard.Lexicon;

/// <summary>A word or phrase of the lexicon.</summary>
/// <param name="text">As written in the data file: <c>date of birth</c>.</param>
/// <param name="roles">What it does.</param>
internal sealed class LexiconEntry(string text, WordRoles roles = WordRoles.None)
{
    public string Text { get; } = text;

    public WordRoles Roles { get; private set; } = roles;

    /// <summary>Meaningful only with <see cref="WordRoles.Term"/>.</summary>
    public PiiCategory Category { get; private set; }

    public TermStrength Strength { get; private set; }

    public bool Has(WordRoles roles) => (Roles & roles) != 0;

    public void Add(WordRoles roles) => Roles |= roles;

    /// <summary>A term has one category; the last line wins, so that a user's file can correct ours.</summary>
    public void MakeTerm(PiiCategory category, TermStrength strength)
    {
        Roles = (Roles & ~WordRoles.NotPersonal) | WordRoles.Term;
        Category = category;
        Strength = strength;
    }

    public void MakeNotPersonal() => Roles = (Roles & ~WordRoles.Term) | WordRoles.NotPersonal;
}
