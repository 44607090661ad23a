using System.Text;

namespace PiiGuard.Redaction;

/// <summary>
/// The secret under which pseudonyms are made, with the id that stands in each token. To rotate, give a new secret a new id: tokens
/// of both can then be told apart.
/// </summary>
public sealed class PseudonymKey
{
    /// <param name="id">1 to 16 ASCII letters and digits.</param>
    /// <param name="secret">At least 16 random bytes.</param>
    /// <exception cref="ArgumentException">The id or the secret is not as it has to be.</exception>
    public PseudonymKey(string id, ReadOnlyMemory<byte> secret)
    {
        if (id.Length is 0 or > 16 || !id.All(char.IsAsciiLetterOrDigit))
        {
            throw new ArgumentException("The id has to be of 1 to 16 ASCII letters and digits.", nameof(id));
        }

        if (secret.Length < 16)
        {
            throw new ArgumentException("The secret has to have at least 16 bytes.", nameof(secret));
        }

        Id = id;
        IdBytes = Encoding.ASCII.GetBytes(id);
        Secret = secret;
    }

    /// <summary>Names the key in tokens.</summary>
    public string Id { get; }

    internal byte[] IdBytes { get; }

    internal ReadOnlyMemory<byte> Secret { get; }
}
