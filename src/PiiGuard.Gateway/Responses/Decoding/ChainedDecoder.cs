namespace PiiGuard.Gateway.Responses.Decoding;

/// <summary>Two steps, one behind the other.</summary>
internal sealed class ChainedDecoder(BodyDecoder first, BodyDecoder second) : BodyDecoder
{
    private readonly byte[] _between = new byte[8 << 10];

    public override void Feed(ReadOnlyMemory<byte> bytes) => first.Feed(bytes);

    public override int Read(Span<byte> output)
    {
        while (true)
        {
            if (second.Read(output) is > 0 and var count)
            {
                return count;
            }

            if (first.Read(_between) is not (> 0 and var more))
            {
                return 0;
            }

            second.Feed(_between.AsMemory(0, more));
        }
    }

    public override void End()
    {
        first.End();
        second.End();
    }

    public override void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }
}
