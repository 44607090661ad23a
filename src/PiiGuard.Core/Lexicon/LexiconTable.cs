namespace PiiGuard.Lexicon;

/// <summary>
/// Words and phrases by their folded letters: a hash table with open addressing, which is asked with a range of letters. The keys
/// lie in one array, as ten thousand small strings would be most of the time that it takes to load the lexicon.
/// </summary>
internal sealed class LexiconTable
{
    private int[] _slots; // number of the key, from 1; 0 is free
    private int[] _keyEnds;
    private char[] _letters;
    private LexiconPhrase[] _phrases;
    private LexiconEntry?[]? _entries; // made of the phrases when somebody asks first
    private int _longest;

    /// <param name="keys">For how many keys to make room; more are possible.</param>
    public LexiconTable(int keys)
    {
        const int LettersPerKey = 13;
        _slots = new int[SlotsFor(keys)];
        _keyEnds = new int[keys + 1];
        _letters = new char[keys * LettersPerKey];
        _phrases = new LexiconPhrase[keys];
    }

    /// <summary>A table that nothing is added to.</summary>
    /// <param name="letters">Those of all keys, one behind the other.</param>
    /// <param name="lengths">Of the keys.</param>
    /// <param name="phrases">What is known of the keys.</param>
    /// <param name="slots">Where the keys are.</param>
    public LexiconTable(char[] letters, byte[] lengths, LexiconPhrase[] phrases, int[] slots)
    {
        (_letters, _phrases, _slots, Count) = (letters, phrases, slots, lengths.Length);
        _keyEnds = new int[Count + 1];
        for (var key = 0; key < Count; key++)
        {
            _keyEnds[key + 1] = _keyEnds[key] + lengths[key];
            _longest = Math.Max(_longest, lengths[key]);
        }

        Seal();
    }

    private LexiconTable(LexiconTable other)
    {
        (_slots, _keyEnds, _letters, _phrases) = ((int[])other._slots.Clone(), (int[])other._keyEnds.Clone(), (char[])other._letters.Clone(), (LexiconPhrase[])other._phrases.Clone());
        (_longest, Count) = (other._longest, other.Count);
    }

    public int Count { get; private set; }

    /// <summary>What is known of a key.</summary>
    /// <param name="key">Its number, from 1.</param>
    public ref LexiconPhrase this[int key] => ref _phrases[key - 1];

    public LexiconTable Copy() => new(this);

    /// <summary>Numbers of the keys, from 1, where their letters lead; 0 is free.</summary>
    public IReadOnlyList<int> Slots => _slots;

    /// <summary>The letters of a key.</summary>
    public string Key(int key) => new(_letters, _keyEnds[key - 1], _keyEnds[key] - _keyEnds[key - 1]);

    /// <summary>Nothing changes from here on.</summary>
    public void Seal() => _entries = new LexiconEntry?[Count];

    /// <summary>Number of a key; 0 where it is not known.</summary>
    public int Find(char[] letters, int start, int length) => length > _longest ? 0 : _slots[Slot(letters, start, length)];

    /// <summary>Number of a key, in singular or in the plural that English makes of it; 0 where it is not known. The letters change on the way, and are as before in the end.</summary>
    public int FindInflected(char[] letters, int start, int length)
    {
        var key = Find(letters, start, length);
        return key > 0 && !this[key].IsPart ? key
            : FindSingularOf(letters, start, length) is > 0 and var singular ? singular
            : key;
    }

    /// <summary>Number of the phrase of which English makes a plural; 0 where it is not known.</summary>
    public int FindSingularOf(char[] letters, int start, int length) =>
        IsGermanPlural(letters, start, length) ? Find(letters, start, length - 2)
        : length > 3 && letters[start + length - 1] == 's' && FindSingular(letters, start, length - 1) is > 0 and var singular && !this[singular].IsPart ? singular : 0;

    /// <summary>The entry of a key.</summary>
    public LexiconEntry Entry(int key) => _phrases[key - 1].IsPart ? LexiconEntry.Part
        : _entries![key - 1] ?? Interlocked.CompareExchange(ref _entries[key - 1], new(_phrases[key - 1]), null) ?? _entries[key - 1]!;

    /// <summary>Number of a key, which is added where it is not known.</summary>
    public int Add(char[] letters, int start, int length)
    {
        var slot = Slot(letters, start, length);
        if (_slots[slot] is > 0 and var known)
        {
            return known;
        }

        Append(letters, start, length);
        _slots[slot] = Count;
        _longest = Math.Max(_longest, length);
        if (SlotsFor(Count) > _slots.Length)
        {
            Rehash();
        }

        return Count;
    }

    /// <summary>German nouns in -keit, -heit, -ung and -schaft have a plural in -en.</summary>
    private static bool IsGermanPlural(char[] letters, int start, int length) =>
        EndsWith(letters, start, length, "eiten") || EndsWith(letters, start, length, "ungen") || EndsWith(letters, start, length, "schaften");

    private static bool EndsWith(char[] letters, int start, int length, string ending)
    {
        for (var i = 0; i < ending.Length; i++)
        {
            if (length <= ending.Length || letters[start + length - ending.Length + i] != ending[i])
            {
                return false;
            }
        }

        return true;
    }

    private int FindSingular(char[] letters, int start, int length)
    {
        var end = start + length;
        var (before, last) = (letters[end - 2], letters[end - 1]);
        if (last == 'e' && (before is 's' or 'x' or 'z' || (before == 'h' && letters[end - 3] is 'c' or 's')) && Find(letters, start, length - 1) is > 0 and var key)
        {
            return key; // boxes, branches
        }

        if (last == 'e' && before == 'i')
        {
            letters[end - 2] = 'y';
            var city = Find(letters, start, length - 1);
            letters[end - 2] = 'i';
            if (city > 0)
            {
                return city;
            }
        }

        return last is >= 'a' and <= 'z' and not 's' ? Find(letters, start, length) : 0;
    }

    private static int SlotsFor(int keys)
    {
        var size = 16;
        while (size < keys + (keys / 2))
        {
            size *= 2;
        }

        return size;
    }

    private void Append(char[] letters, int start, int length)
    {
        var end = _keyEnds[Count];
        if (Count == _phrases.Length)
        {
            Array.Resize(ref _phrases, Count * 2);
            Array.Resize(ref _keyEnds, (Count * 2) + 1);
        }

        if (end + length > _letters.Length)
        {
            Array.Resize(ref _letters, Math.Max(_letters.Length * 2, end + length));
        }

        Array.Copy(letters, start, _letters, end, length);
        _keyEnds[++Count] = end + length;
    }

    private void Rehash()
    {
        _slots = new int[SlotsFor(Count)];
        for (var key = 1; key <= Count; key++)
        {
            _slots[Slot(_letters, _keyEnds[key - 1], _keyEnds[key] - _keyEnds[key - 1])] = key;
        }
    }

    private int Slot(char[] letters, int start, int length)
    {
        var mask = _slots.Length - 1;
        var slot = (int)Hash(letters, start, length) & mask;
        while (_slots[slot] is var key and > 0 && !Matches(key, letters, start, length))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private bool Matches(int key, char[] letters, int start, int length)
    {
        var keyStart = _keyEnds[key - 1];
        if (_keyEnds[key] - keyStart != length)
        {
            return false;
        }

#if NET
        return _letters.AsSpan(keyStart, length).SequenceEqual(letters.AsSpan(start, length));
#else
        for (var i = 0; i < length; i++)
        {
            if (_letters[keyStart + i] != letters[start + i])
            {
                return false;
            }
        }

        return true;
#endif
    }

    // Two hashes of every other letter (FNV-1a; Fowler, Noll, Vo) side by side, as each has to wait for its last multiplication. No seed is needed, as the keys are ours.
    private static uint Hash(char[] letters, int start, int length)
    {
        const uint Prime = 16777619;
        var (even, odd) = (2166136261u, 2166136261u);
        var end = start + length;
        for (; start + 1 < end; start += 2)
        {
            even = (even ^ letters[start]) * Prime;
            odd = (odd ^ letters[start + 1]) * Prime;
        }

        even = start < end ? (even ^ letters[start]) * Prime : even;
        var hash = (even * Prime) ^ odd;
        return hash ^ (hash >> 15);
    }
}
