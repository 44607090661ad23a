namespace PiiGuard.Gateway.Responses.Decoding;

/// <summary>One step from the bytes of an upstream towards JSON in UTF-8: what is fed comes out decoded, piece by piece.</summary>
internal abstract class BodyDecoder : IDisposable
{
    /// <summary>Adds bytes; all that comes of them has to be read before more are added.</summary>
    public abstract void Feed(ReadOnlyMemory<byte> bytes);

    /// <summary>Reads decoded bytes; 0 when more have to be fed.</summary>
    /// <exception cref="InvalidDataException">The bytes are not what they are said to be.</exception>
    public abstract int Read(Span<byte> output);

    /// <summary>Says that all has been fed.</summary>
    /// <exception cref="InvalidDataException">What was fed is not whole.</exception>
    public abstract void End();

    public abstract void Dispose();
}
