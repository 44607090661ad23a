using System.Text.Unicode;
using PiiGuard.Redaction.Scanning;

namespace PiiGuard.Redaction.Tests.Scanning;

/// <summary>The check by table look-up against the one of .NET.</summary>
public sealed class Utf8CheckTests
{
    private static readonly byte[] Interesting =
    [
        0x20, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFF,
    ];

    [Fact]
    public void Any_four_interesting_bytes_are_judged_as_by_dotnet_wherever_they_stand()
    {
        foreach (var first in Interesting)
        {
            foreach (var second in Interesting)
            {
                foreach (var third in Interesting)
                {
                    foreach (var fourth in Interesting)
                    {
                        AssertSame([first, second, third, fourth], before: 2);
                        AssertSame([first, second, third, fourth], before: 14);
                    }
                }
            }
        }
    }

    [Fact]
    public void Random_text_with_one_wrong_byte_is_judged_as_by_dotnet()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var text = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => char.ConvertFromUtf32(random.Next(4) switch
            {
                0 => random.Next(0x20, 0x7F),
                1 => random.Next(0x80, 0x800),
                2 => random.Next(0x800, 0xD800),
                _ => random.Next(0x10000, 0x110000),
            }))));
            if (text.Length > 0 && random.Next(2) == 0)
            {
                text[random.Next(text.Length)] = (byte)random.Next(256);
            }

            AssertSame(text, before: random.Next(40));
        }
    }

    private static void AssertSame(byte[] text, int before)
    {
        byte[] data = [.. Enumerable.Repeat((byte)' ', before), (byte)'"', .. text, (byte)'"', .. new byte[IScan.Padding]];
        Assert.Equal(Utf8.IsValid(text), Utf8Check.IsValid(ref data[0], before, before + text.Length + 2, VectorWidth.Bits128));
        Assert.Equal(Utf8.IsValid(text), Utf8Check.IsValid(ref data[0], before, before + text.Length + 2, VectorWidth.Bits256));
    }
}
