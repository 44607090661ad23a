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
    private static readonly char[] UriSeparators = ['/', '#'];
    private static readonly char[] Dot = ['.'];

    /// <summary>What a person who is only named has besides the name: <c>sender.code</c>.</summary>
    private static readonly string[] NoNames = ["code", "number", "no", "index", "level", "type", "key", "id"];

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

        // "https://claims.example/email": a claim or a term whose name is a URI is called what that ends in.
        var local = field.Name.IndexOf("://", StringComparison.Ordinal) < 0 ? 0 : field.Name.LastIndexOfAny(UriSeparators) + 1;
        if (local > 0 && local < field.Name.Length)
        {
            return Classify(field with { Name = field.Name.Substring(local) });
        }

        // "host.user.name", as logs and flat forms have it: what holds it, and its name. A dot may as well stand between words: "birth.date".
        if (field.Name.IndexOf('.') is > 0 and var dot && field.Name.IndexOf(' ') < 0 && dot < field.Name.TrimEnd('.').Length)
        {
            var steps = field.Name.Split(Dot, StringSplitOptions.RemoveEmptyEntries);
            var last = Classify(field with { Name = steps[steps.Length - 1], Parents = [.. field.Parents ?? [], .. steps.Take(steps.Length - 1)], Siblings = null });
            if (last.IsPersonal)
            {
                return last;
            }
        }

        var name = s_name ??= new NameTokens();
        name.Read(field.Name);
        name.SplitUnknown(_lexicon);
        var answer = ByName(field, name);
        if (!answer.IsPersonal && name.KeepTerm(_lexicon))
        {
            // "phoneOnFile": what is personal as a whole stays it, whatever its first words say.
            var ofTerm = ByName(field, name);
            answer = ofTerm.IsPersonal ? ofTerm : answer;
            name.Read(field.Name);
            name.SplitUnknown(_lexicon);
        }

        // "Document.witnessedBy": whoever did it.
        if (!answer.IsPersonal && answer.Rule != ClassificationRule.KnownPhrase && field.Type is FieldType.Text or FieldType.Object or FieldType.Unknown && name.EndsInAgent(_lexicon))
        {
            return new(PiiCategory.PersonName, 0.6, ClassificationRule.Term, "by whom", null) { IsJudgedByContent = true };
        }

        if (!answer.IsPersonal && answer.Rule is ClassificationRule.NoTerm or ClassificationRule.NoContext or ClassificationRule.OtherHead or ClassificationRule.UnknownWords)
        {
            answer = WithNearest(field, name, answer);
        }

        // "Invoice.contact": an object that is named after a person describes one, whatever holds it.
        if (field.Type == FieldType.Object && !answer.IsPersonal && answer.Rule is ClassificationRule.TypeMismatch or ClassificationRule.NoContext or ClassificationRule.ThingContext)
        {
            name.Read(field.Name);
            name.SplitUnknown(_lexicon);
            var person = TermJudgement.OfPerson(_lexicon, field, name, name.LongestEndingAt(_lexicon, name.Count, out _));
            answer = person.IsPersonal ? person : answer;
        }

        // "_links.customer" of HAL and JSON:API leads to a person, and describes none; what it holds is judged anyway.
        if (answer.IsJudgedByContent && field.Type == FieldType.Object && NearestHolder(field)?.EndsWith("links", StringComparison.OrdinalIgnoreCase) == true)
        {
            answer = FieldClassification.None(ClassificationRule.OtherHead, answer.Term, "links");
        }

        // A format is a claim about the value itself; only a name that is known to be something else outweighs it.
        return answer.Rule != ClassificationRule.KnownPhrase && field.Format is not null
            && _lexicon.Formats.TryGetValue(field.Format, out var category) && category != answer.Category
            ? new(category, 0.8, ClassificationRule.Format, answer.Term, field.Format.ToLowerInvariant())
            : answer;
    }

    /// <summary>Whether a name stands for persons or for what reaches them, as <c>customers</c> does: a context in which more is personal.</summary>
    public bool NamesPerson(string name) => FieldOwners.Of(_lexicon, name)?.Has(WordRoles.Person | WordRoles.Contact) == true;

    private FieldClassification ByAnnotation(in FieldDescription field, FieldAnnotation annotation)
    {
        if (!annotation.IsPersonal)
        {
            return FieldClassification.None(ClassificationRule.Annotation);
        }

        var category = annotation.Category ?? Classify(new FieldDescription(field.Name, field.Owner, field.Parents, Format: field.Format)).Category ?? PiiCategory.Other;
        return new(category, 1, ClassificationRule.Annotation, null, null);
    }

    private static string? NearestHolder(in FieldDescription field) => field.Parents is { Count: > 0 } parents ? parents[parents.Count - 1] : field.Owner;

    /// <summary>
    /// A name that says nothing alone may say it together with what holds it: <c>phone.number</c>, <c>card.expiry</c>,
    /// <c>email.value</c>, <c>birth.date</c>. What the two say as one name counts, if every word of it is known.
    /// </summary>
    private FieldClassification WithNearest(in FieldDescription field, NameTokens name, FieldClassification alone)
    {
        var nearest = NearestHolder(field);
        if (nearest is null || name.Count is 0 or > 2 || !name.CanBeCompleted(_lexicon) || (field.Type == FieldType.Boolean && name.AddsNothing(_lexicon))) // "Diagnosis.main"
        {
            return alone;
        }

        var isNoName = name.IsAny(name.Count - 1, NoNames) && name.AddsNothing(_lexicon);
        name.Read(nearest);
        name.SplitUnknown(_lexicon);
        name.KeepHead(_lexicon);
        name.DropNeutralTail(_lexicon); // "CardResponse.expiry" is a card's
        var boundary = name.Count;
        name.Append(field.Name);
        var together = ByName(field, name, joined: true);
        if (!together.IsPersonal && boundary > 0)
        {
            // Or the other way round, where the two make one name: "HumanName.given".
            name.KeepLast(boundary);
            name.Prepend(field.Name);
            if (name.LongestEndingAt(_lexicon, name.Count, out var start) is { Meaning.Category: PiiCategory.PersonName } && start == 0)
            {
                together = ByName(field, name, joined: true);
            }
        }

        return together.IsPersonal && boundary > 0 && !(isNoName && together.Category == PiiCategory.PersonName) ? together with { Confidence = Math.Min(together.Confidence, 0.85) } : alone;
    }

    private FieldClassification ByName(in FieldDescription field, NameTokens name, bool joined = false)
    {
        var tail = new NameTail { Joined = joined ? 1 : 0 };
        FieldClassification? mismatch = null; // what it would be there in another type; in this one it has its general meaning
        for (var end = name.Count; end > 0 && name.Count - end < NameTokens.MostWords;)
        {
            if (tail is { Unknown: 0, Owner: null } && name.HolderBehindTerm(_lexicon, ref end) is { } holder)
            {
                tail.Owner = holder;
            }

            if (tail.Unknown == 0 && WithinOwner(field, name, end, tail) is { } within)
            {
                if (within.Rule != ClassificationRule.TypeMismatch)
                {
                    return within;
                }

                mismatch ??= within;
            }

            var entry = name.LongestTermEndingAt(_lexicon, ref end, out var start);
            if (entry is null || (entry.Roles & ~(WordRoles.Record | WordRoles.State)) == WordRoles.None)
            {
                end--;
                if (!name.IsNumber(end) && ++tail.Unknown > 0 && joined)
                {
                    break;
                }
            }
            else if (entry.Has(WordRoles.NotPersonal))
            {
                return FieldClassification.None(ClassificationRule.KnownPhrase, entry.Text);
            }
            else if (entry.Has(WordRoles.Bag) && start == 0 && tail.Aspect is null && FieldContext.BagOf(_lexicon, field) is { } bag)
            {
                return FieldClassification.None(ClassificationRule.MayCarryAnything, entry.Text, bag.Text);
            }
            else if (entry.Meaning is { } meaning && (meaning.Strength != TermStrength.Numbered || FieldContext.IsNumberOfPerson(_lexicon, name, start, entry, tail)))
            {
                return TermJudgement.Of(_lexicon, field, name, start, entry, meaning, tail);
            }
            else if (entry.Has(WordRoles.Reduced))
            {
                tail.Reduced = true;
                end = start;
            }
            else if (entry.Has(WordRoles.OtherHead) && tail is { Unknown: 0, Aspect: null, Owner: null } && !joined && ((entry.Has(WordRoles.Quantity) && IsNumber(field.Type)) || (entry.Has(WordRoles.Kind) && field.Type != FieldType.Link)))
            {
                tail.Aspect = entry;
                end = start;
            }
            else if (entry.Has(WordRoles.Thing) && !entry.Has(WordRoles.OtherHead | WordRoles.Neutral) && name.LongestEndingAt(_lexicon, start, out _)?.Has(WordRoles.Holder) == true)
            {
                end = start; // "titularContrato"
            }
            else if (entry.Has(WordRoles.OtherHead) || (entry.Has(WordRoles.Thing) && !entry.Has(WordRoles.Neutral)))
            {
                return FieldClassification.None(ClassificationRule.OtherHead, null, entry.Text);
            }
            else
            {
                if (tail.Unknown == 0 && tail.Owner is null && entry.Has(WordRoles.Owner))
                {
                    tail.Owner = entry;
                }

                end = start;
            }
        }

        return joined ? FieldClassification.None(ClassificationRule.NoTerm)
            : mismatch is { } other && field.Type != FieldType.Object ? other
            : tail.Aspect is { } aspect ? FieldClassification.None(ClassificationRule.OtherHead, null, aspect.Text)
            : TermJudgement.OfPerson(_lexicon, field, name, tail.Owner);
    }

    private static bool IsNumber(FieldType type) => type is FieldType.Number or FieldType.Integer;

    /// <summary>What the longest phrase means that means something where it stands: <c>in message: body</c>.</summary>
    private FieldClassification? WithinOwner(in FieldDescription field, NameTokens name, int end, in NameTail tail)
    {
        for (var start = PhraseLookup.FirstStart(end); name.NextEndingAt(_lexicon, end, ref start) is { } entry; start++)
        {
            if (entry.Within.Length > 0 && MeaningInRecord.Of(_lexicon, field, name, entry, start, tail.Joined > 0, out var owner, out var isInName) is { } meaning)
            {
                return meaning.Category is null
                    ? FieldClassification.None(ClassificationRule.KnownPhrase, entry.Text, owner!.Text)
                    : TermJudgement.Within(_lexicon, field, entry, meaning, owner!, isInName, tail);
            }

            if (entry.Roles != WordRoles.None)
            {
                break; // a longer phrase of its own: "device id" is not the "id" of a device
            }
        }

        return null;
    }
}
