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
    private LexiconEntry[] _entries;
    private int _longest;

    /// <param name="keys">For how many keys to make room; more are possible.</param>
    public LexiconTable(int keys)
    {
        const int LettersPerKey = 12;
        _slots = new int[SlotsFor(keys)];
        _keyEnds = new int[keys + 1];
        _letters = new char[keys * LettersPerKey];
        _entries = new LexiconEntry[keys];
    }

    private LexiconTable(LexiconTable other)
    {
        (_slots, _keyEnds, _letters) = ((int[])other._slots.Clone(), (int[])other._keyEnds.Clone(), (char[])other._letters.Clone());
        (_longest, Count) = (other._longest, other.Count);

        _entries = Array.ConvertAll(other._entries, entry => entry is null || ReferenceEquals(entry, LexiconEntry.Part) ? entry! : entry.Copy());
    }

    public int Count { get; private set; }

    public LexiconTable Copy() => new(this);

    public LexiconEntry? Find(char[] letters, int start, int length)
    {
        if (length > _longest)
        {
            return null;
        }

        var key = _slots[Slot(letters, start, length)];
        return key == 0 ? null : _entries[key - 1];
    }

    /// <summary>The entry of a key, in singular or in the plural that English makes of it. The letters change on the way, and are as before in the end.</summary>
    public LexiconEntry? FindInflected(char[] letters, int start, int length)
    {
        var entry = Find(letters, start, length);
        if (entry is null && IsGermanPlural(letters, start, length))
        {
            return Find(letters, start, length - 2);
        }

        return (entry is null || ReferenceEquals(entry, LexiconEntry.Part)) && length > 3 && letters[start + length - 1] == 's'
            && FindSingular(letters, start, length - 1) is { } singular && !ReferenceEquals(singular, LexiconEntry.Part)
            ? singular
            : entry;
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

    private LexiconEntry? FindSingular(char[] letters, int start, int length)
    {
        var end = start + length;
        var (before, last) = (letters[end - 2], letters[end - 1]);
        if (last == 'e' && (before is 's' or 'x' or 'z' || (before == 'h' && letters[end - 3] is 'c' or 's')) && Find(letters, start, length - 1) is { } entry)
        {
            return entry; // boxes, branches
        }

        if (last == 'e' && before == 'i')
        {
            letters[end - 2] = 'y';
            var city = Find(letters, start, length - 1);
            letters[end - 2] = 'i';
            if (city is not null)
            {
                return city;
            }
        }

        return last is >= 'a' and <= 'z' and not 's' ? Find(letters, start, length) : null;
    }

    public void Set(char[] letters, int start, int length, LexiconEntry entry)
    {
        var slot = Slot(letters, start, length);
        if (_slots[slot] > 0)
        {
            _entries[_slots[slot] - 1] = entry;
            return;
        }

        Append(letters, start, length);
        _entries[Count - 1] = entry;
        _slots[slot] = Count;
        _longest = Math.Max(_longest, length);
        if (SlotsFor(Count) > _slots.Length)
        {
            Rehash();
        }
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
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
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

        for (var i = 0; i < length; i++)
        {
            if (_letters[keyStart + i] != letters[start + i])
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
