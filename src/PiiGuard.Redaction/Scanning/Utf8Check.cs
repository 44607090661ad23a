using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Unicode;

namespace PiiGuard.Redaction.Scanning;

/// <summary>
/// Whether a string is UTF-8 (RFC 3629), by three table look-ups for each pair of bytes (Keiser and Lemire, "Validating UTF-8 in less
/// than one instruction per byte", Software: Practice and Experience 2021). <see cref="Utf8.IsValid"/> goes byte by byte where text is not ASCII.
/// </summary>
internal static class Utf8Check
{
    private const byte TooShort = 1 << 0;
    private const byte TooLong = 1 << 1;
    private const byte Overlong3 = 1 << 2;
    private const byte TooLarge = 1 << 3;
    private const byte Surrogate = 1 << 4;
    private const byte Overlong2 = 1 << 5;
    private const byte TooLarge1000 = 1 << 6;
    private const byte Overlong4 = 1 << 6;
    private const byte TwoContinuations = 1 << 7;
    private const byte Carry = TooShort | TooLong | TwoContinuations;

    private static Vector128<byte> FirstHigh => Vector128.Create(
        TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TwoContinuations, TwoContinuations, TwoContinuations, TwoContinuations,
        TooShort | Overlong2, TooShort, TooShort | Overlong3 | Surrogate, TooShort | TooLarge | TooLarge1000 | Overlong4);

    private static Vector128<byte> FirstLow => Vector128.Create(
        Carry | Overlong3 | Overlong2 | Overlong4, Carry | Overlong2, Carry, Carry, Carry | TooLarge,
        Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000,
        Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000,
        Carry | TooLarge | TooLarge1000 | Surrogate, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000);

    private static Vector128<byte> SecondHigh => Vector128.Create(
        TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort,
        TooLong | Overlong2 | TwoContinuations | Overlong3 | TooLarge1000 | Overlong4, TooLong | Overlong2 | TwoContinuations | Overlong3 | TooLarge,
        TooLong | Overlong2 | TwoContinuations | Surrogate | TooLarge, TooLong | Overlong2 | TwoContinuations | Surrogate | TooLarge,
        TooShort, TooShort, TooShort, TooShort);

    /// <summary>Checks a string with its quotes; around it stands nothing but ASCII, which ends every sequence.</summary>
    /// <param name="data">The document, with <see cref="IScan.Padding"/> behind it.</param>
    /// <param name="start">The opening quote.</param>
    /// <param name="end">Behind the closing quote.</param>
    /// <param name="vectors">How many bits are looked at in one step.</param>
    public static bool IsValid(ref byte data, int start, int end, VectorWidth vectors)
    {
        if (start < 2 || !Vector128.IsHardwareAccelerated)
        {
            return Utf8.IsValid(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref data, start), end - start));
        }

        if (vectors == VectorWidth.Bits256 && Avx2.IsSupported && end - start > Vector256<byte>.Count)
        {
            return IsValid256(ref data, start, end);
        }

        var wrong = Vector128<byte>.Zero;
        var firstHigh = FirstHigh;
        var firstLow = FirstLow;
        var secondHigh = SecondHigh;
        for (var at = start + 1; at < end; at += Vector128<byte>.Count)
        {
            var bytes = Vector128.LoadUnsafe(ref data, (nuint)at);
            var before = Vector128.LoadUnsafe(ref data, (nuint)at - 1);
            var found = Vector128.ShuffleNative(firstHigh, before >>> 4) & Vector128.ShuffleNative(firstLow, before & Vector128.Create((byte)0xF))
                & Vector128.ShuffleNative(secondHigh, bytes >>> 4);

            // The third byte of a sequence of three, and the third and fourth of one of four, have to be continuations.
            var third = Vector128.SubtractSaturate(Vector128.LoadUnsafe(ref data, (nuint)at - 2), Vector128.Create((byte)(0xE0 - 0x80)));
            var fourth = Vector128.SubtractSaturate(Vector128.LoadUnsafe(ref data, (nuint)at - 3), Vector128.Create((byte)(0xF0 - 0x80)));
            var error = ((third | fourth) & Vector128.Create((byte)0x80)) ^ found;
            if (end - at < Vector128<byte>.Count)
            {
                // What comes behind the closing quote is for others to check.
                error &= Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)(end - at)));
            }

            wrong |= error;
        }

        return wrong == Vector128<byte>.Zero;
    }

    /// <summary>The same, 32 bytes at a time: the tables stand in both lanes.</summary>
    private static bool IsValid256(ref byte data, int start, int end)
    {
        var wrong = Vector256<byte>.Zero;
        var firstHigh = Vector256.Create(FirstHigh, FirstHigh);
        var firstLow = Vector256.Create(FirstLow, FirstLow);
        var secondHigh = Vector256.Create(SecondHigh, SecondHigh);
        var nibble = Vector256.Create((byte)0xF);
        for (var at = start + 1; at < end; at += Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref data, (nuint)at);
            var before = Vector256.LoadUnsafe(ref data, (nuint)at - 1);
            var found = Avx2.Shuffle(firstHigh, (before.AsUInt16() >>> 4).AsByte() & nibble) & Avx2.Shuffle(firstLow, before & nibble)
                & Avx2.Shuffle(secondHigh, (bytes.AsUInt16() >>> 4).AsByte() & nibble);
            var third = Avx2.SubtractSaturate(Vector256.LoadUnsafe(ref data, (nuint)at - 2), Vector256.Create((byte)(0xE0 - 0x80)));
            var fourth = Avx2.SubtractSaturate(Vector256.LoadUnsafe(ref data, (nuint)at - 3), Vector256.Create((byte)(0xF0 - 0x80)));
            var error = ((third | fourth) & Vector256.Create((byte)0x80)) ^ found;
            if (end - at < Vector256<byte>.Count)
            {
                error &= Vector256.LessThan(Vector256<byte>.Indices, Vector256.Create((byte)(end - at)));
            }

            wrong |= error;
        }

        return wrong == Vector256<byte>.Zero;
    }
}
