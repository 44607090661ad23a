using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace PiiGuard.Redaction;

/// <summary>
/// FF1 (NIST SP 800-38G, March 2016, algorithm 7) over decimal digits: a permutation of the numbers of one length, under an AES key.
/// </summary>
internal sealed class Ff1 : IDisposable
{
    /// <summary>SP 800-38G Rev. 1 asks for a domain of at least a million.</summary>
    public const int MinDigits = 6;

    /// <summary>So that half of them fit two blocks; longer than any number of a person.</summary>
    public const int MaxDigits = 56;

    private const int Radix = 10;
    private const int Rounds = 10;
    private const int Block = 16;

    private readonly Aes _aes = Aes.Create();

    /// <param name="key">An AES key of 16, 24 or 32 bytes.</param>
    public Ff1(ReadOnlySpan<byte> key) => _aes.SetKey(key);

    /// <summary>Encrypts digits ('0' to '9') in place.</summary>
    /// <exception cref="ArgumentException">Fewer than <see cref="MinDigits"/> or more than <see cref="MaxDigits"/>, or a tweak above 64 bytes.</exception>
    public void Encrypt(Span<char> digits, ReadOnlySpan<byte> tweak)
    {
        if (digits.Length is < MinDigits or > MaxDigits || tweak.Length > 64)
        {
            throw new ArgumentException($"FF1 takes {MinDigits} to {MaxDigits} digits and a tweak of up to 64 bytes.");
        }

        var u = digits.Length / 2;
        var v = digits.Length - u;
        var a = BigInteger.Parse(digits[..u], NumberStyles.None, CultureInfo.InvariantCulture);
        var b = BigInteger.Parse(digits[u..], NumberStyles.None, CultureInfo.InvariantCulture);

        // b and d of the specification: bytes of the numeral string B, and of what is made of the PRF's output.
        var bytes = (int)Math.Ceiling(Math.Ceiling(v * Math.Log2(Radix)) / 8);
        var used = (4 * ((bytes + 3) / 4)) + 4;
        Span<byte> p = [1, 2, 1, 0, 0, Radix, Rounds, (byte)u, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(p[8..], digits.Length);
        BinaryPrimitives.WriteInt32BigEndian(p[12..], tweak.Length);

        Span<byte> q = stackalloc byte[(tweak.Length + bytes + 1 + Block - 1) / Block * Block];
        Span<byte> r = stackalloc byte[3 * Block];
        Span<byte> counter = stackalloc byte[Block];
        var modU = BigInteger.Pow(Radix, u);
        var modV = BigInteger.Pow(Radix, v);
        for (var round = 0; round < Rounds; round++)
        {
            q.Clear();
            tweak.CopyTo(q);
            q[^(bytes + 1)] = (byte)round;
            var written = q[^bytes..];
            _ = b.TryWriteBytes(written, out var size, isUnsigned: true, isBigEndian: true);
            written[..size].CopyTo(written[^size..]);
            written[..^size].Clear();

            Prf(p, q, r[..Block]);
            for (var j = 1; j * Block < used; j++)
            {
                r[..Block].CopyTo(counter);
                counter[^1] ^= (byte)j;
                _aes.EncryptEcb(counter, r.Slice(j * Block, Block), PaddingMode.None);
            }

            var y = new BigInteger(r[..used], isUnsigned: true, isBigEndian: true);
            (a, b) = (b, (a + y) % (round % 2 == 0 ? modU : modV));
        }

        Format(a, digits[..u]);
        Format(b, digits[u..]);
    }

    public void Dispose() => _aes.Dispose();

    /// <summary>The CBC-MAC of the two (algorithm 6).</summary>
    private void Prf(ReadOnlySpan<byte> p, ReadOnlySpan<byte> q, Span<byte> mac)
    {
        Span<byte> block = stackalloc byte[Block];
        _aes.EncryptEcb(p, mac, PaddingMode.None);
        for (; !q.IsEmpty; q = q[Block..])
        {
            for (var i = 0; i < Block; i++)
            {
                block[i] = (byte)(mac[i] ^ q[i]);
            }

            _aes.EncryptEcb(block, mac, PaddingMode.None);
        }
    }

    private static void Format(BigInteger number, Span<char> digits)
    {
        Span<char> text = stackalloc char[MaxDigits];
        _ = number.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        digits.Fill('0');
        text[..length].CopyTo(digits[^length..]);
    }
}
