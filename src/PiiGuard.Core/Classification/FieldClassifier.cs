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
    /// <summary>From here on a field counts as personal data.</summary>
    private const double Threshold = 0.5;

    [ThreadStatic]
    private static NameTokens? s_name;

    private readonly PiiLexicon _lexicon = lexicon ?? PiiLexicon.Default;

    /// <summary>Classifies a field.</summary>
    public FieldClassification Classify(in FieldDescription field)
    {
        if (field.Annotation is { } annotation)
        {
            return ByAnnotation(field, annotation);
        }

        var name = s_name ??= new NameTokens();
        name.Read(field.Name);
        name.SplitUnknown(_lexicon);
        var answer = ByName(field, name);
        if (!answer.IsPersonal && answer.Rule is ClassificationRule.NoTerm or ClassificationRule.NoContext or ClassificationRule.OtherHead)
        {
            answer = WithNearest(field, name, answer);
        }

        // A format is a claim about the value itself; only a name that is known to be something else outweighs it.
        return !answer.IsPersonal && answer.Rule != ClassificationRule.KnownPhrase && Formats.CategoryOf(field.Format) is { } category
            ? new(category, 0.8, ClassificationRule.Format, answer.Term, field.Format)
            : answer;
    }

    /// <summary>Whether a name stands for persons or for what reaches them, as <c>customers</c> does: a context in which more is personal.</summary>
    public bool NamesPerson(string name) => FieldContext.OfOwner(_lexicon, name)?.Has(WordRoles.Person | WordRoles.Contact) == true;

    private FieldClassification ByAnnotation(in FieldDescription field, FieldAnnotation annotation)
    {
        if (!annotation.IsPersonal)
        {
            return FieldClassification.None(ClassificationRule.Annotation);
        }

        var category = annotation.Category ?? Classify(new FieldDescription(field.Name, field.Owner, field.Parents, Format: field.Format)).Category ?? PiiCategory.Other;
        return new(category, 1, ClassificationRule.Annotation, null, null);
    }

    /// <summary>
    /// A name that says nothing alone may say it together with what holds it: <c>phone.number</c>, <c>card.expiry</c>,
    /// <c>email.value</c>, <c>birth.date</c>. What the two say as one name counts, if every word of it is known.
    /// </summary>
    private FieldClassification WithNearest(in FieldDescription field, NameTokens name, FieldClassification alone)
    {
        var nearest = field.Parents is { Count: > 0 } parents ? parents[parents.Count - 1] : field.Owner;
        if (nearest is null || name.Count is 0 or > 2 || !name.CanBeCompleted(_lexicon))
        {
            return alone;
        }

        name.Read(nearest);
        name.SplitUnknown(_lexicon);
        name.DropNeutralTail(_lexicon); // "CardResponse.expiry" is a card's
        var boundary = name.Count;
        name.Append(field.Name);
        var together = ByName(field, name, mostUnknown: 0);
        if (!together.IsPersonal && boundary > 0)
        {
            // Or the other way round, where the two make one name: "HumanName.given".
            name.KeepLast(boundary);
            name.Prepend(field.Name);
            if (name.LongestEndingAt(_lexicon, name.Count, out var start) is { } phrase && start == 0
                && phrase.Has(WordRoles.Term) && phrase.Category == PiiCategory.PersonName)
            {
                together = ByName(field, name, mostUnknown: 0);
            }
        }

        return together.IsPersonal && boundary > 0 ? together with { Confidence = Math.Min(together.Confidence, 0.85) } : alone;
    }

    private FieldClassification ByName(in FieldDescription field, NameTokens name, int mostUnknown = int.MaxValue)
    {
        var unknown = 0;
        var reduced = false;
        for (var end = name.Count; end > 0;)
        {
            var entry = name.LongestEndingAt(_lexicon, end, out var start);
            if (entry is null || entry.Roles == WordRoles.None)
            {
                end--;
                if (++unknown > mostUnknown)
                {
                    break;
                }
            }
            else if (entry.Has(WordRoles.NotPersonal))
            {
                return FieldClassification.None(ClassificationRule.KnownPhrase, entry.Text);
            }
            else if (entry.Has(WordRoles.Bag) && start == 0 && FieldContext.BagOf(_lexicon, field) is { } bag)
            {
                return FieldClassification.None(ClassificationRule.MayCarryAnything, entry.Text, bag.Text);
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
                return FieldClassification.None(ClassificationRule.OtherHead, null, entry.Text);
            }
            else
            {
                end = start;
            }
        }

        return FieldClassification.None(ClassificationRule.NoTerm);
    }

    private FieldClassification Judge(in FieldDescription field, NameTokens name, int start, LexiconEntry term, int unknown, bool reduced)
    {
        if (!CategoryTypes.Allows(term.Category, field.Type, field.Format))
        {
            return FieldClassification.None(ClassificationRule.TypeMismatch, term.Text);
        }

        var context = FieldContext.InName(_lexicon, name, start, out var strangers);
        if (context is not null && context.Has(WordRoles.Predicate))
        {
            return FieldClassification.None(ClassificationRule.OtherHead, term.Text, context.Text);
        }

        // The name's own words outweigh those of its owner.
        var inName = context is not null;
        context ??= FieldContext.Around(_lexicon, field);
        var isThing = context is not null && !context.Has(WordRoles.Person | WordRoles.Contact | WordRoles.Organisation);
        var fits = term.Strength switch
        {
            TermStrength.Always => !(isThing && inName),
            // "macroAddress": without any context, an unknown word may well name a thing.
            TermStrength.Usual => !isThing && (context is not null || strangers == 0),
            TermStrength.Contact => context is not null && !isThing,
            // "petName", "skuName": a word that nobody knows makes it the name of that.
            _ => context is not null && context.Has(WordRoles.Person | WordRoles.Contact) && strangers == 0,
        };
        if (!fits)
        {
            return FieldClassification.None(isThing ? ClassificationRule.ThingContext : ClassificationRule.NoContext, term.Text, context?.Text);
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

        if (confidence < Threshold)
        {
            return new(null, confidence, ClassificationRule.NoContext, term.Text, context?.Text);
        }

        var rule = term.Strength == TermStrength.Always || context is null ? ClassificationRule.Term : ClassificationRule.TermInContext;
        return new(term.Category, confidence, rule, term.Text, context?.Text);
    }
}
