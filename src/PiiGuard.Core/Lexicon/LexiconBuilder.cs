using PiiGuard.Classification;

namespace PiiGuard.Lexicon;

/// <summary>A lexicon in the making: lines of files are read into it one after the other.</summary>
internal sealed class LexiconBuilder
{
    private const int ExpectedKeys = 12_000;

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
            Entry(text, start, end, pluralIsSingular: true)?.Add(role);
        }
    }

    public void Add(LexiconList phrases, TermMeaning meaning)
    {
        foreach (var (text, start, end) in phrases)
        {
            Entry(text, start, end)?.Add(meaning);
        }
    }

    /// <summary>Notes that the phrases stand for what holds a term, and gives the number of that line.</summary>
    public int AddOwners(LexiconList phrases)
    {
        var line = _ownerLines++;
        foreach (var (text, start, end) in phrases)
        {
            Entry(text, start, end, pluralIsSingular: true)?.AddOwnerLine(line);
        }

        return line;
    }

    /// <summary>The entry of a phrase, made when there is none; null for a phrase without letters and digits.</summary>
    /// <param name="text">The line.</param>
    /// <param name="start">Where the phrase starts.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="pluralIsSingular">Whether a plural is the entry of its singular, if that is known; as a term it may mean something else (pai, pais).</param>
    private LexiconEntry? Entry(string text, int start, int end, bool pluralIsSingular = false)
    {
        _phrase.Read(text, start, end);
        var letters = _phrase.Letters;
        var length = _phrase.Length(0, _phrase.Count);
        if (length == 0)
        {
            return null;
        }

        // Its single words, so that run-together names can be taken apart.
        for (var word = 0; _phrase.Count > 1 && word < _phrase.Count; word++)
        {
            if (_table.Find(letters, _phrase.Start(word), _phrase.Length(word, word + 1)) is null)
            {
                _table.Set(letters, _phrase.Start(word), _phrase.Length(word, word + 1), LexiconEntry.Part);
            }
        }

        var entry = pluralIsSingular ? _table.FindInflected(letters, 0, length) : _table.Find(letters, 0, length);
        if (entry is null || ReferenceEquals(entry, LexiconEntry.Part))
        {
            _table.Set(letters, 0, length, entry = new LexiconEntry(text, start, end - start));
        }

        return entry;
    }
}
