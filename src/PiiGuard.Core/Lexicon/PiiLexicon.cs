using PiiGuard.Classification;

namespace PiiGuard.Lexicon;

/// <summary>
/// The words by which the classifier knows personal data. Immutable once built; the built-in one is made of
/// data files, whose format <c>docs/lexicon.md</c> describes. Keys are the folded letters of a phrase without separators, so
/// that <c>emailAddress</c>, <c>E-Mail_Address</c> and <c>EMAILADDRESS</c> are one key.
/// </summary>
public sealed class PiiLexicon
{
    private static readonly Lazy<PiiLexicon> BuiltIn = new(LexiconImage.ReadEmbedded);

    internal PiiLexicon(
        LexiconTable table,
        int ownerLines,
        Dictionary<PiiCategory, FieldTypeSet> types,
        Dictionary<string, PiiCategory> formats,
        Dictionary<(PiiCategory Before, PiiCategory Head), PiiCategory> compounds) =>
        (Table, OwnerLines, Types, Formats, Compounds) = (table, ownerLines, types, formats, compounds);

    /// <summary>The lexicon that PiiGuard comes with.</summary>
    public static PiiLexicon Default => BuiltIn.Value;

    /// <summary>How many words and phrases it knows, not counting plurals.</summary>
    public int Count => Table.Count;

    internal LexiconTable Table { get; }

    internal int OwnerLines { get; }

    internal Dictionary<PiiCategory, FieldTypeSet> Types { get; }

    internal Dictionary<string, PiiCategory> Formats { get; }

    internal Dictionary<(PiiCategory Before, PiiCategory Head), PiiCategory> Compounds { get; }

    /// <summary>This lexicon with the lines of further files on top: later lines win.</summary>
    /// <param name="files">File name (for messages) and text of each.</param>
    /// <param name="problems">Every line that could not be read. The returned lexicon leaves those lines out.</param>
    public PiiLexicon With(IEnumerable<(string Name, string Text)> files, out IReadOnlyList<LexiconProblem> problems) =>
        LexiconReader.Read(files, out problems, basis: this);

    /// <summary>Whether a value of a meaning can have a type.</summary>
    internal bool Allows(TermMeaning meaning, FieldType type) =>
        (meaning.Types ?? (Types.TryGetValue(meaning.Category!.Value, out var types) ? types : FieldTypeSet.All)).Has(type);

    /// <summary>The entry of a word or phrase, in singular or in plural.</summary>
    internal LexiconEntry? Find(char[] letters, int start, int length) => Table.FindInflected(letters, start, length) is > 0 and var key ? Table.Entry(key) : null;
}
