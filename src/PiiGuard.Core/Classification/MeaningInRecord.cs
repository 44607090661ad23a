using PiiGuard.Lexicon;

namespace PiiGuard.Classification;

/// <summary>What a phrase means in the records of one kind: <c>in message: body</c>.</summary>
internal static class MeaningInRecord
{
    [ThreadStatic]
    private static NameTokens? s_tokens;

    /// <summary>What an entry means where it stands: <c>in message: body</c>. The word that decides is the one before it in the name, else what holds it.</summary>
    public static TermMeaning? Of(PiiLexicon lexicon, in FieldDescription field, NameTokens name, LexiconEntry entry, int start, out LexiconEntry? holder, out bool isInName)
    {
        var meaning = name.MeaningIn(lexicon, start, entry, out holder, out _);
        isInName = meaning is not null;
        var context = FieldContext.InName(lexicon, name, start, out var strangers);
        if (meaning is not null)
        {
            return context?.Has(WordRoles.Predicate | WordRoles.Modal) == true ? null : meaning;
        }

        // "eyeColorCode": what stands before it says of what it is the code.
        return context is null && FieldContext.TermBefore(lexicon, name, start, out _) is null && InOwner(lexicon, field, entry, out holder) is { } inOwner
            && (strangers == 0 || (strangers == 1 && inOwner.Category == PiiCategory.Financial)) // "appliedAmount" of a payment
            ? inOwner
            : null;
    }

    /// <summary>What an entry means in the last telling word of what holds the field; names that tell nothing (<c>data</c>) are passed over.</summary>
    private static TermMeaning? InOwner(PiiLexicon lexicon, in FieldDescription field, LexiconEntry entry, out LexiconEntry? holder)
    {
        const int MostUnknown = 2;
        holder = null;
        var parents = field.Parents?.Count ?? 0;
        for (var i = parents - 1; i >= -1; i = i > 0 && parents - i >= FieldContext.MostParents ? -1 : i - 1)
        {
            if ((i >= 0 ? field.Parents![i] : field.Owner) is not { } context)
            {
                continue;
            }

            var tokens = s_tokens ??= new NameTokens();
            tokens.Read(context);
            tokens.SplitUnknown(lexicon);
            var unknown = 0;
            for (var end = tokens.Count; end > 0 && tokens.Count - end < NameTokens.MostWords;)
            {
                var word = tokens.LongestEndingAt(lexicon, end, out var start);
                if (tokens.MeaningIn(lexicon, end, entry, out holder, out var from) is { } meaning && from <= start)
                {
                    // "NodeAddress": an address is whose the word before it says.
                    return (holder!.Has(WordRoles.Contact) || meaning.Category == PiiCategory.Location) && from > 0 && tokens.LongestEndingAt(lexicon, from, out _) is { } before
                        && before.Has(WordRoles.Thing) && !before.Has(WordRoles.Person | WordRoles.Organisation)
                        ? null
                        : meaning;
                }

                var tells = word is not null && word.Roles != WordRoles.None && !word.Has(WordRoles.Neutral | WordRoles.Reduced);
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
