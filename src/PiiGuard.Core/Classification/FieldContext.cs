using PiiGuard.Lexicon;

namespace PiiGuard.Classification;

/// <summary>Finds out whose a value is: from the words before the term, the parents and the owner, or the siblings.</summary>
internal static class FieldContext
{
    /// <summary>How many of the nearest parents are looked at.</summary>
    public const int MostParents = 12;

    private const int MaxSiblings = 64;

    /// <summary>What siblings say when one of them is a person's datum.</summary>
    private static readonly LexiconEntry PersonBeside = new("the properties beside it", WordRoles.Person);

    /// <summary>What an owner says whose name is itself contact data.</summary>
    private static readonly LexiconEntry ReachesPerson = new("contact data", WordRoles.Contact);

    /// <summary>What an owner says that is a place or a picture: a country's name is not a person's.</summary>
    private static readonly LexiconEntry PlaceOrPicture = new("a place or picture", WordRoles.Thing);

    [ThreadStatic]
    private static NameTokens? s_tokens;

    /// <summary>The nearest word before the term that tells whose it is; and how many unknown words lie between.</summary>
    public static LexiconEntry? InName(PiiLexicon lexicon, NameTokens name, int start, out int strangers)
    {
        strangers = 0;
        LexiconEntry? owner = null;
        var end = start;
        while (end > 0 && start - end < NameTokens.MostWords)
        {
            var entry = name.LongestEndingAt(lexicon, end, out var from);
            if (entry is not null && (entry.Has(WordRoles.Modal) || (from == 0 && entry.Has(WordRoles.Predicate))))
            {
                return entry;
            }

            if (owner is null && entry is not null && entry.Has(WordRoles.Owner))
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

    /// <summary>The nearest of the parents and the owner whose name tells whose data it holds; else the siblings.</summary>
    /// <param name="lexicon">The words to know.</param>
    /// <param name="field">The field.</param>
    /// <param name="skip">How many of the nearest are passed over.</param>
    public static LexiconEntry? Around(PiiLexicon lexicon, in FieldDescription field, int skip = 0)
    {
        var nearest = (field.Parents?.Count ?? 0) - 1 - skip;
        for (var i = nearest; i >= 0 && nearest - i < MostParents; i--)
        {
            if (field.Parents![i] is { } name && OfOwner(lexicon, name) is { } parent)
            {
                return parent;
            }
        }

        return (field.Owner is null || nearest < -1 ? null : OfOwner(lexicon, field.Owner)) ?? (skip > 0 ? null : AmongSiblings(lexicon, field));
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

    /// <summary>The last word of an owner's name that tells whose data it holds.</summary>
    public static LexiconEntry? OfOwner(PiiLexicon lexicon, string context)
    {
        var tokens = s_tokens ??= new NameTokens();
        tokens.Read(context);
        tokens.SplitUnknown(lexicon);
        for (var end = tokens.Count; end > 0 && tokens.Count - end < NameTokens.MostWords;)
        {
            var entry = tokens.LongestEndingAt(lexicon, end, out var start);
            // "AddressType", "ModelAddress": what only names the kind of a schema tells nothing, unless it stands alone.
            var isSuffix = (start > 0 || end < tokens.Count) && entry is not null && entry.Has(WordRoles.Neutral) && entry.Has(WordRoles.Thing);
            if (entry is not null && entry.Has(WordRoles.Owner) && !isSuffix && !tokens.IsRecordOfPerson(lexicon, entry, start))
            {
                // "NodeAddress": an address is whose the word before it says.
                return entry.Has(WordRoles.Contact) && !entry.Has(WordRoles.Person) && start > 0
                    && tokens.LongestEndingAt(lexicon, start, out _) is { } before && before.Has(WordRoles.Thing) && !before.Has(WordRoles.Person | WordRoles.Organisation)
                    ? before
                    : entry;
            }

            // "PaperAddress", "HomePhone": what is itself a way to reach a person holds such data.
            if (entry?.Meaning is { Strength: TermStrength.Always or TermStrength.Usual, Category: PiiCategory.PostalAddress or PiiCategory.PhoneNumber or PiiCategory.EmailAddress or PiiCategory.PersonName })
            {
                return ReachesPerson;
            }

            if (entry?.Meaning is { Category: PiiCategory.PersonPhoto or PiiCategory.PostalAddress })
            {
                return PlaceOrPicture;
            }

            end = start;
        }

        return null;
    }

    /// <summary>Whether what holds a field is itself named by a term of a category: <c>MonthlyIncome</c>, <c>Allergy</c>.</summary>
    public static bool IsIn(PiiLexicon lexicon, in FieldDescription field, PiiCategory category)
    {
        if ((field.Parents is { Count: > 0 } parents ? parents[parents.Count - 1] : field.Owner) is not { } holder)
        {
            return false;
        }

        var tokens = s_tokens ??= new NameTokens();
        tokens.Read(holder);
        tokens.SplitUnknown(lexicon);
        tokens.DropNeutralTail(lexicon);
        return tokens.Count > 0 && tokens.LongestEndingAt(lexicon, tokens.Count, out _)?.Meaning?.Category == category;
    }

    /// <summary>Whether a property beside it is a part of an address.</summary>
    public static bool IsBesideAddress(PiiLexicon lexicon, in FieldDescription field) => (FactsOf(lexicon, field) & SiblingFacts.Address) != 0;

    /// <summary>Whether a property beside it is an address by itself, so that a city belongs to it: <c>street</c>.</summary>
    public static bool IsBesideStreet(PiiLexicon lexicon, in FieldDescription field) => (FactsOf(lexicon, field) & SiblingFacts.Street) != 0;

    /// <summary>What names say that stand together.</summary>
    public static SiblingFacts FactsOf(PiiLexicon lexicon, IReadOnlyList<string> siblings)
    {
        var facts = SiblingFacts.None;
        for (var i = 0; i < siblings.Count && i < MaxSiblings; i++)
        {
            var tokens = s_tokens ??= new NameTokens();
            tokens.Read(siblings[i] ?? "");
            tokens.SplitUnknown(lexicon);
            facts |= tokens.Count == 0 ? SiblingFacts.None : tokens.LongestEndingAt(lexicon, tokens.Count, out var start)?.Meaning switch
            {
                { Category: PiiCategory.PostalAddress, Strength: TermStrength.Always or TermStrength.Usual } => SiblingFacts.Address | SiblingFacts.Street,
                { Category: PiiCategory.PostalAddress, Strength: not TermStrength.Address } => SiblingFacts.Address,
                { Category: PiiCategory.PersonName } meaning when NamesAnother(lexicon, tokens, start, meaning) => SiblingFacts.None,
                { Strength: TermStrength.Always, Category: PiiCategory.PersonName or PiiCategory.BirthDate or PiiCategory.GovernmentId or PiiCategory.Demographic } => SiblingFacts.Person,
                _ => SiblingFacts.None,
            };
        }

        return facts;
    }

    /// <summary>Whether a name is that of somebody who has to do with the record, and says nothing of whose it is: <c>createdBy</c>, <c>author</c>, <c>customerName</c>.</summary>
    private static bool NamesAnother(PiiLexicon lexicon, NameTokens name, int start, TermMeaning meaning) =>
        meaning.Types is not null || (name.Count - start > 1 && lexicon.Find(name.Letters, name.Start(start), name.Length(start, name.Count - 1))?.Has(WordRoles.Person) == true);

    private static SiblingFacts FactsOf(PiiLexicon lexicon, in FieldDescription field) => field.Siblings switch
    {
        null => SiblingFacts.None,
        FieldSiblings known => known.Facts(lexicon),
        var siblings => FactsOf(lexicon, siblings),
    };

    private static LexiconEntry? AmongSiblings(PiiLexicon lexicon, in FieldDescription field) => (FactsOf(lexicon, field) & SiblingFacts.Person) != 0 ? PersonBeside : null;
}
