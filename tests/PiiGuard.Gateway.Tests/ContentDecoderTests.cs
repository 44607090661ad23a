using System.IO.Compression;
using System.Text;
using PiiGuard.Gateway.Responses.Decoding;

namespace PiiGuard.Gateway.Tests;

public sealed class ContentDecoderTests
{
    public static TheoryData<string> Codings => ["gzip", "deflate", "br", "zstd"];

    [Theory]
    [MemberData(nameof(Codings))]
    public void Body_comes_out_whole_however_it_is_fed(string coding)
    {
        var body = Body(300_000);
        var packed = Pack(coding, body);
        foreach (var piece in new[] { 1, 7, 1_000, packed.Length })
        {
            Assert.True(body.AsSpan().SequenceEqual(Unpack(coding, packed, piece)), $"{piece} bytes at a time");
        }
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public void Body_that_lacks_its_end_is_refused_and_so_is_one_with_more_behind_it(string coding)
    {
        var packed = Pack(coding, Body(5_000));
        for (var missing = 1; missing < packed.Length; missing += missing < 24 ? 1 : 97)
        {
            Assert.Throws<InvalidDataException>(() => Unpack(coding, packed[..^missing], 100));
        }

        Assert.Throws<InvalidDataException>(() => Unpack(coding, [.. packed, 1, 2, 3, 4, 5], 100));
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public void Bomb_is_refused(string coding) => Assert.Throws<InflatedBodyException>(() => Unpack(coding, Pack(coding, new byte[64 << 20]), 1_000));

    private static byte[] Body(int length)
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < length; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{{\"id\":{i * 7919},\"status\":\"s{i * i % 1_009}\"}},");
        }

        return Encoding.UTF8.GetBytes(text.ToString(0, length));
    }

    private static byte[] Pack(string coding, byte[] body)
    {
        using var packed = new MemoryStream();
        using (Stream packer = coding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZstdSharp.CompressionStream(packed, leaveOpen: true),
        })
        {
            packer.Write(body);
        }

        return packed.ToArray();
    }

    private static byte[] Unpack(string coding, byte[] packed, int piece)
    {
        using var decoder = ContentDecoder.For(coding, maxRatio: 100)!;
        using var body = new MemoryStream();
        var room = new byte[4_096];
        foreach (var bytes in packed.Chunk(piece))
        {
            decoder.Feed(bytes);
            for (var count = decoder.Read(room); count > 0; count = decoder.Read(room))
            {
                body.Write(room, 0, count);
            }
        }

        decoder.End();
        return body.ToArray();
    }
}
