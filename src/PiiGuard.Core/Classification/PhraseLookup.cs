using PiiGuard.Lexicon;

namespace PiiGuard.Classification;

/// <summary>Finds the phrases of a lexicon among the words of a name.</summary>
internal static class PhraseLookup
{
    /// <summary>The longest word or phrase of the lexicon that ends before word <paramref name="end"/>; null when the last word is not known.</summary>
    public static LexiconEntry? LongestEndingAt(this NameTokens name, PiiLexicon lexicon, int end, out int start)
    {
        start = FirstStart(end);
        while (name.NextEndingAt(lexicon, end, ref start) is { } entry)
        {
            if (entry.Roles != WordRoles.None || start == end - 1)
            {
                return entry;
            }

            start++;
        }

        start = end - 1;
        return null;
    }

    /// <summary>The same of a term, which a longer one outdoes that ends before a number: <c>emailAddress2</c> is no "address 2".</summary>
    public static LexiconEntry? LongestTermEndingAt(this NameTokens name, PiiLexicon lexicon, ref int end, out int start)
    {
        var entry = name.LongestEndingAt(lexicon, end, out start);
        if (entry?.Meaning is not null && start > 0 && start < end - 1 && name.IsNumber(end - 1)
            && name.LongestEndingAt(lexicon, end - 1, out var from) is { Meaning: not null } longer && from < start)
        {
            (entry, start, end) = (longer, from, end - 1);
        }

        return entry;
    }

    /// <summary>Whoever has what stands before: <c>emailDoResponsavel</c>. The name then ends in that.</summary>
    public static LexiconEntry? HolderBehindTerm(this NameTokens name, PiiLexicon lexicon, ref int end)
    {
        if (name.LongestEndingAt(lexicon, end, out var start) is not { } holder || !holder.Has(WordRoles.Holder))
        {
            return null;
        }

        for (var before = start; before > 0;)
        {
            var entry = name.LongestEndingAt(lexicon, before, out var from);
            if (entry?.Meaning is { Category: not (null or PiiCategory.PersonName), Strength: not (TermStrength.Address or TermStrength.Numbered) })
            {
                end = before;
                return holder;
            }

            before = entry?.Has(WordRoles.Neutral) == true ? from : 0;
        }

        return null;
    }

    /// <summary>Where the longest phrase that ends before a word can start.</summary>
    public static int FirstStart(int end) => Math.Max(0, end - NameTokens.LongestPhrase);

    /// <summary>The longest entry that ends before word <paramref name="end"/> and starts at <paramref name="start"/> or later.</summary>
    public static LexiconEntry? NextEndingAt(this NameTokens name, PiiLexicon lexicon, int end, ref int start)
    {
        for (; start < end; start++)
        {
            if (lexicon.Find(name.Letters, name.Start(start), name.Length(start, end)) is { } entry)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>Whether a word is one of a list of persons, or a form about one: <c>UserListItem</c>.</summary>
    /// <param name="name">The name of what holds a value.</param>
    /// <param name="lexicon">The words to know.</param>
    /// <param name="word">The word.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="isOuter">Whether the name is not that of the nearest holder, so that it may carry others.</param>
    public static bool IsRecordOfPerson(this NameTokens name, PiiLexicon lexicon, LexiconEntry word, int start, bool isOuter = false)
    {
        var isRecord = word.Has(WordRoles.Record) || (isOuter && word.Has(WordRoles.Envelope));
        while (isRecord && start > 0)
        {
            var end = start;
            var before = name.LongestEndingAt(lexicon, end, out start);
            if (before?.Has(WordRoles.Person) == true)
            {
                return !before.Has(WordRoles.Thing);
            }

            isRecord = before?.Has(WordRoles.Record | WordRoles.Neutral) == true || name.IsNumber(start) || (isOuter && (name.IsParticiple(end) || before?.Has(WordRoles.Envelope) == true));
        }

        return false;
    }

    /// <summary>What a phrase means within the longest owner that ends before word <paramref name="end"/>.</summary>
    /// <param name="name">The name that holds the owner.</param>
    /// <param name="lexicon">The words to know.</param>
    /// <param name="end">Where the owner ends.</param>
    /// <param name="phrase">The phrase.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="start">Where the owner starts.</param>
    public static TermMeaning? MeaningIn(this NameTokens name, PiiLexicon lexicon, int end, LexiconEntry phrase, out LexiconEntry? owner, out int start)
    {
        for (start = FirstStart(end); (owner = name.NextEndingAt(lexicon, end, ref start)) is not null; start++)
        {
            if (phrase.MeaningIn(owner) is { } meaning)
            {
                return meaning;
            }
        }

        return null;
    }

    /// <summary>Whether every word is one that adds nothing: <c>primary</c>.</summary>
    public static bool AddsNothing(this NameTokens name, PiiLexicon lexicon)
    {
        for (var end = name.Count; end > 0;)
        {
            if (name.LongestEndingAt(lexicon, end, out var start)?.Has(WordRoles.Neutral) != true)
            {
                return false;
            }

            end = start;
        }

        return true;
    }

    /// <summary>
    /// Whether what holds the property may complete its name: not where it is an id, begins with a question, or is itself a word
    /// for whose something is (<c>address.company</c>).
    /// </summary>
    public static bool CanBeCompleted(this NameTokens name, PiiLexicon lexicon) =>
        !name.Is(name.Count - 1, "id")
        && lexicon.Find(name.Letters, 0, name.Length(0, 1))?.Has(WordRoles.Predicate) != true
        && (name.LongestEndingAt(lexicon, name.Count, out _) is not { } last || !last.Has(WordRoles.Owner) || last.Has(WordRoles.Neutral | WordRoles.Term));
}
