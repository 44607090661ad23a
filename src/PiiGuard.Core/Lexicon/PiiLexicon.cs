using PiiGuard.Classification;

namespace PiiGuard.Lexicon;

/// <summary>
/// The words by which the classifier knows personal data. Immutable once built; the built-in one is read from the embedded
/// data files, whose format <c>docs/lexicon.md</c> describes. Keys are the folded letters of a phrase without separators, so
/// that <c>emailAddress</c>, <c>E-Mail_Address</c> and <c>EMAILADDRESS</c> are one key.
/// </summary>
public sealed class PiiLexicon
{
    private static readonly Lazy<PiiLexicon> BuiltIn = new(() => LexiconReader.ReadEmbedded());

    private readonly LexiconEntry?[] _slots;
    private readonly string[] _keys;
    private readonly uint _mask;

    internal PiiLexicon(
        IReadOnlyDictionary<string, LexiconEntry> entries,
        Dictionary<PiiCategory, FieldTypeSet> types,
        Dictionary<string, PiiCategory> formats,
        Dictionary<(PiiCategory Before, PiiCategory Head), PiiCategory> compounds)
    {
        (Types, Formats, Compounds) = (types, formats, compounds);
        var size = 16;
        while (size < entries.Count * 2)
        {
            size *= 2;
        }

        _mask = (uint)size - 1;
        _slots = new LexiconEntry?[size];
        _keys = new string[size];
        Entries = entries;
        foreach (var pair in entries)
        {
            var letters = pair.Key.ToCharArray();
            var slot = Hash(letters, 0, letters.Length) & _mask;
            while (_slots[slot] is not null)
            {
                slot = (slot + 1) & _mask;
            }

            _slots[slot] = pair.Value;
            _keys[slot] = pair.Key;
            LongestKey = Math.Max(LongestKey, pair.Key.Length);
        }
    }

    /// <summary>The lexicon that PiiGuard comes with.</summary>
    public static PiiLexicon Default => BuiltIn.Value;

    /// <summary>How many words and phrases it knows, inflected forms included.</summary>
    public int Count => Entries.Count;

    internal IReadOnlyDictionary<string, LexiconEntry> Entries { get; }

    internal int LongestKey { get; }

    internal Dictionary<PiiCategory, FieldTypeSet> Types { get; }

    internal Dictionary<string, PiiCategory> Formats { get; }

    internal Dictionary<(PiiCategory Before, PiiCategory Head), PiiCategory> Compounds { get; }

    /// <summary>This lexicon with the lines of further files on top: later lines win.</summary>
    /// <param name="files">File name (for messages) and text of each.</param>
    /// <param name="problems">Every line that could not be read. The returned lexicon leaves those lines out.</param>
    public PiiLexicon With(IEnumerable<(string Name, string Text)> files, out IReadOnlyList<LexiconProblem> problems) =>
        LexiconReader.Extend(this, files, out problems);

    /// <summary>Whether a value of a meaning can have a type.</summary>
    internal bool Allows(TermMeaning meaning, FieldType type) =>
        (meaning.Types ?? (Types.TryGetValue(meaning.Category!.Value, out var types) ? types : FieldTypeSet.All)).Has(type);

    internal LexiconEntry? Find(char[] letters, int start, int length)
    {
        if (length > LongestKey)
        {
            return null;
        }

        for (var slot = Hash(letters, start, length) & _mask; _slots[slot] is { } entry; slot = (slot + 1) & _mask)
        {
            if (Matches(_keys[slot], letters, start, length))
            {
                return entry;
            }
        }

        return null;
    }

    private static bool Matches(string key, char[] letters, int start, int length)
    {
        if (key.Length != length)
        {
            return false;
        }

        for (var i = 0; i < length; i++)
        {
            if (key[i] != letters[start + i])
            {
                return false;
            }
        }

        return true;
    }

    // FNV-1a (Fowler, Noll, Vo): short keys, no seed needed as the keys are ours.
    private static uint Hash(char[] letters, int start, int length)
    {
        var hash = 2166136261u;
        for (var i = start; i < start + length; i++)
        {
            hash = (hash ^ letters[i]) * 16777619u;
        }

        return hash ^ (hash >> 15);
    }
}
