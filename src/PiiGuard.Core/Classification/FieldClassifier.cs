using PiiGuard.Lexicon;

namespace PiiGuard.Classification;

/// <summary>
/// Says whether a field is personal data, from its name, its context and its type. The name is read from its head (the last
/// words of an English compound) towards the front: the longest lexicon phrase that ends there decides, words that add
/// nothing are passed over, and a word that makes the name speak of something else ends the search. Thread-safe.
/// </summary>
/// <param name="lexicon">The words to know; <see cref="PiiLexicon.Default"/> when null.</param>
public sealed class FieldClassifier(PiiLexicon? lexicon = null)
{
    private const int LongestPhrase = 6;

    [ThreadStatic]
    private static NameTokens? s_name;

    [ThreadStatic]
    private static NameTokens? s_context;

    private readonly PiiLexicon _lexicon = lexicon ?? PiiLexicon.Default;

    /// <summary>Classifies a field.</summary>
    public FieldClassification Classify(in FieldDescription field)
    {
        var name = s_name ??= new NameTokens();
        name.Read(field.Name);
        name.SplitUnknown(_lexicon);

        var unknown = 0;
        var reduced = false;
        for (var end = name.Count; end > 0;)
        {
            var entry = LongestEndingAt(name, end, out var start);
            if (entry is null || entry.Roles == WordRoles.None)
            {
                unknown++;
                end--;
            }
            else if (entry.Has(WordRoles.NotPersonal))
            {
                return new(null, 0, ClassificationRule.KnownPhrase, entry.Text, null);
            }
            else if (entry.Has(WordRoles.Term))
            {
                return Judge(field, name, start, entry, unknown, reduced);
            }
            else if (entry.Has(WordRoles.Reduced))
            {
                reduced = true;
                end = start;
            }
            else if (entry.Has(WordRoles.OtherHead) || (entry.Has(WordRoles.Thing) && !entry.Has(WordRoles.Neutral)))
            {
                return new(null, 0, ClassificationRule.OtherHead, null, entry.Text);
            }
            else
            {
                end = start;
            }
        }

        return new(null, 0, ClassificationRule.NoTerm, null, null);
    }

    private FieldClassification Judge(in FieldDescription field, NameTokens name, int start, LexiconEntry term, int unknown, bool reduced)
    {
        if (!CategoryTypes.Allows(term.Category, field.Type))
        {
            return new(null, 0, ClassificationRule.TypeMismatch, term.Text, null);
        }

        var context = Modifier(name, start, out var strangers);
        if (context is not null && context.Has(WordRoles.Predicate))
        {
            return new(null, 0, ClassificationRule.OtherHead, term.Text, context.Text);
        }

        // The name's own words outweigh those of its owner.
        var inName = context is not null;
        context ??= ContextOf(field);
        var isThing = context is not null && !context.Has(WordRoles.Person | WordRoles.Contact | WordRoles.Organisation);
        var fits = term.Strength switch
        {
            TermStrength.Always => !(isThing && inName),
            TermStrength.Usual => !isThing,
            TermStrength.Contact => context is not null && !isThing,
            // "petName", "skuName": a word that nobody knows makes it the name of that.
            _ => context is not null && context.Has(WordRoles.Person | WordRoles.Contact) && strangers == 0,
        };
        if (!fits)
        {
            return new(null, 0, isThing ? ClassificationRule.ThingContext : ClassificationRule.NoContext, term.Text, context?.Text);
        }

        var confidence = term.Strength switch
        {
            TermStrength.Always => 0.95,
            TermStrength.Usual => context is null ? 0.8 : 0.9,
            TermStrength.Contact => 0.8,
            _ => 0.85,
        };
        confidence *= reduced ? 0.65 : 1;
        for (; unknown > 0; unknown--)
        {
            confidence *= 0.6;
        }

        var rule = term.Strength == TermStrength.Always || context is null ? ClassificationRule.Term : ClassificationRule.TermInContext;
        return confidence < 0.5
            ? new(null, confidence, ClassificationRule.NoContext, term.Text, context?.Text)
            : new(term.Category, confidence, rule, term.Text, context?.Text);
    }

    /// <summary>The nearest word before the term that tells whose it is; and how many unknown words lie between.</summary>
    private LexiconEntry? Modifier(NameTokens name, int start, out int strangers)
    {
        strangers = 0;
        LexiconEntry? owner = null;
        var end = start;
        while (end > 0)
        {
            var entry = LongestEndingAt(name, end, out var from);
            if (entry is null)
            {
                from = end - 1;
                strangers += owner is null ? 1 : 0;
            }
            else if (from == 0 && entry.Has(WordRoles.Predicate))
            {
                return entry;
            }
            else if (owner is null && entry.Has(WordRoles.Owner))
            {
                owner = entry;
            }
            else if (owner is null && !entry.Has(WordRoles.Neutral | WordRoles.Term))
            {
                strangers++;
            }

            end = from;
        }

        return owner;
    }

    /// <summary>The nearest of the parents and the owner whose name tells whose data it holds.</summary>
    private LexiconEntry? ContextOf(in FieldDescription field)
    {
        for (var i = (field.Parents?.Count ?? 0) - 1; i >= 0; i--)
        {
            if (OwnerWord(field.Parents![i]) is { } parent)
            {
                return parent;
            }
        }

        return field.Owner is null ? null : OwnerWord(field.Owner);
    }

    private LexiconEntry? OwnerWord(string context)
    {
        var tokens = s_context ??= new NameTokens();
        tokens.Read(context);
        tokens.SplitUnknown(_lexicon);
        for (var end = tokens.Count; end > 0;)
        {
            var entry = LongestEndingAt(tokens, end, out var start);
            if (entry is not null && entry.Has(WordRoles.Owner))
            {
                return entry;
            }

            end = start;
        }

        return null;
    }

    private LexiconEntry? LongestEndingAt(NameTokens name, int end, out int start)
    {
        for (start = Math.Max(0, end - LongestPhrase); start < end; start++)
        {
            var entry = _lexicon.Find(name.Letters, name.Start(start), name.Length(start, end));
            if (entry is not null && (entry.Roles != WordRoles.None || start == end - 1))
            {
                return entry;
            }
        }

        start = end - 1;
        return null;
    }
}
