using System.IO.Compression;

namespace PiiGuard.FunctionalTests;

internal static class Compression
{
    public static byte[] Gzip(byte[] data) => Pack(data, s => new GZipStream(s, CompressionLevel.Fastest));

    public static byte[] Brotli(byte[] data) => Pack(data, s => new BrotliStream(s, CompressionLevel.Fastest));

    public static byte[] Deflate(byte[] data) => Pack(data, s => new ZLibStream(s, CompressionLevel.Fastest));

    public static byte[] Zstd(byte[] data) => Pack(data, s => new ZstdSharp.CompressionStream(s));

    /// <summary>Whatever can be unpacked from behind the headers of an HTTP answer.</summary>
    public static IEnumerable<byte[]> Unpack(byte[] answer)
    {
        var body = answer.AsSpan().IndexOf("\r\n\r\n"u8) is var end && end >= 0 ? answer[(end + 4)..] : answer;
        foreach (var open in new Func<Stream, Stream>[] { s => new GZipStream(s, CompressionMode.Decompress), s => new BrotliStream(s, CompressionMode.Decompress), s => new DeflateStream(s, CompressionMode.Decompress) })
        {
            using var output = new MemoryStream();
            try
            {
                using var input = open(new MemoryStream(body));
                input.CopyTo(output);
            }
            catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
            {
                // Not packed this way, or only in part.
            }

            yield return output.ToArray();
        }
    }

    private static byte[] Pack(byte[] data, Func<Stream, Stream> open)
    {
        var output = new MemoryStream();
        using (var packer = open(output))
        {
            packer.Write(data);
        }

        return output.ToArray();
    }
}
