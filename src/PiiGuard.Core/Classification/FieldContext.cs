using PiiGuard.Lexicon;

namespace PiiGuard.Classification;

/// <summary>Finds out whose a value is: from the words before the term, the parents and the owner, or the siblings.</summary>
internal static class FieldContext
{
    private const int MaxSiblings = 64;

    /// <summary>What siblings say when one of them is a person's datum.</summary>
    private static readonly LexiconEntry PersonBeside = new("the properties beside it", WordRoles.Person);

    /// <summary>What an owner says whose name is itself contact data.</summary>
    private static readonly LexiconEntry ReachesPerson = new("contact data", WordRoles.Contact);

    [ThreadStatic]
    private static NameTokens? s_tokens;

    /// <summary>The nearest word before the term that tells whose it is; and how many unknown words lie between.</summary>
    public static LexiconEntry? InName(PiiLexicon lexicon, NameTokens name, int start, out int strangers)
    {
        strangers = 0;
        LexiconEntry? owner = null;
        var end = start;
        while (end > 0)
        {
            var entry = name.LongestEndingAt(lexicon, end, out var from);
            if (from == 0 && entry is not null && entry.Has(WordRoles.Predicate))
            {
                return entry;
            }

            if (owner is null && entry is not null && entry.Has(WordRoles.Owner))
            {
                owner = entry;
            }
            else if (owner is null && (entry is null || !entry.Has(WordRoles.Neutral | WordRoles.Term)))
            {
                strangers++;
            }

            end = from;
        }

        return owner;
    }

    /// <summary>The nearest of the parents and the owner whose name tells whose data it holds; else the siblings.</summary>
    public static LexiconEntry? Around(PiiLexicon lexicon, in FieldDescription field)
    {
        for (var i = (field.Parents?.Count ?? 0) - 1; i >= 0; i--)
        {
            if (OfOwner(lexicon, field.Parents![i]) is { } parent)
            {
                return parent;
            }
        }

        return (field.Owner is null ? null : OfOwner(lexicon, field.Owner)) ?? AmongSiblings(lexicon, field);
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
        for (var end = tokens.Count; end > 0;)
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

    /// <summary>The last word of an owner's name that tells whose data it holds.</summary>
    public static LexiconEntry? OfOwner(PiiLexicon lexicon, string context)
    {
        var tokens = s_tokens ??= new NameTokens();
        tokens.Read(context);
        tokens.SplitUnknown(lexicon);
        for (var end = tokens.Count; end > 0;)
        {
            var entry = tokens.LongestEndingAt(lexicon, end, out var start);
            if (entry is not null && entry.Has(WordRoles.Owner))
            {
                // "NodeAddress": an address is whose the word before it says.
                return entry.Has(WordRoles.Contact) && !entry.Has(WordRoles.Person) && start > 0
                    && tokens.LongestEndingAt(lexicon, start, out _) is { } before && before.Has(WordRoles.Thing) && !before.Has(WordRoles.Person | WordRoles.Organisation)
                    ? before
                    : entry;
            }

            // "PaperAddress", "HomePhone": what is itself a way to reach a person holds such data.
            if (entry is not null && entry.Has(WordRoles.Term)
                && entry.Category is PiiCategory.PostalAddress or PiiCategory.PhoneNumber or PiiCategory.EmailAddress or PiiCategory.PersonName)
            {
                return ReachesPerson;
            }

            end = start;
        }

        return null;
    }

    /// <summary>A birth date or a given name beside it says that the record is a person's.</summary>
    private static LexiconEntry? AmongSiblings(PiiLexicon lexicon, in FieldDescription field)
    {
        var count = Math.Min(field.Siblings?.Count ?? 0, MaxSiblings);
        for (var i = 0; i < count; i++)
        {
            var tokens = s_tokens ??= new NameTokens();
            tokens.Read(field.Siblings![i]);
            tokens.SplitUnknown(lexicon);
            if (tokens.Count > 0 && tokens.LongestEndingAt(lexicon, tokens.Count, out _) is { } entry
                && entry.Has(WordRoles.Term) && entry.Strength == TermStrength.Always
                && entry.Category is PiiCategory.PersonName or PiiCategory.BirthDate or PiiCategory.GovernmentId or PiiCategory.Demographic)
            {
                return PersonBeside;
            }
        }

        return null;
    }
}
