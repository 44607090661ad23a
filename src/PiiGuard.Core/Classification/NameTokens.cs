using PiiGuard.Lexicon;

namespace PiiGuard.Classification;

/// <summary>
/// A name taken apart into words: folded letters in one run, with the boundaries between the words, so that any span of
/// words is a contiguous range. One instance per thread is used again and again; nothing is allocated for an ASCII name.
/// </summary>
internal sealed class NameTokens
{
    /// <summary>Longer names are judged by their last letters, where the head of an English compound stands.</summary>
    private const int MaxLetters = 256;
    private const int MaxWords = MaxLetters;
    /// <summary>How many words of a name are looked at, from its end.</summary>
    public const int MostWords = 24;

    /// <summary>Of how many words a phrase of the lexicon has at most.</summary>
    public const int LongestPhrase = 6;

    [ThreadStatic]
    private static NameTokens? s_folding;

    private readonly int[] _starts = new int[MaxWords + 1];
    private readonly char[] _prepended = new char[MaxLetters];
    private readonly int[] _split = new int[MaxLetters + 1];

    public char[] Letters { get; } = new char[MaxLetters];

    /// <summary>Number of words.</summary>
    public int Count { get; private set; }

    /// <summary>Where word <paramref name="word"/> starts in <see cref="Letters"/>; of <see cref="Count"/>, where the last one ends.</summary>
    public int Start(int word) => _starts[word];

    public int Length(int first, int end) => _starts[end] - _starts[first];

    /// <summary>Folded letters and digits of a text, in one run.</summary>
    public static string Fold(string text)
    {
        var tokens = s_folding ??= new NameTokens();
        tokens.Read(text);
        return new string(tokens.Letters, 0, tokens._starts[tokens.Count]);
    }

    public void Read(string name) => Read(name, 0, name.Length);

    /// <summary>Reads a range of a text.</summary>
    public void Read(string text, int start, int end)
    {
        Count = 0;
        _starts[0] = 0;
        Append(text, start, end);
    }

    /// <summary>Adds the words of a further name, as if a separator stood between.</summary>
    public void Append(string name) => Append(name, 0, name.Length);

    private void Append(string name, int start, int end)
    {
        if (!IsAscii(name, start, end))
        {
            name = UnicodeFolding.Fold(name.Substring(start, end - start));
            (start, end) = (0, name.Length);
        }

        var length = _starts[Count];
        var previous = CharKind.Separator;
        for (var i = FirstOfLast(name, start, end, MaxLetters - length); i < end; i++)
        {
            var c = name[i];
            if (previous == CharKind.Lower && c is >= 'a' and <= 'z')
            {
                Letters[length++] = c; // most letters of most names
                continue;
            }

            var kind = KindOf(c);
            if (kind == CharKind.Separator)
            {
                previous = kind;
                continue;
            }

            if (StartsWord(name, i, previous, kind))
            {
                if (Count == MaxWords)
                {
                    break;
                }

                _starts[Count++] = length;
            }

            Letters[length++] = kind == CharKind.Upper ? char.ToLowerInvariant(c) : c;
            previous = kind;
        }

        _starts[Count] = length;
    }

    /// <summary>Takes run-together words apart (<c>customeremail</c>) where the lexicon knows all of the parts.</summary>
    public void SplitUnknown(PiiLexicon lexicon)
    {
        for (var word = 0; word < Count && Count < MaxWords - 4; word++)
        {
            var length = Length(word, word + 1);
            // A phrase that means something only within some owner is still words that are run together.
            if (length >= 7 && lexicon.Find(Letters, _starts[word], length) is var known && (known is null || (known.Roles == WordRoles.None && known.Text.IndexOf(' ') > 0)))
            {
                var parts = WordSplitter.Split(lexicon, Letters, _starts[word], length, _split);
                if (parts > 1 && Count + parts <= MaxWords)
                {
                    Array.Copy(_starts, word + 1, _starts, word + parts, Count - word);
                    for (var p = parts - 1; p > 0; p--)
                    {
                        _starts[word + p] = _split[p];
                    }

                    Count += parts - 1;
                    word += parts - 1;
                }
            }
        }
    }

    /// <summary>Whether a word is a number.</summary>
    public bool IsNumber(int word) => Letters[_starts[word]] is >= '0' and <= '9';

    /// <summary>Leaves only the last of the first words.</summary>
    /// <param name="words">Of how many words the last is kept.</param>
    public void KeepLast(int words)
    {
        var (start, length) = (_starts[words - 1], Length(words - 1, words));
        Array.Copy(Letters, start, Letters, 0, length);
        Count = 1;
        _starts[0] = 0;
        _starts[1] = length;
    }

    /// <summary>Puts the words of a name before the one that is there.</summary>
    public void Prepend(string name)
    {
        var last = _starts[Count];
        Array.Copy(Letters, _prepended, last);
        Read(name);
        var length = Math.Min(last, MaxLetters - _starts[Count]);
        if (Count < MaxWords)
        {
            Array.Copy(_prepended, 0, Letters, _starts[Count], length);
            Count++;
            _starts[Count] = _starts[Count - 1] + length;
        }
    }

    /// <summary>Drops words at the end that add nothing, such as <c>Response</c>; the first word stays.</summary>
    public void DropNeutralTail(PiiLexicon lexicon)
    {
        while (Count > 1 && lexicon.Find(Letters, _starts[Count - 1], Length(Count - 1, Count)) is { } last
            && last.Has(WordRoles.Neutral) && !last.Has(WordRoles.Term)
            && !(this.LongestEndingAt(lexicon, Count, out var start) is { } phrase && start < Count - 1 && phrase.Has(WordRoles.Term) // "DocumentNumber.value"
                && this.LongestEndingAt(lexicon, Count - 1, out _)?.Has(WordRoles.Person) != true)) // but "CustomerRef.name" is the customer's
        {
            Count--;
        }
    }

    /// <summary>Drops all but the first words.</summary>
    public void Cut(int words) => Count = words;

    /// <summary>Whether a word is a certain one.</summary>
    public bool Is(int word, string text)
    {
        var same = Length(word, word + 1) == text.Length;
        for (var i = 0; same && i < text.Length; i++)
        {
            same = Letters[_starts[word] + i] == text[i];
        }

        return same;
    }

    /// <summary>Whether a word is one of some.</summary>
    public bool IsAny(int word, string[] texts)
    {
        foreach (var text in texts)
        {
            if (Is(word, text))
            {
                return true;
            }
        }

        return false;
    }

    private static bool StartsWord(string name, int i, CharKind previous, CharKind kind)
    {
        if (previous != kind)
        {
            // Digits are words of their own; a lower-case letter goes on after an upper-case one.
            return !(previous == CharKind.Upper && kind == CharKind.Lower);
        }

        // The last capital of a run begins the next word (MSISDNNumber), unless only a plural s follows (IDs).
        return kind == CharKind.Upper && i + 1 < name.Length && KindOf(name[i + 1]) == CharKind.Lower
            && !(name[i + 1] == 's' && (i + 2 == name.Length || KindOf(name[i + 2]) != CharKind.Lower));
    }

    /// <summary>Where the last so many letters and digits of a text begin; separators do not count.</summary>
    private static int FirstOfLast(string name, int start, int end, int letters)
    {
        if (end - start <= letters)
        {
            return start; // nearly every name
        }

        var i = end;
        while (i > start && letters > 0)
        {
            letters -= KindOf(name[--i]) == CharKind.Separator ? 0 : 1;
        }

        return i;
    }

    private static bool IsAscii(string name, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (name[i] > 127)
            {
                return false;
            }
        }

        return true;
    }

    private static CharKind KindOf(char c) => c switch
    {
        >= 'a' and <= 'z' => CharKind.Lower,
        >= 'A' and <= 'Z' => CharKind.Upper,
        >= '0' and <= '9' => CharKind.Digit,
        <= '\x7f' => CharKind.Separator,
        _ when char.IsUpper(c) => CharKind.Upper,
        _ when char.IsLetter(c) => CharKind.Lower,
        _ => CharKind.Separator,
    };

    private enum CharKind
    {
        Separator,
        Lower,
        Upper,
        Digit,
    }
}
