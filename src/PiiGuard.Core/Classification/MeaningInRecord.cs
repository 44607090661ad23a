using PiiGuard.Lexicon;

namespace PiiGuard.Classification;

/// <summary>What a phrase means in the records of one kind: <c>in message: body</c>.</summary>
internal static class MeaningInRecord
{
    [ThreadStatic]
    private static NameTokens? s_tokens;

    /// <summary>What an entry means where it stands: <c>in message: body</c>. The word that decides is the one before it in the name, else what holds it.</summary>
    public static TermMeaning? Of(PiiLexicon lexicon, in FieldDescription field, NameTokens name, LexiconEntry entry, int start, bool isJoined, out LexiconEntry? holder, out bool isInName)
    {
        var meaning = name.MeaningIn(lexicon, start, entry, out holder, out var from);
        if (meaning is null && start > 1 && name.IsNumber(start - 1) && name.MeaningIn(lexicon, start - 1, entry, out holder, out from) is { Category: PiiCategory.BankAccount } numbered)
        {
            meaning = numbered; // "BankAccount2_AccountNumber"
        }

        isInName = meaning is not null;
        var context = FieldContext.InName(lexicon, name, start, out var strangers);
        if (meaning is not null)
        {
            // What holds the field is in the name already where both are read as one.
            var isThings = isJoined && (IsOfThing(lexicon, field, (field.Parents?.Count ?? 0) - 1, entry, holder!, meaning)
                || (meaning.Category is PiiCategory.Usage or PiiCategory.Health && from > 0 && IsThing(name.LongestEndingAt(lexicon, from, out _))));
            return isThings || context?.Has(WordRoles.Predicate | WordRoles.Modal) == true ? null : meaning;
        }

        if (context?.Has(WordRoles.Predicate | WordRoles.Modal) == true || InOwner(lexicon, field, entry, out holder) is not { } inOwner)
        {
            return null;
        }

        if (inOwner is { Category: PiiCategory.Financial, Types: { } types } && !types.Has(FieldType.Text) && !types.Has(FieldType.Object))
        {
            return inOwner; // "medicareTax" of a payslip: there any number is somebody's money
        }

        // "eyeColorCode": what stands before it says of what it is the code.
        return context is null && FieldContext.TermBefore(lexicon, name, start, out _) is null
            && (strangers == 0 || (strangers == 1 && inOwner.Category == PiiCategory.Financial)) // "appliedAmount" of a payment
            ? inOwner
            : null;
    }

    /// <summary>Where the namespace ends in front of a type: <c>verify.v2.service.verification</c>, <c>Shop_Domain_BankAccountDto</c>; 0 where there is none.</summary>
    private static int EndOfNamespace(string type)
    {
        var dot = type.LastIndexOf('.');
        return dot >= 0 ? dot : AreTypes(type) ? Math.Max(0, type.LastIndexOf('_')) : 0;
    }

    /// <summary>Whether what stands between low lines is written like a type.</summary>
    private static bool AreTypes(string name)
    {
        for (var i = 1; i < name.Length; i++)
        {
            if (name[i] == '_' && (!char.IsLower(name[i - 1]) || i + 1 == name.Length || !char.IsUpper(name[i + 1])))
            {
                return false;
            }
        }

        return name.Length > 0 && char.IsUpper(name[0]);
    }

    private static bool IsThing(LexiconEntry? before) => before?.Has(WordRoles.Thing) == true && !before.Has(WordRoles.Person | WordRoles.Organisation);

    /// <summary>Whether the record says nothing of a person: <c>MessageResponse.message</c> is what the server answers, the <c>conditions</c> of a <c>rule</c> are nobody's health.</summary>
    /// <param name="lexicon">The words to know.</param>
    /// <param name="field">The field.</param>
    /// <param name="holderAt">Which of the parents is the record; -1: the owner.</param>
    /// <param name="entry">What means something in the record.</param>
    /// <param name="holder">The word for the record.</param>
    /// <param name="meaning">What it means there.</param>
    private static bool IsOfThing(PiiLexicon lexicon, in FieldDescription field, int holderAt, LexiconEntry entry, LexiconEntry holder, TermMeaning meaning)
    {
        if (entry == holder && entry.Text == "message")
        {
            return (holderAt >= 0 ? field.Parents![holderAt] : field.Owner)?.EndsWith("message", StringComparison.OrdinalIgnoreCase) == false;
        }

        return holderAt >= 0 && meaning.Category is PiiCategory.Health or PiiCategory.Usage or PiiCategory.Demographic or PiiCategory.Location or PiiCategory.PersonName
            && FieldOwners.Around(lexicon, field, skip: (field.Parents?.Count ?? 0) - holderAt) is { IsThing: true } thing && !holder.Text.StartsWith(thing.Text, StringComparison.Ordinal); // "track" of a "track point"
    }

    /// <summary>What an entry means in the last telling word of what holds the field; names that tell nothing (<c>data</c>) are passed over.</summary>
    private static TermMeaning? InOwner(PiiLexicon lexicon, in FieldDescription field, LexiconEntry entry, out LexiconEntry? holder)
    {
        const int MostUnknown = 2;
        holder = null;
        var nearest = (field.Parents?.Count ?? 0) - 1;
        for (var i = nearest; i >= -1; i = FieldOwners.Outwards(i, nearest))
        {
            if ((i >= 0 ? field.Parents![i] : field.Owner) is not { } context)
            {
                continue;
            }

            var tokens = s_tokens ??= new NameTokens();
            tokens.Read(context, 0, EndOfNamespace(context));
            tokens.SplitUnknown(lexicon);
            var space = tokens.Count;
            tokens.Read(context);
            tokens.SplitUnknown(lexicon);
            tokens.KeepHead(lexicon);
            var unknown = 0;
            for (var end = tokens.Count; end > 0 && tokens.Count - end < NameTokens.MostWords;)
            {
                var word = tokens.LongestEndingAt(lexicon, end, out var start);
                if (tokens.MeaningIn(lexicon, end, entry, out holder, out var from) is { } meaning && from <= start)
                {
                    // "NodeAddress": an address is whose the word before it says; "CardDesign" has a name of its own.
                    return (unknown > 0 && meaning.Category == PiiCategory.PersonName) || IsOfThing(lexicon, field, i, entry, holder!, meaning) || (from > space && IsThing(tokens.LongestEndingAt(lexicon, from, out _))) ? null : meaning;
                }

                var isOneOf = word is not null && (word.Has(WordRoles.State) || (word.Has(WordRoles.Record) && !word.Has(WordRoles.Owner | WordRoles.Term))); // "MessageStatus", "MessageUpdate"
                var tells = word is not null && !isOneOf && word.Roles != WordRoles.None && !word.Has(WordRoles.Neutral | WordRoles.Reduced);
                if (tells || (word?.Has(WordRoles.Neutral | WordRoles.Reduced) != true && ++unknown > MostUnknown))
                {
                    return null;
                }

                end = start;
            }

            if (unknown > (i >= 0 ? 1 : 0))
            {
                return null;
            }
        }

        return null;
    }
}
