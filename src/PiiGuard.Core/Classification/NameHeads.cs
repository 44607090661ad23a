using PiiGuard.Lexicon;

namespace PiiGuard.Classification;

/// <summary>The head of an English compound, where words behind it only say more of it: <c>ProjectWithOwner</c>, <c>UserInGroup</c>.</summary>
internal static class NameHeads
{
    private static readonly string[] Strong = ["with", "for", "by", "of", "without"];
    private static readonly string[] Purposes = ["for", "without"];
    private static readonly string[] Circumstances = ["for", "on", "at", "in", "from", "as", "per", "before", "after"];
    private static readonly string[] Weak = ["in", "at", "on", "from", "to", "and", "or"]; // these are parts of names too: "sign in"

    /// <summary>Drops what stands behind the head.</summary>
    public static void KeepHead(this NameTokens name, PiiLexicon lexicon)
    {
        // "addressFrom"
        if (name.Count > 1 && IsPreposition(name, lexicon, name.Count - 1, out _) && name.LongestEndingAt(lexicon, name.Count - 1, out _) is { } noun && noun.Has(WordRoles.Owner))
        {
            name.Cut(name.Count - 1);
        }

        for (var word = 1; word < name.Count - 1; word++)
        {
            if (IsPreposition(name, lexicon, word, out var isStrong) && !BeginsBefore(name, lexicon, word) && IsHead(name.LongestEndingAt(lexicon, word, out _), isStrong))
            {
                name.Cut(word);
                return;
            }
        }
    }

    /// <summary>Drops what a property's name says of when, where or what for, behind a term: <c>phoneOnFile</c>, <c>salaryAtHire</c>; not of whom: <c>nameOfProduct</c>.</summary>
    /// <returns>Whether anything was dropped.</returns>
    public static bool KeepTerm(this NameTokens name, PiiLexicon lexicon)
    {
        for (var word = 1; word < name.Count - 1; word++)
        {
            if (name.IsAny(word, Circumstances) && name.LongestEndingAt(lexicon, word + 1, out var start)?.Has(WordRoles.Term | WordRoles.Owner) != true && start == word
                && !BeginsBefore(name, lexicon, word) && !(word + 3 <= name.Count && name.LongestEndingAt(lexicon, word + 3, out var from) is { } phrase && phrase.Roles != WordRoles.None && from <= word)
                && name.LongestEndingAt(lexicon, word, out _)?.Has(WordRoles.Term) == true)
            {
                name.Cut(word);
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it is something else, for somebody: <c>descriptionForReviewers</c>.</summary>
    public static bool IsForSomebody(this NameTokens name)
    {
        for (var word = 1; word < name.Count - 1; word++)
        {
            if (name.IsAny(word, Purposes))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a word tells what was done: <c>UserCreated</c>.</summary>
    public static bool IsParticiple(this NameTokens name, int end) =>
        name.Length(end - 1, end) > 3 && name.Letters[name.Start(end) - 1] == 'd' && name.Letters[name.Start(end) - 2] == 'e';

    /// <summary>Whether it tells who did something: <c>witnessedBy</c>; not what did: <c>poweredBy</c>.</summary>
    public static bool EndsInAgent(this NameTokens name, PiiLexicon lexicon) =>
        name.Count is >= 2 and <= 4 && name.Is(name.Count - 1, "by") && name.IsParticiple(name.Count - 1)
        && lexicon.Find(name.Letters, name.Start(name.Count - 2), name.Length(name.Count - 2, name.Count))?.Has(WordRoles.OtherHead | WordRoles.NotPersonal) != true
        && FieldContext.InName(lexicon, name, name.Count - 2, out _)?.Has(WordRoles.Modal | WordRoles.Predicate) != true;

    private static bool IsPreposition(NameTokens name, PiiLexicon lexicon, int word, out bool isStrong)
    {
        isStrong = name.IsAny(word, Strong);
        return (isStrong || name.IsAny(word, Weak))
            && name.LongestEndingAt(lexicon, word + 1, out var start)?.Has(WordRoles.Term | WordRoles.Owner) != true && start == word;
    }

    /// <summary>Whether it belongs to a phrase with the word behind it: <c>next of kin</c>.</summary>
    private static bool BeginsBefore(NameTokens name, PiiLexicon lexicon, int word) =>
        (name.LongestEndingAt(lexicon, word + 2, out var start) is { } phrase && phrase.Roles != WordRoles.None && start <= word) || IsInOwner(name, lexicon, word);

    /// <summary>Whether it stands in a phrase that means something where it holds a value: <c>port in</c>.</summary>
    private static bool IsInOwner(NameTokens name, PiiLexicon lexicon, int word)
    {
        for (var end = word + 1; end <= Math.Min(word + 2, name.Count); end++)
        {
            var start = PhraseLookup.FirstStart(end);
            if (name.NextEndingAt(lexicon, end, ref start) is { OwnerLines.Length: > 0 } && start < word)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Behind a weak one has to be known what the word before it is; a list of something is that.</summary>
    private static bool IsHead(LexiconEntry? word, bool isStrong) => word is null || word.Roles == WordRoles.None
        ? isStrong
        : word.Has(isStrong ? WordRoles.Owner | WordRoles.OtherHead | WordRoles.Term : WordRoles.Owner) && !word.Has(WordRoles.Neutral) && !word.Has(WordRoles.Record);
}
