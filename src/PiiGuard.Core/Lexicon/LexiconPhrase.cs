namespace PiiGuard.Lexicon;

/// <summary>What the lines of a lexicon say of a word or phrase. A value in a table, as ten thousand objects would be most of the time that it takes to load the lexicon.</summary>
/// <param name="line">The line of the data file where it stands first; null: a word that is known only as part of a phrase.</param>
/// <param name="start">Where it starts there.</param>
/// <param name="length">How long it is.</param>
internal struct LexiconPhrase(string? line, int start, int length)
{
    /// <summary>A phrase of which the same is said as of others.</summary>
    public LexiconPhrase(WordRoles roles, TermMeaning? meaning, TermMeaning[] within, int[] ownerLines)
        : this(null, 0, 0) => (Roles, Meaning, Within, OwnerLines) = (roles, meaning, within, ownerLines);

    public string? Line { get; private set; } = line;

    public int Start { get; private set; } = start;

    public int Length { get; private set; } = length;

    /// <summary>Whether no line has it: it is a word of one that has.</summary>
    public readonly bool IsPart => Line is null;

    public WordRoles Roles { get; set; }

    public TermMeaning? Meaning { get; private set; }

    public TermMeaning[] Within { readonly get => field ?? []; private set; }

    public int[] OwnerLines { readonly get => field ?? []; private set; }

    /// <summary>Gives it a role.</summary>
    /// <param name="roles">The role.</param>
    /// <param name="replace">Whether that replaces what was said of the word before, as a user's line does with ours.</param>
    public void Add(WordRoles roles, bool replace) => (Roles, Meaning) = replace ? (roles, null) : (Roles | roles, Meaning);

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
        Within = [];
        OwnerLines = isTerm ? OwnerLines : []; // what is not personal does not make its "value" personal either
        Roles = (Roles & ~(WordRoles.Term | WordRoles.NotPersonal | WordRoles.Bag)) | (isTerm ? WordRoles.Term : WordRoles.NotPersonal);
    }

    /// <summary>The same under another spelling.</summary>
    public readonly LexiconPhrase As(string otherLine, int otherStart, int otherLength) => this with { Line = otherLine, Start = otherStart, Length = otherLength };
}
