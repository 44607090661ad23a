using PiiGuard.Lexicon;

namespace PiiGuard.Classification;

/// <summary>What the words beside a term say of it, and what directly holds the field.</summary>
internal static class FieldContext
{
    [ThreadStatic]
    private static NameTokens? s_tokens;

    /// <summary>The nearest word before the term that tells whose it is; and how many unknown words lie between.</summary>
    /// <param name="lexicon">The words to know.</param>
    /// <param name="name">The name.</param>
    /// <param name="start">Where the term starts.</param>
    /// <param name="strangers">How many words nobody knows.</param>
    /// <param name="first">The first word that counts.</param>
    public static LexiconEntry? InName(PiiLexicon lexicon, NameTokens name, int start, out int strangers, int first = 0)
    {
        strangers = 0;
        LexiconEntry? owner = null;
        var end = start;
        while (end > first && start - end < NameTokens.MostWords)
        {
            var entry = name.LongestEndingAt(lexicon, end, out var from);
            if (entry is not null && (entry.Has(WordRoles.Modal) || (from == 0 && entry.Has(WordRoles.Predicate))))
            {
                return entry;
            }

            if (owner is null && entry is { Meaning: { Category: PiiCategory.PersonName, Types: { } types } } && (name.Is(end - 1, "by") || (end == start && types.Has(FieldType.Object) && !entry.Has(WordRoles.Either))))
            {
                owner = Siblings.Person; // "createdByDisplayName", "courseInstructorName"
            }
            else if (owner is null && entry is not null && entry.Has(WordRoles.Owner))
            {
                owner = entry;
            }
            else if (owner is null && (entry is null ? !name.IsNumber(from) : !entry.Has(WordRoles.Neutral | WordRoles.Term)))
            {
                strangers++;
            }

            end = from;
        }

        return owner;
    }

    /// <summary>The person with whom a term begins: <c>owner name</c>. Null when it begins with none, or is one.</summary>
    public static LexiconEntry? PersonFirst(PiiLexicon lexicon, NameTokens name, int start, LexiconEntry term) =>
        term.Text.Contains(" ") && lexicon.Find(name.Letters, name.Start(start), name.Length(start, start + 1)) is { } first && first.Has(WordRoles.Person) && !first.Has(WordRoles.Thing | WordRoles.Contact | WordRoles.Either) ? first : null;

    /// <summary>The term that stands before another one, with nothing but neutral words between.</summary>
    public static TermMeaning? TermBefore(PiiLexicon lexicon, NameTokens name, int start, out int from)
    {
        from = start;
        for (var end = start; end > 0;)
        {
            var entry = name.LongestEndingAt(lexicon, end, out from);
            if (entry?.Meaning is { } meaning)
            {
                return entry.Has(WordRoles.Person) ? null : meaning; // "driverDob": whose it is, and no part of what it is
            }

            if (entry is null || !entry.Has(WordRoles.Neutral))
            {
                return null;
            }

            end = from;
        }

        return null;
    }

    /// <summary>Whether the word beside a word for a number is a person: <c>customerNumber</c>, <c>numeroCliente</c>.</summary>
    public static bool IsNumberOfPerson(PiiLexicon lexicon, NameTokens name, int start, LexiconEntry number, in NameTail tail)
    {
        // "numEmployees" counts them.
        var beside = start > 0 ? name.LongestEndingAt(lexicon, start, out _) : number.Has(WordRoles.Predicate) ? null : tail.Owner;
        return beside?.Has(WordRoles.Person) == true;
    }

    /// <summary>The bag that holds a value whose meaning stands beside it: <c>characteristic: { name, value }</c>.</summary>
    public static LexiconEntry? BagOf(PiiLexicon lexicon, in FieldDescription field)
    {
        var nearest = field.Parents is { Count: > 0 } parents ? parents[parents.Count - 1] : field.Owner;
        if (nearest is null)
        {
            return null;
        }

        var tokens = s_tokens ??= new NameTokens();
        tokens.Read(nearest);
        for (var end = tokens.Count; end > 0 && tokens.Count - end < NameTokens.MostWords;)
        {
            var entry = tokens.LongestEndingAt(lexicon, end, out var start);
            if (entry is not null && entry.Has(WordRoles.Bag))
            {
                return entry;
            }

            if (entry is null || !entry.Has(WordRoles.Neutral))
            {
                return null;
            }

            end = start;
        }

        return null;
    }

    /// <summary>Whether what holds a field is itself named by a term of a category: <c>MonthlyIncome</c>, <c>Allergy</c>; by another than the field's own, which would tell nothing: <c>Condition.orConditions</c>.</summary>
    public static bool IsIn(PiiLexicon lexicon, in FieldDescription field, PiiCategory category, LexiconEntry? term)
    {
        if ((field.Parents is { Count: > 0 } parents ? parents[parents.Count - 1] : field.Owner) is not { } holder)
        {
            return false;
        }

        var tokens = s_tokens ??= new NameTokens();
        tokens.Read(holder);
        tokens.SplitUnknown(lexicon);
        tokens.DropNeutralTail(lexicon);
        return tokens.Count > 0 && tokens.LongestEndingAt(lexicon, tokens.Count, out _) is { Meaning: { } meaning } holds && meaning.Category == category && holds != term;
    }
}
