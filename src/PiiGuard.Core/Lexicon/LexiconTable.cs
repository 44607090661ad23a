namespace PiiGuard.Lexicon;

/// <summary>Words and phrases by their folded letters: a hash table with open addressing, which is asked with a range of letters.</summary>
internal sealed class LexiconTable
{
    private LexiconEntry?[] _entries;
    private string[] _keys;
    private int _longest;

    /// <param name="capacity">For how many keys to make room.</param>
    public LexiconTable(int capacity)
    {
        var size = 16;
        while (size < capacity * 2)
        {
            size *= 2;
        }

        _entries = new LexiconEntry?[size];
        _keys = new string[size];
    }

    private LexiconTable(LexiconTable other)
    {
        _keys = (string[])other._keys.Clone();
        _longest = other._longest;
        Count = other.Count;

        // The singular and the plural of a phrase share an entry.
        var copies = new Dictionary<LexiconEntry, LexiconEntry> { [LexiconEntry.Part] = LexiconEntry.Part };
        _entries = Array.ConvertAll(other._entries, entry =>
        {
            if (entry is null || copies.TryGetValue(entry, out var copy))
            {
                return entry is null ? null : copies[entry];
            }

            copies.Add(entry, copy = entry.Copy());
            return copy;
        });
    }

    public int Count { get; private set; }

    public LexiconTable Copy() => new(this);

    public LexiconEntry? Find(char[] letters, int start, int length)
    {
        if (length > _longest)
        {
            return null;
        }

        var slot = Slot(letters, start, length);
        return _entries[slot];
    }

    public void Set(char[] letters, int start, int length, LexiconEntry entry)
    {
        if ((Count + 1) * 2 > _entries.Length)
        {
            Grow();
        }

        var slot = Slot(letters, start, length);
        if (_entries[slot] is null)
        {
            _keys[slot] = new string(letters, start, length);
            _longest = Math.Max(_longest, length);
            Count++;
        }

        _entries[slot] = entry;
    }

    private int Slot(char[] letters, int start, int length)
    {
        var mask = _entries.Length - 1;
        var slot = (int)Hash(letters, start, length) & mask;
        while (_entries[slot] is not null && !Matches(_keys[slot], letters, start, length))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Grow()
    {
        var larger = new LexiconTable(_entries.Length);
        for (var i = 0; i < _entries.Length; i++)
        {
            if (_entries[i] is { } entry)
            {
                var letters = _keys[i].ToCharArray();
                var slot = larger.Slot(letters, 0, letters.Length);
                (larger._entries[slot], larger._keys[slot]) = (entry, _keys[i]);
            }
        }

        (_entries, _keys) = (larger._entries, larger._keys);
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
