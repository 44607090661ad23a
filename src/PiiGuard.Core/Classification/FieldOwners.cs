using PiiGuard.Lexicon;

namespace PiiGuard.Classification;

/// <summary>Finds out whose data it is that parents and an owner hold.</summary>
internal static class FieldOwners
{
    /// <summary>How many of the nearest parents are looked at.</summary>
    private const int MostParents = 12;

    private const int LongestAffix = 3; // letters: "dto", "res"

    /// <summary>What an owner says whose name is itself contact data.</summary>
    private static readonly LexiconEntry ReachesPerson = new("contact data", WordRoles.Contact);

    /// <summary>What an owner says that is a place or a picture: a country's name is not a person's.</summary>
    private static readonly LexiconEntry PlaceOrPicture = new("a place or picture", WordRoles.Thing);

    /// <summary>What an owner says that is something nobody knows, of a person: <c>UserBadge</c>.</summary>
    private static readonly LexiconEntry ThingOfPerson = new("something else of a person's", WordRoles.Thing);

    /// <summary>What an owner says that is whoever did something: <c>triggeredBy.displayName</c>.</summary>
    private static readonly LexiconEntry Agent = new("whoever did it", WordRoles.Person);

    [ThreadStatic]
    private static NameTokens? s_tokens;

    /// <summary>The nearest of the parents and the owner whose name tells whose data it holds; else the siblings.</summary>
    /// <param name="lexicon">The words to know.</param>
    /// <param name="field">The field.</param>
    /// <param name="skip">How many of the nearest are passed over.</param>
    /// <param name="question">What is asked for.</param>
    public static LexiconEntry? Around(PiiLexicon lexicon, in FieldDescription field, int skip = 0, OwnerQuestion question = OwnerQuestion.Any)
    {
        var nearest = (field.Parents?.Count ?? 0) - 1 - skip;
        LexiconEntry? list = null;
        var isPast = false; // something that nobody knows: "User.badge.name"
        for (var i = nearest; i >= -1; i = Outwards(i, nearest))
        {
            if ((i >= 0 ? field.Parents![i] : field.Owner) is not { } name || (i == nearest && i > 0 && IsViewOf(lexicon, name, field.Parents![i - 1])))
            {
                continue;
            }

            var owner = Of(lexicon, name, question == OwnerQuestion.OfName, isOuter: i < nearest);
            if (owner is null)
            {
                isPast |= question != OwnerQuestion.Any && (i >= 0 || question == OwnerQuestion.OfName) && EndsInHead(lexicon);
            }
            else if (i >= 0 && question != OwnerQuestion.OfName && owner.Has(WordRoles.Bag) && owner.Has(WordRoles.Thing) && IsMany(lexicon, name, owner))
            {
                list ??= i == nearest ? owner : null; // "Contact.properties.jobTitle": its keys are fields of whoever has the bag
            }
            else if (i >= 0 && owner.Has(WordRoles.Record) && owner.Has(WordRoles.Thing) && name.Length <= owner.Text.Length + 1)
            {
                list ??= i == nearest ? owner : null; // "UserPage.items": of what, the page says; of a type of their own, that
            }
            else
            {
                return (question, isPast) switch
                {
                    (OwnerQuestion.OfPart, true) when owner.IsThing => Beside(lexicon, field, skip),
                    (OwnerQuestion.OfName, true) when !owner.Has(WordRoles.Thing) => Beside(lexicon, field, skip) ?? ThingOfPerson,
                    (OwnerQuestion.OfName, _) when owner == ThingOfPerson => Beside(lexicon, field, skip) ?? owner,
                    _ => owner,
                };
            }
        }

        // "SignUpRequest.data": what says nothing and has a mailbox is somebody.
        return list ?? Beside(lexicon, field, skip)
            ?? (question == OwnerQuestion.OfName && !isPast && skip == 0 && Siblings.HaveAny(lexicon, field, SiblingFacts.Mailbox) ? Siblings.Person : null);
    }

    /// <summary>The next holder further out, of the parents that are looked at; -1: the owner.</summary>
    /// <param name="at">The one that was looked at last.</param>
    /// <param name="nearest">The first.</param>
    public static int Outwards(int at, int nearest) => at > 0 && nearest - at + 1 >= MostParents ? -1 : at - 1;

    /// <summary>Of what is passed over the siblings say nothing.</summary>
    private static LexiconEntry? Beside(PiiLexicon lexicon, in FieldDescription field, int skip) => skip > 0 ? null : Siblings.PersonBeside(lexicon, field);

    /// <summary>The last word of a holder's name that tells whose data it holds.</summary>
    /// <param name="lexicon">The words to know.</param>
    /// <param name="context">The name.</param>
    /// <param name="asHead">Whether a word of its own behind a person's makes it a thing: the name of a <c>UserBadge</c> is not the user's.</param>
    /// <param name="isOuter">Whether it is not the nearest holder, so that it may carry others.</param>
    public static LexiconEntry? Of(PiiLexicon lexicon, string context, bool asHead = false, bool isOuter = false)
    {
        var isOther = false;
        var tokens = s_tokens ??= new NameTokens();
        tokens.Read(context);
        tokens.SplitUnknown(lexicon);
        if (tokens.EndsInAgent(lexicon))
        {
            return Agent;
        }

        tokens.KeepHead(lexicon);
        for (var end = tokens.Count; end > 0 && tokens.Count - end < NameTokens.MostWords;)
        {
            var entry = tokens.LongestEndingAt(lexicon, end, out var start);
            // "AddressType", "ModelAddress": what only names the kind of a schema tells nothing, unless it stands alone.
            var isSuffix = (start > 0 || end < tokens.Count) && entry is not null && entry.Has(WordRoles.Neutral) && entry.Has(WordRoles.Thing);
            if (entry is not null && entry.Has(WordRoles.Owner) && !isSuffix && !tokens.IsRecordOfPerson(lexicon, entry, start, isOuter))
            {
                // "PatientFile": what it says is of the person before it, but for its own name.
                if (!asHead && start > 0 && entry.Has(WordRoles.Document) && !entry.Has(WordRoles.Person | WordRoles.Contact)
                    && tokens.LongestEndingAt(lexicon, start, out _) is { } subject && subject.Has(WordRoles.Person) && !subject.Has(WordRoles.Thing | WordRoles.Either))
                {
                    return subject;
                }

                // "NodeAddress": an address is whose the word before it says.
                return isOther && entry.Has(WordRoles.Person | WordRoles.Contact) && !entry.Has(WordRoles.Holder) ? ThingOfPerson
                    : entry.Has(WordRoles.Contact) && !entry.Has(WordRoles.Person) && start > 0 && tokens.LongestEndingAt(lexicon, start, out var startOfBefore) is { } before
                        && before.Has(WordRoles.Thing) && !before.Has(WordRoles.Person | WordRoles.Organisation | WordRoles.Neutral | WordRoles.Either)
                        && !(before.Has(WordRoles.Record | WordRoles.Document) && tokens.LongestEndingAt(lexicon, startOfBefore, out _)?.Has(WordRoles.Person) == true) ? before // "PersonItemAddress"
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

            // "TargetUser.name": a term of several words may end in a word for a person.
            if (entry is { Meaning.Category: PiiCategory.PersonName or PiiCategory.OnlineId or PiiCategory.AccountNumber } && !isOther && PersonAtEnd(tokens, lexicon, start + 1, end) is { } person)
            {
                return person;
            }

            isOther |= asHead && (IsHead(tokens, entry, start, end) || (!isOuter && end == tokens.Count && start > 0 && entry?.Text == "list")); // a list has a name of its own
            end = start;
        }

        return null;
    }

    private static LexiconEntry? PersonAtEnd(NameTokens tokens, PiiLexicon lexicon, int start, int end)
    {
        for (; tokens.NextEndingAt(lexicon, end, ref start) is { } entry; start++)
        {
            if (entry.Has(WordRoles.Person) && !entry.Has(WordRoles.Thing | WordRoles.Either))
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>Whether what holds a field is something that nobody knows: a <c>Tower</c>.</summary>
    public static bool AreUnknown(PiiLexicon lexicon, in FieldDescription field)
    {
        var nearest = (field.Parents?.Count ?? 0) - 1;
        for (var i = nearest; i >= -1; i = Outwards(i, nearest))
        {
            if ((i >= 0 ? field.Parents![i] : field.Owner) is { } name && Of(lexicon, name) is null && EndsInHead(lexicon))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a type is a view of the person whom it stands for: <c>patient</c>, a <c>PatientBanner</c>; <c>customers</c>, of <c>CustomerRow</c>.</summary>
    private static bool IsViewOf(PiiLexicon lexicon, string type, string member)
    {
        var length = member.Length - (member.Length > 1 && member[member.Length - 1] is 's' or 'S' ? 1 : 0);
        return type.Length > member.Length && string.Compare(type, 0, member, 0, length, StringComparison.OrdinalIgnoreCase) == 0
            && Of(lexicon, member) is { } person && person.Has(WordRoles.Person) && !person.Has(WordRoles.Thing | WordRoles.Either);
    }

    /// <summary>Whether the name that was read last is the plural of a word, and nothing else.</summary>
    private static bool IsMany(PiiLexicon lexicon, string name, LexiconEntry word)
    {
        var tokens = s_tokens!;
        return name[name.Length - 1] is 's' or 'S' && tokens.LongestEndingAt(lexicon, tokens.Count, out var start) == word && start == 0;
    }

    /// <summary>Whether the name that was read last ends in a word that tells what it is.</summary>
    private static bool EndsInHead(PiiLexicon lexicon)
    {
        var tokens = s_tokens!;
        for (var end = tokens.Count; end > 0;)
        {
            var entry = tokens.LongestEndingAt(lexicon, end, out var start);
            if (IsHead(tokens, entry, start, end) || (tokens.Count == 1 && (entry is null || entry.Roles == WordRoles.None)))
            {
                return true;
            }

            end = start;
        }

        return false;
    }

    /// <summary>Whether a word at the end of a holder's name makes it something else than the person before it: <c>UserBadge</c>, <c>CustomerInvoice</c>; not <c>UserDto</c>, <c>CustomerCreated</c>.</summary>
    private static bool IsHead(NameTokens tokens, LexiconEntry? entry, int start, int end) => !tokens.IsParticiple(end)
        && (entry is null || entry.Roles == WordRoles.None
            ? tokens.Length(start, end) > LongestAffix && !tokens.IsNumber(start)
            : !entry.Has(WordRoles.Neutral | WordRoles.Record | WordRoles.Owner));
}

/// <summary>What is asked of those who hold a field.</summary>
internal enum OwnerQuestion
{
    /// <summary>Whose data they hold.</summary>
    Any,

    /// <summary>Whose name it is: of a thing that nobody knows it is the thing's, whoever has that.</summary>
    OfName,

    /// <summary>Whose part it is, where a thing further out says less than what stands beside it: the city of a <c>shipment.from</c>.</summary>
    OfPart,
}
