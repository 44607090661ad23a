namespace PiiGuard.Redaction.Plans;

/// <summary>Names in UTF-8 with the places to which they lead. Read without a lock; written to under one.</summary>
internal sealed class NameTable
{
    private static readonly Lock Adding = new();

    private Entry?[] _slots = [];
    private int _count;

    public NameNode? Find(ReadOnlySpan<byte> name)
    {
        var slots = Volatile.Read(ref _slots);
        if (slots.Length == 0)
        {
            return null;
        }

        var hash = Hash(name);
        for (var i = hash & (slots.Length - 1); Volatile.Read(ref slots[i]) is { } entry; i = (i + 1) & (slots.Length - 1))
        {
            if (entry.Hash == hash && name.SequenceEqual(entry.Name))
            {
                return entry.Node;
            }
        }

        return null;
    }

    /// <summary>Adds a name; when another thread was faster, its node is the one that counts.</summary>
    public NameNode GetOrAdd(ReadOnlySpan<byte> name, NameNode node)
    {
        lock (Adding)
        {
            if (Find(name) is { } known)
            {
                return known;
            }

            if ((_count + 1) * 2 > _slots.Length)
            {
                var larger = new Entry?[Math.Max(8, _slots.Length * 2)];
                foreach (var entry in _slots)
                {
                    if (entry is not null)
                    {
                        Put(larger, entry);
                    }
                }

                Volatile.Write(ref _slots, larger);
            }

            Put(_slots, new(name.ToArray(), Hash(name), node));
            _count++;
            return node;
        }
    }

    private static void Put(Entry?[] slots, Entry entry)
    {
        var i = entry.Hash & (slots.Length - 1);
        while (slots[i] is not null)
        {
            i = (i + 1) & (slots.Length - 1);
        }

        Volatile.Write(ref slots[i], entry);
    }

    /// <summary>Seeded per process, so that nobody can send names that all fall into one slot.</summary>
    private static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        hash.AddBytes(name);
        return hash.ToHashCode();
    }

    private sealed record Entry(byte[] Name, int Hash, NameNode Node);
}
