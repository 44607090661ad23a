namespace PiiGuard.Redaction;

/// <summary>Somebody of whom a document holds data.</summary>
/// <param name="Digest">Digest of the subject key (<see cref="SubjectDigest"/>).</param>
/// <param name="Ordinal">
/// The number in which the key ends, by which it can be seen whether somebody goes through keys in order: 100042 of <c>C100042</c>;
/// <see cref="NoOrdinal"/> where it ends in none. Unlike the digest it tells who it is, so it is not to be kept.
/// </param>
public readonly record struct NamedSubject(ulong Digest, long Ordinal)
{
    /// <summary>The key ends in no number of at most 18 digits.</summary>
    public const long NoOrdinal = -1;

    /// <summary>The ordinal of a key.</summary>
    /// <param name="key">The key, unescaped, in UTF-8.</param>
    public static long OrdinalOf(ReadOnlySpan<byte> key)
    {
        var digits = key[(key.LastIndexOfAnyExceptInRange((byte)'0', (byte)'9') + 1)..];
        if (digits.Length is 0 or > 18)
        {
            return NoOrdinal;
        }

        long ordinal = 0;
        foreach (var digit in digits)
        {
            ordinal = ordinal * 10 + digit - '0';
        }

        return ordinal;
    }
}
