using System.Runtime.CompilerServices;

namespace PiiGuard.Redaction.Plans;

/// <summary>
/// What stood before a value once: comma, white space, name and colon, byte for byte. Documents of one endpoint repeat themselves;
/// where the same bytes stand again after the same member, one comparison tells that the grammar holds and where they lead. Immutable.
/// </summary>
internal sealed class Lead
{
    /// <summary>Longer ones are read anew each time.</summary>
    public const int MaxLength = 64;

    /// <summary>How many alternatives are remembered for one place.</summary>
    public const int MaxAlternatives = 4;

    private Bytes _bytes;

    public Lead(ReadOnlySpan<byte> bytes, NameNode? node)
    {
        bytes.CopyTo(_bytes);
        Length = bytes.Length;
        Node = node;
    }

    public int Length { get; }

    /// <summary>The place of the value that follows; null where the object or array ends instead.</summary>
    public NameNode? Node { get; }

    /// <summary>The first byte; padded with zeros to <see cref="MaxLength"/>.</summary>
    public ref byte First => ref Unsafe.As<Bytes, byte>(ref _bytes);

    [InlineArray(MaxLength)]
    private struct Bytes
    {
        private byte _first;
    }
}
