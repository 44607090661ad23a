namespace PiiGuard.Lexicon;

/// <summary>What the lines of a lexicon say of a word or phrase; one for all of which they say the same.</summary>
/// <param name="Roles">What it does in a name.</param>
/// <param name="Meaning">What it stands for anywhere; not null with <see cref="WordRoles.Term"/>.</param>
/// <param name="Within">What it stands for where certain words hold it; a later line before an earlier one.</param>
/// <param name="OwnerLines">The <see cref="TermMeaning.OwnerLine"/>s that name it after <c>in</c>, in their order.</param>
internal sealed record WordSense(WordRoles Roles, TermMeaning? Meaning, TermMeaning[] Within, int[] OwnerLines)
{
    public static WordSense None { get; } = new(WordRoles.None, null, [], []);

    /// <summary>With a role.</summary>
    /// <param name="role">The role.</param>
    /// <param name="replace">Whether that replaces what was said of the word before, as a user's line does with ours.</param>
    public WordSense With(WordRoles role, bool replace) => replace ? this with { Roles = role, Meaning = null } : this with { Roles = Roles | role };

    public WordSense WithOwnerLine(int line) => this with { OwnerLines = [.. OwnerLines, line] };

    /// <summary>With a meaning. A phrase has one in one place; the last line wins, so that a user's file can correct ours.</summary>
    public WordSense With(TermMeaning meaning)
    {
        if (meaning.OwnerLine is not null)
        {
            return this with { Within = [meaning, .. Within] };
        }

        var isTerm = meaning.Category is not null;
        return new(
            (Roles & ~(WordRoles.Term | WordRoles.NotPersonal | WordRoles.Bag)) | (isTerm ? WordRoles.Term : WordRoles.NotPersonal),
            isTerm ? meaning : null,
            [],
            isTerm ? OwnerLines : []); // what is not personal does not make its "value" personal either
    }
}
