using PiiGuard.Classification;

namespace PiiGuard.Lexicon;

/// <summary>A lexicon in the making: lines of files are read into it one after the other.</summary>
internal sealed class LexiconBuilder
{
    private readonly Dictionary<string, LexiconEntry> _entries;

    public LexiconBuilder(PiiLexicon? basis = null)
    {
        _entries = basis?.Entries.ToDictionary(e => e.Key, e => e.Value.Copy(), StringComparer.Ordinal) ?? new(StringComparer.Ordinal);
        Types = new(basis?.Types ?? []);
        Formats = new(basis?.Formats ?? [], StringComparer.OrdinalIgnoreCase);
        Compounds = new(basis?.Compounds ?? []);
    }

    /// <summary>The types that a value of a category can have.</summary>
    public Dictionary<PiiCategory, FieldTypeSet> Types { get; }

    /// <summary>The formats that say what a value is.</summary>
    public Dictionary<string, PiiCategory> Formats { get; }

    /// <summary>What a term is when one of another category stands before it.</summary>
    public Dictionary<(PiiCategory Before, PiiCategory Head), PiiCategory> Compounds { get; }

    public PiiLexicon Build() => new(_entries, Types, Formats, Compounds);

    /// <summary>The keys of phrases, in singular and plural; from now on the lexicon knows them.</summary>
    public HashSet<string> Keys(IEnumerable<string> phrases)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var phrase in phrases)
        {
            Add(phrase, entry => keys.Add(entry.Key));
        }

        return keys;
    }

    /// <summary>Applies a change to a phrase in its singular and plural.</summary>
    public void Add(string phrase, Action<LexiconEntry> change)
    {
        foreach (var key in Inflections(NameTokens.Fold(phrase)))
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                _entries.Add(key, entry = new LexiconEntry(phrase, key));
            }

            change(entry);
        }

        // The single words, so that run-together names can be taken apart.
        foreach (var part in phrase.IndexOf(' ') < 0 ? [] : phrase.Split(' '))
        {
            var word = NameTokens.Fold(part);
            if (word.Length > 0 && !_entries.ContainsKey(word))
            {
                _entries.Add(word, new LexiconEntry(word, word));
            }
        }
    }

    private static IEnumerable<string> Inflections(string key)
    {
        yield return key;
        if (key.Length < 3 || key[key.Length - 1] is not (>= 'a' and <= 'z'))
        {
            yield break;
        }

        var last = key[key.Length - 1];
        var before = key[key.Length - 2];
        yield return last switch
        {
            's' or 'x' or 'z' => key + "es",
            'h' when before is 'c' or 's' => key + "es",
            'y' when "aeiou".IndexOf(before) < 0 => key.Substring(0, key.Length - 1) + "ies",
            _ => key + "s",
        };
    }
}
