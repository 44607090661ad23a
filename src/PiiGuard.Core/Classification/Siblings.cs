using PiiGuard.Lexicon;

namespace PiiGuard.Classification;

/// <summary>What the properties beside a field say of whose it is.</summary>
internal static class Siblings
{
    private const int MaxSiblings = 64;

    /// <summary>What siblings say when one of them is a person's datum.</summary>
    public static readonly LexiconEntry Person = new("the properties beside it", WordRoles.Person);

    [ThreadStatic]
    private static NameTokens? s_tokens;

    /// <summary>Whether a property beside it is of one kind or another.</summary>
    public static bool HaveAny(PiiLexicon lexicon, in FieldDescription field, SiblingFacts facts) => (FactsOf(lexicon, field) & facts) != 0;

    /// <summary>The person whose datum stands beside it; null when none does.</summary>
    public static LexiconEntry? PersonBeside(PiiLexicon lexicon, in FieldDescription field) => HaveAny(lexicon, field, SiblingFacts.Person) ? Person : null;

    /// <summary>What names say that stand together.</summary>
    public static SiblingFacts FactsOf(PiiLexicon lexicon, IReadOnlyList<string> siblings)
    {
        var facts = SiblingFacts.None;
        for (var i = 0; i < siblings.Count && i < MaxSiblings; i++)
        {
            var tokens = s_tokens ??= new NameTokens();
            tokens.Read(siblings[i] ?? "");
            tokens.SplitUnknown(lexicon);
            var last = tokens.Count == 0 ? null : tokens.LongestEndingAt(lexicon, tokens.Count, out _);
            facts |= tokens.Count > 1 && last?.Has(WordRoles.Application) == true ? SiblingFacts.Application : SiblingFacts.None;
            facts |= last?.Has(WordRoles.Machine) == true ? SiblingFacts.Machine : SiblingFacts.None;
            facts |= tokens.Count == 0 ? SiblingFacts.None : tokens.LongestEndingAt(lexicon, tokens.Count, out var start)?.Meaning switch
            {
                { Category: PiiCategory.PostalAddress, Strength: TermStrength.Always or TermStrength.Usual } => SiblingFacts.Address | SiblingFacts.Street,
                { Category: PiiCategory.PostalAddress, Strength: not TermStrength.Address } => SiblingFacts.Address,
                { Strength: TermStrength.Always, Category: PiiCategory.BankAccount } => SiblingFacts.Bank,
                { Strength: TermStrength.Always, Category: PiiCategory.EmailAddress } when start == 0 => SiblingFacts.Mailbox,
                { Strength: TermStrength.Always, Category: PiiCategory.PersonName or PiiCategory.BirthDate or PiiCategory.GovernmentId or PiiCategory.Demographic } meaning
                    when !IsAnothers(lexicon, tokens, start, meaning) => SiblingFacts.Person,
                _ => SiblingFacts.None,
            };
        }

        return facts;
    }

    /// <summary>
    /// Whether a name speaks of somebody who has to do with the record, and says nothing of whose that is: <c>createdBy</c>, <c>author</c>, <c>customerName</c>, <c>directorFirstName</c>.
    /// </summary>
    private static bool IsAnothers(PiiLexicon lexicon, NameTokens name, int start, TermMeaning meaning) =>
        FieldContext.InName(lexicon, name, start, out _) is not null
        || (meaning.Category == PiiCategory.PersonName
            && (meaning.Types is not null || (name.Count - start > 1 && lexicon.Find(name.Letters, name.Start(start), name.Length(start, name.Count - 1))?.Has(WordRoles.Person) == true)));

    private static SiblingFacts FactsOf(PiiLexicon lexicon, in FieldDescription field) => field.Siblings switch
    {
        null => SiblingFacts.None,
        FieldSiblings known => known.Facts(lexicon),
        var siblings => FactsOf(lexicon, siblings),
    };
}
