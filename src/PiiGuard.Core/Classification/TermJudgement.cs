using PiiGuard.Lexicon;

namespace PiiGuard.Classification;

/// <summary>Decides whether a term, in the context it stands in, is personal data.</summary>
internal static class TermJudgement
{
    /// <summary>From here on a field counts as personal data.</summary>
    private const double Threshold = 0.5;

    /// <summary>What holds a field where a client is no person.</summary>
    private static readonly LexiconEntry Application = new("an application", WordRoles.Thing);

    /// <summary>What holds a field where an agent is one, and no person.</summary>
    private static readonly LexiconEntry Machine = new("a machine", WordRoles.Thing);

    /// <summary>Words before what somebody is or has, of which yes and no tell as much as a text does.</summary>
    private static readonly string[] States = ["is", "are", "has", "have", "was", "had"];

    /// <summary>Words for how something reaches a person.</summary>
    private static readonly string[] Ways = ["deliver", "shipping", "billing", "mailing", "contact data"];

    /// <summary>A term in its general meaning.</summary>
    public static FieldClassification Of(
        PiiLexicon lexicon, in FieldDescription field, NameTokens name, int start, LexiconEntry term, TermMeaning meaning, in NameTail tail)
    {
        if (FieldContext.TermBefore(lexicon, name, start, out var startOfBefore) is { } before
            && !(meaning is { Category: PiiCategory.PersonName, Strength: TermStrength.Always }) // "billingFirstName"
            && lexicon.Compounds.TryGetValue((before.Category!.Value, meaning.Category!.Value), out var whole))
        {
            // "unitName", "areaName": a part of an address that needs one beside it still does.
            (meaning, start) = (new(whole, before.Strength is TermStrength.Address or TermStrength.Contact ? before.Strength : TermStrength.Always), startOfBefore);
        }

        if (meaning.Category == PiiCategory.AccountNumber && term.Text.IndexOf("account", StringComparison.Ordinal) >= 0 && Siblings.HaveAny(lexicon, field, SiblingFacts.Bank))
        {
            meaning = new(PiiCategory.BankAccount, TermStrength.Always); // beside a sort code
        }

        if (!lexicon.Allows(meaning, field.Type))
        {
            return FieldClassification.None(ClassificationRule.TypeMismatch, term.Text);
        }

        var context = FieldContext.InName(lexicon, name, start, out var strangers);
        var aspect = tail.Aspect;
        if (field.Type == FieldType.Boolean && meaning.Category is PiiCategory.Health or PiiCategory.Demographic && context?.Has(WordRoles.Predicate) == true && name.IsAny(0, States))
        {
            context = FieldContext.InName(lexicon, name, start, out strangers, first: 1); // "isPregnant"
        }

        if (context is not null && context.Has(WordRoles.Quantity) && (field.Type is FieldType.Number or FieldType.Integer or FieldType.Object or FieldType.Unknown || meaning.Category == PiiCategory.Financial)) // money may be text
        {
            aspect = context; // "totalIncome"
            context = FieldContext.InName(lexicon, name, start, out strangers, first: 1);
        }

        var isReading = false; // "avgHeartRate" says as much of a body as the rate does
        if (aspect is not null)
        {
            var isAspectOfPerson = meaning.Category is PiiCategory.Health || (aspect.Has(WordRoles.Quantity) ? meaning.Category is PiiCategory.Financial or PiiCategory.Usage : meaning.Category is PiiCategory.Demographic);
            if (!isAspectOfPerson || aspect == context)
            {
                return FieldClassification.None(ClassificationRule.OtherHead, term.Text, aspect.Text);
            }

            isReading = aspect.Has(WordRoles.Quantity) && meaning is { Category: PiiCategory.Health, Strength: TermStrength.Always };
            meaning = isReading ? meaning : meaning with { Strength = TermStrength.Person };
        }

        if (context is not null && context.Has(WordRoles.Predicate | WordRoles.Modal))
        {
            return FieldClassification.None(ClassificationRule.OtherHead, term.Text, context.Text);
        }

        // "vehicleOwnerName": whose name it is, the term says itself.
        context = context?.IsThing == true && meaning.Category is PiiCategory.PersonName or PiiCategory.EmailAddress or PiiCategory.PhoneNumber or PiiCategory.PostalAddress && FieldContext.PersonFirst(lexicon, name, start, term) is { } role ? role : context;
        // The name's own words outweigh those of its owner.
        context ??= tail.Owner;
        var inName = context is not null;
        // "ownerEnterprise", "purchaserCode": a person who stands for the name of one has to be the head.
        if (meaning is { Category: PiiCategory.PersonName, Types: not null } && (tail.Unknown > 0 || tail.Owner?.Has(WordRoles.Organisation) == true))
        {
            return FieldClassification.None(ClassificationRule.OtherHead, term.Text, tail.Owner?.Text ?? "a word behind it");
        }

        var isBareName = meaning is { Strength: TermStrength.Person, Category: PiiCategory.PersonName };
        var isOwn = isBareName || meaning is { Strength: TermStrength.Person, Category: PiiCategory.PersonPhoto or PiiCategory.OnlineId }; // "UserBadge.icon"
        context ??= FieldOwners.Around(lexicon, field, skip: tail.Joined, isOwn ? OwnerQuestion.OfName : meaning.Strength is TermStrength.Always or TermStrength.Usual ? OwnerQuestion.Any : OwnerQuestion.OfPart);
        // "TicketItem": what stands beside a first name is a person's, whatever holds it; a name may be the thing's own.
        context = !inName && !isBareName && context?.Has(WordRoles.Thing) == true ? Siblings.PersonBeside(lexicon, field) ?? context : context;

        // "Client.redirectUris": a client that asks for tokens is an application.
        context = context?.Text == "client" && Siblings.HaveAny(lexicon, field, SiblingFacts.Application) ? Application : context;
        // "Account.displayName" beside a first name: an account can be somebody's.
        context = context?.Text == "account" ? Siblings.PersonBeside(lexicon, field) ?? context : context;
        // "Category.parentName": whose parent it is says what it is; a client of a project is somebody.
        context = isBareName && context?.Text is "parent" or "child" && FieldOwners.Around(lexicon, field, skip: tail.Joined) is { IsThing: true } thing ? thing : context;
        // "Agent.ip_address" beside a heartbeat; its owner's mailbox is no machine's.
        context = meaning.Strength != TermStrength.Always && meaning.Category is PiiCategory.IpAddress or PiiCategory.DeviceId or PiiCategory.PersonName or PiiCategory.OnlineId or PiiCategory.Location or PiiCategory.PostalAddress && (context is null || context.Has(WordRoles.Either)) && Siblings.HaveAny(lexicon, field, SiblingFacts.Machine) && !Siblings.HaveAny(lexicon, field, SiblingFacts.Person | SiblingFacts.Mailbox) ? Machine : context;
        // "Agent.name": a program, where nothing beside it says that it is somebody.
        context = context?.Text == "agent" && !inName && meaning is { Strength: not TermStrength.Always, Category: PiiCategory.PersonName or PiiCategory.OnlineId or PiiCategory.AccountNumber or PiiCategory.IpAddress or PiiCategory.DeviceId or PiiCategory.Usage or PiiCategory.Credential }
            && field.Siblings is not null && !Siblings.HaveAny(lexicon, field, SiblingFacts.Person | SiblingFacts.Mailbox | SiblingFacts.Address) ? Machine : context;
        // "Course.instructor", "siteManager": things have them.
        context = context?.IsThing == true && context != Machine && tail.Joined == 0 && meaning is { Category: PiiCategory.PersonName, Types: { } types } && types.Has(FieldType.Object) && term.Has(WordRoles.Person) && !term.Has(WordRoles.Either | WordRoles.Thing | (inName ? WordRoles.Duty : 0)) ? term : context;
        var isThing = context?.IsThing == true;
        // "Institution.fullName": the name of an organisation is not a person's.
        isThing |= meaning is { Category: PiiCategory.PersonName, Strength: TermStrength.Usual, Types: null }
            && context?.Has(WordRoles.Organisation) == true && !context.Has(WordRoles.Person | WordRoles.Contact);
        // "Company.income": what an organisation earns, and how it logs in, is not a person's; whose an account is nobody knows.
        isThing |= meaning.Category is PiiCategory.Financial or PiiCategory.Demographic or PiiCategory.Health or PiiCategory.Usage or PiiCategory.OnlineId && meaning.Strength != TermStrength.Always
            && context?.Has(WordRoles.Organisation) == true && !context.Has(WordRoles.Person | WordRoles.Contact) && context.Text != "account";
        // "Company.city": where an organisation is, is no person's address; a name of its own, "contactAddress", says more.
        isThing |= meaning is { Category: PiiCategory.PostalAddress or PiiCategory.Location, Strength: not TermStrength.Always }
            && context?.Has(WordRoles.Organisation) == true && !context.Has(WordRoles.Person | WordRoles.Contact) && context.Text != "account" && Siblings.PersonBeside(lexicon, field) is null;
        var fits = meaning.Strength switch
        {
            // "paymentChannelIban": no thing has one of its own.
            TermStrength.Always => !(isThing && inName) || meaning.Category is PiiCategory.BankAccount or PiiCategory.GovernmentId or PiiCategory.BirthDate,
            // "macroAddress": without any context, an unknown word may well name a thing.
            TermStrength.Usual => !isThing && (context is not null || (strangers == 0 && !(meaning.Category == PiiCategory.OnlineId && FieldOwners.AreUnknown(lexicon, field)))),
            TermStrength.Contact => !isThing && (context is not null || (strangers == 0 && Siblings.HaveAny(lexicon, field, SiblingFacts.Street))),
            TermStrength.Address => !isThing && strangers == 0 && (context?.Has(WordRoles.Contact) == true || Siblings.HaveAny(lexicon, field, SiblingFacts.Address)),
            TermStrength.Numbered => true, // or it would not have come here
            _ when !(isThing && tail.Joined > 0) && meaning.Category is PiiCategory.Financial or PiiCategory.Health && FieldContext.IsIn(lexicon, field, meaning.Category.Value, name.LongestEndingAt(lexicon, name.Count, out _) == term ? term : null) => true, // "MonthlyIncome.net"
            // "petName", "skuName": a word that nobody knows makes it the name of that.
            _ => context is not null && context.Has(WordRoles.Person | WordRoles.Contact) && !(IsOfPerson(meaning) && IsWayToPerson(context))
                && (strangers == 0 || (strangers == 1 && meaning.Category != PiiCategory.PersonName)),
        };
        fits &= aspect is null || isReading || context?.Has(WordRoles.Person) == true;
        var left = tail;
        left.Reduced |= name.LongestEndingAt(lexicon, start, out _)?.Has(WordRoles.Reduced) == true; // "hashedEmail"
        return fits
            ? Found(term, meaning, context, meaning.Strength == TermStrength.Always || context == term, left, meaning.Strength switch
            {
                TermStrength.Always => 0.95,
                TermStrength.Usual => context is null ? 0.8 : 0.9,
                TermStrength.Person => 0.85,
                _ => 0.8,
            })
            : FieldClassification.None(isThing ? ClassificationRule.ThingContext : ClassificationRule.NoContext, term.Text, context?.Text);
    }

    /// <summary>A term in the meaning that it has within certain owners.</summary>
    public static FieldClassification Within(
        PiiLexicon lexicon, in FieldDescription field, LexiconEntry term, TermMeaning meaning, LexiconEntry owner, bool isInName, in NameTail tail)
    {
        if (tail.Aspect is { } aspect)
        {
            return FieldClassification.None(ClassificationRule.OtherHead, term.Text, aspect.Text);
        }

        if (!lexicon.Allows(meaning, field.Type))
        {
            return FieldClassification.None(ClassificationRule.TypeMismatch, term.Text);
        }

        // "country.code" is a part of an address where the country is; "imageSmall" a picture of whoever holds it.
        if (meaning.Strength == TermStrength.Contact)
        {
            var context = FieldOwners.Around(lexicon, field, skip: isInName ? 0 : 1);
            if (context is null || !context.Has(WordRoles.Person | WordRoles.Contact | WordRoles.Organisation))
            {
                return FieldClassification.None(ClassificationRule.NoContext, term.Text, owner.Text);
            }
        }

        return Found(term, meaning, owner, alone: false, tail, 0.8);
    }

    /// <summary>A name without a term; of an object, a word for a person says that the object describes one.</summary>
    public static FieldClassification OfPerson(PiiLexicon lexicon, in FieldDescription field, NameTokens name, LexiconEntry? owner)
    {
        if (field.Type != FieldType.Object || owner is null || !owner.Has(WordRoles.Person) || owner.Has(WordRoles.Thing) || name.IsForSomebody()
            || FieldContext.InName(lexicon, name, name.Count, out _) is { } context && context.Has(WordRoles.Predicate | WordRoles.Modal))
        {
            return FieldClassification.None(ClassificationRule.NoTerm);
        }

        var around = FieldOwners.Around(lexicon, field);
        return (around is null && owner.Text != "parent") || !owner.Has(WordRoles.Either) || around?.Has(WordRoles.Person | WordRoles.Contact | WordRoles.Organisation) == true // the parent of anything else is one of its kind
            ? new(PiiCategory.PersonName, 0.6, ClassificationRule.Person, owner.Text, around?.Text) { IsJudgedByContent = true }
            : FieldClassification.None(ClassificationRule.ThingContext, owner.Text, around?.Text);
    }

    /// <summary>Whether a person has it, and no address or delivery: a weight.</summary>
    private static bool IsOfPerson(TermMeaning meaning) => meaning.Category is PiiCategory.Health or PiiCategory.Financial;

    private static bool IsWayToPerson(LexiconEntry context) => !context.Has(WordRoles.Person)
        && (context.Meaning is { Category: PiiCategory.PostalAddress or PiiCategory.PhoneNumber or PiiCategory.EmailAddress } || Array.Exists(Ways, w => context.Text.StartsWith(w, StringComparison.Ordinal)));

    private static FieldClassification Found(LexiconEntry term, TermMeaning meaning, LexiconEntry? context, bool alone, in NameTail tail, double confidence)
    {
        confidence *= tail.Reduced ? 0.65 : 1;
        for (var unknown = tail.Unknown; unknown > 0; unknown--)
        {
            confidence *= 0.6;
        }

        return confidence < Threshold
            ? new(null, confidence, ClassificationRule.UnknownWords, term.Text, context?.Text)
            : new(meaning.Category, confidence, alone ? ClassificationRule.Term : ClassificationRule.TermInContext, term.Text, context?.Text)
            {
                IsJudgedByContent = meaning.Types?.Has(FieldType.Object) == true,
                IsReduced = tail.Reduced,
            };
    }
}
