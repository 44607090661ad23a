using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PiiGuard.Redaction.Plans;

namespace PiiGuard.Redaction.Scanning;

/// <summary>The literals of RFC 8259, section 3: <c>true</c>, <c>false</c> and <c>null</c>.</summary>
internal static class JsonLiteral
{
    private const uint True = 't' | ('r' << 8) | ('u' << 16) | ((uint)'e' << 24);
    private const uint Fals = 'f' | ('a' << 8) | ('l' << 16) | ((uint)'s' << 24);
    private const uint Null = 'n' | ('u' << 8) | ('l' << 16) | ((uint)'l' << 24);

    /// <summary>Where the literal ends that begins at <paramref name="at"/>; 0 when it is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int End(ref byte data, int at, out ValueKinds kind)
    {
        var word = BinaryPrimitives.ReadUInt32LittleEndian(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref data, at), sizeof(uint)));
        kind = word == Null ? ValueKinds.Null : ValueKinds.Flag;
        at += sizeof(uint);
        return word is True or Null ? at
            : word == Fals && Unsafe.Add(ref data, at) == 'e' ? at + 1
            : 0;
    }

    /// <summary>Where something goes wrong that begins like a literal and is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int WrongAt(ref byte data, int at)
    {
        var literal = Unsafe.Add(ref data, at) switch
        {
            (byte)'t' => "true"u8,
            (byte)'f' => "false"u8,
            _ => "null"u8,
        };
        return at + MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref data, at), literal.Length).CommonPrefixLength(literal);
    }
}
