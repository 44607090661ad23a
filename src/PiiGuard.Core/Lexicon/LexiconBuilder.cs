using PiiGuard.Classification;

namespace PiiGuard.Lexicon;

/// <summary>A lexicon in the making: lines of files are read into it one after the other.</summary>
internal sealed class LexiconBuilder
{
    private const int ExpectedKeys = 20_000;

    private readonly NameTokens _phrase = new();
    private readonly LexiconTable _table;
    private int _ownerLines;

    public LexiconBuilder(PiiLexicon? basis = null)
    {
        _table = basis?.Table.Copy() ?? new LexiconTable(ExpectedKeys);
        _ownerLines = basis?.OwnerLines ?? 0;
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

    public PiiLexicon Build() => new(_table, _ownerLines, Types, Formats, Compounds);

    public void Add(LexiconList phrases, WordRoles role)
    {
        foreach (var (text, start, end) in phrases)
        {
            foreach (var entry in Entries(text, start, end))
            {
                entry.Add(role);
            }
        }
    }

    public void Add(LexiconList phrases, TermMeaning meaning)
    {
        foreach (var (text, start, end) in phrases)
        {
            foreach (var entry in Entries(text, start, end))
            {
                entry.Add(meaning);
            }
        }
    }

    /// <summary>Notes that the phrases stand for what holds a term, and gives the number of that line.</summary>
    public int AddOwners(LexiconList phrases)
    {
        var line = _ownerLines++;
        foreach (var (text, start, end) in phrases)
        {
            foreach (var entry in Entries(text, start, end))
            {
                entry.AddOwnerLine(line);
            }
        }

        return line;
    }

    /// <summary>The entries of a phrase in singular and plural: one, unless a line has made the plural a phrase of its own.</summary>
    private EntryPair Entries(string text, int start, int end)
    {
        _phrase.Read(text, start, end);
        var letters = _phrase.Letters;
        var length = _phrase.Length(0, _phrase.Count);
        if (length == 0)
        {
            return default;
        }

        for (var word = 0; _phrase.Count > 1 && word < _phrase.Count; word++)
        {
            if (_table.Find(letters, _phrase.Start(word), _phrase.Length(word, word + 1)) is null)
            {
                _table.Set(letters, _phrase.Start(word), _phrase.Length(word, word + 1), LexiconEntry.Part);
            }
        }

        var singular = Entry(letters, length, null, text, start, end);
        var pluralLength = Pluralize(letters, length);
        return new(singular, pluralLength == 0 ? singular : Entry(letters, pluralLength, singular, text, start, end));
    }

    private LexiconEntry Entry(char[] letters, int length, LexiconEntry? shared, string text, int start, int end)
    {
        var entry = _table.Find(letters, 0, length);
        if (entry is null || ReferenceEquals(entry, LexiconEntry.Part))
        {
            _table.Set(letters, 0, length, entry = shared ?? new LexiconEntry(text, start, end - start));
        }

        return entry;
    }

    /// <summary>Makes the English plural in place; its length, or 0 when there is none.</summary>
    private static int Pluralize(char[] letters, int length)
    {
        if (length < 3 || length > letters.Length - 3 || letters[length - 1] is not (>= 'a' and <= 'z'))
        {
            return 0;
        }

        var (before, last) = (letters[length - 2], letters[length - 1]);
        if (last == 'y' && "aeiou".IndexOf(before) < 0)
        {
            letters[length - 1] = 'i';
        }

        if (last is 's' or 'x' or 'z' || (last == 'h' && before is 'c' or 's') || letters[length - 1] == 'i' && last == 'y')
        {
            letters[length++] = 'e';
        }

        letters[length] = 's';
        return length + 1;
    }

    private readonly struct EntryPair(LexiconEntry singular, LexiconEntry plural)
    {
        public Enumerator GetEnumerator() => new(singular, plural);

        public struct Enumerator(LexiconEntry? singular, LexiconEntry? plural)
        {
            private int _given;

            public LexiconEntry Current { get; private set; } = null!;

            public bool MoveNext()
            {
                var next = _given++ switch { 0 => singular, 1 when !ReferenceEquals(singular, plural) => plural, _ => null };
                Current = next!;
                return next is not null;
            }
        }
    }
}
