using PiiGuard.Classification;

namespace PiiGuard.Lexicon;

/// <summary>A lexicon in the making: lines of files are read into it one after the other.</summary>
internal sealed class LexiconBuilder
{
    private const int ExpectedKeys = 34_000;
    private const int LongestKey = 100;
    private static readonly char[] NoPhrase = [':', ';', '(', ')', '[', ']'];

    private readonly NameTokens _phrase = new();
    private readonly LexiconTable _table;
    private readonly HashSet<int>? _corrected;
    private int _ownerLines;

    public LexiconBuilder(PiiLexicon? basis = null)
    {
        _table = basis?.Table.Copy() ?? new LexiconTable(ExpectedKeys);
        _corrected = basis is null ? null : []; // what the lines on top have touched
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

    public PiiLexicon Build()
    {
        _table.Seal();
        return new(_table, _ownerLines, Types, Formats, Compounds);
    }

    /// <summary>Gives phrases a role. Null, or what is wrong with one of them.</summary>
    public string? Add(LexiconList phrases, WordRoles role) => Change(phrases, key => _table[key].Sense = _table[key].Sense.With(role, replace: _corrected?.Add(key) == true));

    /// <summary>Gives phrases a meaning. Null, or what is wrong with one of them.</summary>
    public string? Add(LexiconList phrases, TermMeaning meaning) => Change(phrases, key =>
    {
        _corrected?.Add(key);
        _table[key].Sense = _table[key].Sense.With(meaning);
    });

    /// <summary>Notes that the phrases stand for what holds a term, and gives the number of that line.</summary>
    public string? AddOwners(LexiconList? phrases, out int? line)
    {
        line = null;
        if (phrases is not { } owners)
        {
            return null;
        }

        var number = _ownerLines++;
        line = number;
        return Change(owners, key => _table[key].Sense = _table[key].Sense.WithOwnerLine(number));
    }

    /// <summary>Changes the keys of phrases, and those that their plurals have of their own.</summary>
    private string? Change(LexiconList phrases, Action<int> change)
    {
        var isPlain = !phrases.HoldsAny(NoPhrase); // nearly every line
        foreach (var (text, start, end) in phrases)
        {
            _phrase.Read(text, start, end);
            var length = _phrase.Length(0, _phrase.Count);
            if (length is 0 or > LongestKey || _phrase.Count > NameTokens.LongestPhrase || (!isPlain && text.IndexOfAny(NoPhrase, start, end - start) >= 0))
            {
                var shown = text.Substring(start, Math.Min(end - start, LongestKey));
                return $"'{shown}' can match no name; expected up to {NameTokens.LongestPhrase} words of letters and digits, {LongestKey} of them at most";
            }

            change(Key(text, start, end, length));
            if (Pluralize(_phrase.Letters, length) is var plural and > 0 && _table.Find(_phrase.Letters, 0, plural) is > 0 and var own && !_table[own].IsPart)
            {
                change(own);
            }
        }

        return null;
    }

    /// <summary>The key of a phrase, made when there is none: of a plural, as what its singular is so far.</summary>
    private int Key(string text, int start, int end, int length)
    {
        var letters = _phrase.Letters;
        var key = _table.Add(letters, 0, length);
        if (!_table[key].IsPart)
        {
            return key;
        }

        _table[key] = new(text, start, end - start, _table.FindSingularOf(letters, 0, length) is > 0 and var singular ? _table[singular].Sense : null);

        // Its single words, so that run-together names can be taken apart.
        for (var word = 0; _phrase.Count > 1 && word < _phrase.Count; word++)
        {
            _table.Add(letters, _phrase.Start(word), _phrase.Length(word, word + 1));
        }

        return key;
    }

    /// <summary>Makes the English plural in place; its length, or 0 when there is none.</summary>
    private static int Pluralize(char[] letters, int length)
    {
        if (length < 3 || letters[length - 1] is not (>= 'a' and <= 'z'))
        {
            return 0;
        }

        var (before, last) = (letters[length - 2], letters[length - 1]);
        if (last == 'y' && "aeiou".IndexOf(before) < 0)
        {
            letters[length - 1] = 'i';
            letters[length++] = 'e';
        }
        else if (last is 's' or 'x' or 'z' || (last == 'h' && before is 'c' or 's'))
        {
            letters[length++] = 'e';
        }

        letters[length] = 's';
        return length + 1;
    }
}
