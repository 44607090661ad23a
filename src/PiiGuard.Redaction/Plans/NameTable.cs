using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace PiiGuard.Redaction.Plans;

/// <summary>Names in UTF-8 with the places to which they lead. Read without a lock; written to under one.</summary>
internal sealed class NameTable
{
    /// <summary>Names are shorter: two vectors hold one and the quote behind it.</summary>
    public const int Room = 2 * Block;

    private const int Block = 32;

    private static readonly Lock Adding = new();

    // So that nobody can send names that all fall into one slot.
    private static readonly Vector256<ulong> Seed = Vector256.Create<byte>(RandomNumberGenerator.GetBytes(Block)).AsUInt64() | Vector256<ulong>.One;

    private Entry?[] _slots = [];

    /// <summary>How many names there are.</summary>
    public int Count { get; private set; }

    /// <summary>The place to which a name leads; null when it is not known.</summary>
    public NameNode? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length >= Room || _slots.Length == 0)
        {
            return null;
        }

        Span<byte> padded = stackalloc byte[Room];
        name.CopyTo(padded);
        return Find(ref MemoryMarshal.GetReference(padded), name.Length);
    }

    /// <summary>The same of a name of fewer than <see cref="Room"/> bytes, where as many may be read, whatever stands behind it.</summary>
    public NameNode? Find(ref byte name, int length)
    {
        var slots = Volatile.Read(ref _slots);
        if (slots.Length == 0)
        {
            return null;
        }

        var (low, high) = (First(ref name, 0, length), length > Block ? First(ref name, Block, length) : default);
        var hash = Hash(low, high, length);
        for (var i = hash & (slots.Length - 1); Volatile.Read(ref slots[i]) is { } entry; i = (i + 1) & (slots.Length - 1))
        {
            if (entry.Length == length && entry.Low == low && entry.High == high)
            {
                return entry.Node;
            }
        }

        return null;
    }

    /// <summary>Adds a name of fewer than <see cref="Room"/> bytes; when another thread was faster, its node is the one that counts.</summary>
    public NameNode GetOrAdd(ReadOnlySpan<byte> name, NameNode node)
    {
        lock (Adding)
        {
            if (Find(name) is { } known)
            {
                return known;
            }

            if ((Count + 1) * 2 > _slots.Length)
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

            Span<byte> padded = stackalloc byte[Room];
            name.CopyTo(padded);
            Put(_slots, new(Vector256.Create<byte>(padded), Vector256.Create<byte>(padded[Block..]), name.Length, node));
            Count++;
            return node;
        }
    }

    private static void Put(Entry?[] slots, Entry entry)
    {
        var i = Hash(entry.Low, entry.High, entry.Length) & (slots.Length - 1);
        while (slots[i] is not null)
        {
            i = (i + 1) & (slots.Length - 1);
        }

        Volatile.Write(ref slots[i], entry);
    }

    /// <summary>A block of the name, with zeros behind its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> First(ref byte name, int from, int length) =>
        Vector256.LoadUnsafe(ref name, (nuint)from) & Vector256.LessThan(Vector256<byte>.Indices, Vector256.Create((byte)(length - from)));

    /// <summary>Eight bytes are multiplied by eight others to twice the width, as in wyhash: a handful of instructions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Hash(Vector256<byte> low, Vector256<byte> high, int length)
    {
        var words = low.AsUInt64() ^ Seed;
        var hash = Fold(words[0], words[1]) ^ Fold(words[2], words[3] ^ (ulong)length);
        if (length > Block)
        {
            words = high.AsUInt64() ^ Seed;
            hash = Fold(hash ^ words[0], words[1]) ^ Fold(hash ^ words[2], words[3]);
        }

        return (int)(hash ^ (hash >> 32));
    }

    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }

    private sealed record Entry(Vector256<byte> Low, Vector256<byte> High, int Length, NameNode Node);
}
