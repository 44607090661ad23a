namespace PiiGuard.Gateway.Responses.Decoding;

/// <summary>Too much comes out of too little: a compression bomb.</summary>
internal sealed class InflatedBodyException() : IOException("More comes out of the body than its size allows.")
{
    // Below this size even a bomb does no harm.
    private const long HarmlessBytes = 1 << 20;

    /// <param name="read">How many bytes have come out.</param>
    /// <param name="fed">How many went in.</param>
    /// <param name="maxRatio">How many may come out of one.</param>
    public static void ThrowIfBeyond(long read, long fed, int maxRatio)
    {
        if (read > HarmlessBytes && read / maxRatio > fed)
        {
            throw new InflatedBodyException();
        }
    }
}
