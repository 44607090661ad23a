using System.Runtime.CompilerServices;

namespace PiiGuard.Redaction.Plans;

/// <summary>
/// What stood before a value once: comma, white space, name and colon, byte for byte. Documents of one endpoint repeat themselves;
/// where the same bytes stand again after the same member, one comparison tells that the grammar holds and where they lead. Nothing of it changes but the list of alternatives, which grows.
/// </summary>
internal sealed class Lead
{
    /// <summary>Longer ones are read anew each time.</summary>
    public const int MaxLength = 64;

    /// <summary>How many alternatives are remembered for one place: more would be tried in vain where names never come again.</summary>
    public const int MaxAlternatives = 4;

    private Bytes _bytes;
    private Lead? _alternative;

    public Lead(ReadOnlySpan<byte> bytes, NameNode? node)
    {
        bytes.CopyTo(_bytes);
        Length = bytes.Length;
        Node = node;
    }

    public int Length { get; }

    /// <summary>The place of the value that follows; null where the object or array ends instead.</summary>
    public NameNode? Node { get; }

    /// <summary>What stood here another time; null when there is nothing more to try.</summary>
    public Lead? Alternative => _alternative;

    /// <summary>The first byte; padded with zeros to <see cref="MaxLength"/>.</summary>
    public ref byte First => ref Unsafe.As<Bytes, byte>(ref _bytes);

    /// <summary>Whether another alternative would be added.</summary>
    public static bool HasRoom(Lead? list)
    {
        var count = 0;
        for (; list is not null; list = list._alternative)
        {
            count++;
        }

        return count < MaxAlternatives;
    }

    /// <summary>Adds an alternative at the end of the list, up to <see cref="MaxAlternatives"/>. Under a lock of the caller.</summary>
    public static void Add(ref Lead? list, ReadOnlySpan<byte> bytes, NameNode? node)
    {
        ref var end = ref list;
        var count = 0;
        for (; end is not null; count++)
        {
            end = ref end._alternative;
        }

        if (count < MaxAlternatives)
        {
            Volatile.Write(ref end, new Lead(bytes, node));
        }
    }

    [InlineArray(MaxLength)]
    private struct Bytes
    {
        private byte _first;
    }
}
