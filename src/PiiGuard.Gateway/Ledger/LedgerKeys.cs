using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PiiGuard.Gateway.Ledger;

/// <summary>
/// Chains the rows of the ledger: each carries an HMAC-SHA-256 (RFC 2104) over the one before it and itself, and each chain one over
/// its length and last row, so that nobody without the secret can change, add or remove a row, or cut the tail off, unseen.
/// </summary>
internal sealed class LedgerKeys
{
    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(512); // under the gate
    private readonly IncrementalHash _hmac; // under the gate; made once, since OpenSSL takes longer to set one up than to use it

    /// <param name="secret">The policy's <c>DigestKey</c>; the key in use is derived from it.</param>
    public LedgerKeys(ReadOnlySpan<byte> secret) => _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, HMACSHA256.HashData(secret, "piiguard ledger 1"u8));

    /// <summary>What the first row of a chain follows on.</summary>
    public byte[] Root(long chain, long started, string node) => Mac(w =>
    {
        Text(w, "root");
        Number(w, chain);
        Number(w, started);
        Text(w, node);
    });

    /// <summary>The MAC of a row.</summary>
    /// <param name="previous">That of the row before it, or the root.</param>
    /// <param name="row">The row; its own MAC is not looked at.</param>
    public byte[] Next(ReadOnlyMemory<byte> previous, LedgerRow row) => Mac(w =>
    {
        w.Write(previous.Span);
        Number(w, row.Chain);
        Number(w, row.Number);
        Number(w, row.At);
        Number(w, (long)row.Kind);
        Number(w, row.Request);
        Text(w, row.Caller);
        Text(w, row.Tier);
        Text(w, row.Route);
        Text(w, row.Policy);
        Text(w, row.Outcome);
        Text(w, row.Detail);
        Bytes(w, row.Accounts);
        Bytes(w, row.Subjects);
        Number(w, row.Own);
    });

    /// <summary>Seals a chain at its present length.</summary>
    public byte[] Seal(long chain, long entries, ReadOnlyMemory<byte> head) => Mac(w =>
    {
        Text(w, "seal");
        Number(w, chain);
        Number(w, entries);
        w.Write(head.Span);
    });

    /// <summary>Seals how many chains there are.</summary>
    public byte[] SealCount(long chains) => Mac(w =>
    {
        Text(w, "chains");
        Number(w, chains);
    });

    private byte[] Mac(Action<ArrayBufferWriter<byte>> write)
    {
        lock (_gate)
        {
            _buffer.ResetWrittenCount();
            write(_buffer);
            _hmac.AppendData(_buffer.WrittenSpan);
            return _hmac.GetHashAndReset();
        }
    }

    private static void Number(ArrayBufferWriter<byte> buffer, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(8), number);
        buffer.Advance(8);
    }

    private static void Text(ArrayBufferWriter<byte> buffer, string text)
    {
        Number(buffer, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, buffer);
    }

    private static void Bytes(ArrayBufferWriter<byte> buffer, byte[] bytes)
    {
        Number(buffer, bytes.Length); // so that no two rows are written alike
        buffer.Write(bytes);
    }
}
