using PiiGuard.Lexicon;

namespace PiiGuard.Classification;

/// <summary>Takes words apart that are run together: <c>customeremail</c>, <c>lokationsadresse</c>.</summary>
internal static class WordSplitter
{
    /// <summary>Where the parts of a word start; 0 when it cannot be taken apart.</summary>
    /// <param name="lexicon">The words to know.</param>
    /// <param name="letters">Holds the word.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="parts">Takes the starts.</param>
    public static int Split(PiiLexicon lexicon, char[] letters, int start, int length, int[] parts)
    {
        var count = IntoKnownParts(lexicon, letters, start, length, parts);
        return count > 0 ? count
            : AfterPerson(lexicon, letters, start, length, parts) is > 0 and var two ? two
            : BeforeKnownEnd(lexicon, letters, start, length, parts);
    }

    /// <summary>A person and the shortest of terms: <c>guarantorssn</c>, <c>patientsex</c>.</summary>
    private static int AfterPerson(PiiLexicon lexicon, char[] letters, int start, int length, int[] parts)
    {
        const int ShortestPerson = 5;
        const int Term = 3;
        if (length >= ShortestPerson + Term && lexicon.Find(letters, start + length - Term, Term)?.Has(WordRoles.Term) == true
            && lexicon.Find(letters, start, length - Term) is { } person && person.Has(WordRoles.Person) && !person.Has(WordRoles.Thing))
        {
            (parts[0], parts[1]) = (start, start + length - Term);
            return 2;
        }

        return 0;
    }

    /// <summary>Greedy from the right with the longest known word; whole cover or nothing.</summary>
    private static int IntoKnownParts(PiiLexicon lexicon, char[] letters, int start, int length, int[] parts)
    {
        const int ShortestPart = 4;
        const int MostParts = 4;
        var count = 0;
        var end = start + length;
        while (end > start)
        {
            var from = end == start + length ? start + 1 : start; // the whole word is not what is asked for
            while (from <= end - ShortestPart && lexicon.Find(letters, from, end - from) is null)
            {
                from++;
            }

            if (from > end - ShortestPart || count == MostParts)
            {
                return 0;
            }

            parts[count++] = from;
            end = from;
        }

        Array.Reverse(parts, 0, count);
        return count;
    }

    /// <summary>A compound whose last part alone is known, as German and Dutch make them: <c>lokationsadresse</c>.</summary>
    private static int BeforeKnownEnd(PiiLexicon lexicon, char[] letters, int start, int length, int[] parts)
    {
        const int ShortestPrefix = 4;
        const int ShortestSuffix = 6;
        for (var from = start + ShortestPrefix; from <= start + length - ShortestSuffix; from++)
        {
            if (lexicon.Find(letters, from, start + length - from) is { } entry
                && entry.Has(WordRoles.Term | WordRoles.Person | WordRoles.Contact | WordRoles.NotPersonal))
            {
                (parts[0], parts[1]) = (start, from);
                return 2;
            }
        }

        return 0;
    }
}
