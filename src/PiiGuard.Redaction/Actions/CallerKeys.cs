using System.Security.Cryptography;
using System.Text;

namespace PiiGuard.Redaction;

/// <summary>
/// The keys under which the values of one caller become pseudonyms, derived from the secret of a <see cref="PseudonymKey"/> by
/// HMAC-SHA-256 (RFC 2104) over the caller's name: no two callers share one.
/// </summary>
internal sealed class CallerKeys(PseudonymKey key) : IDisposable
{
    private readonly byte[] _token = new byte[HMACSHA256.HashSizeInBytes];
    private readonly byte[] _cipher = new byte[HMACSHA256.HashSizeInBytes];
    private Ff1? _ff1;
    private string? _caller;

    public ReadOnlySpan<byte> KeyId => key.IdBytes;

    public ReadOnlySpan<byte> Token => _token;

    public Ff1 Ff1 => _ff1 ??= new Ff1(_cipher);

    public void Use(string caller)
    {
        if (caller != _caller)
        {
            _caller = caller;
            HMACSHA256.HashData(key.Secret.Span, Encoding.UTF8.GetBytes("token\n" + caller), _token);
            HMACSHA256.HashData(key.Secret.Span, Encoding.UTF8.GetBytes("cipher\n" + caller), _cipher);
            _ff1?.Dispose();
            _ff1 = null;
        }
    }

    public void Dispose() => _ff1?.Dispose();
}
