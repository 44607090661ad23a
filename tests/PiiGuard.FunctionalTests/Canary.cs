using System.Text;
using System.Text.RegularExpressions;

namespace PiiGuard.FunctionalTests;

/// <summary>A value that must never reach a caller, looked for in everything that was sent, in every disguise.</summary>
internal static partial class Canary
{
    public const string Value = "canary-7f3a91@leak.example";

    // The middle of it survives base64 at any alignment and cuts at either end.
    private const string Core = "ary-7f3a91@le";

    public static void AssertAbsent(byte[] sent)
    {
        foreach (var (text, how) in Readings(sent))
        {
            Assert.False(text.Contains(Core, StringComparison.OrdinalIgnoreCase), $"The canary left: {how}.");
        }

        foreach (var shift in new[] { 0, 1, 2 })
        {
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('x', shift) + Core));
            Assert.False(Encoding.Latin1.GetString(sent).Contains(encoded[4..^4], StringComparison.Ordinal), "The canary left: base64.");
        }
    }

    private static IEnumerable<(string Text, string How)> Readings(byte[] sent)
    {
        var text = Encoding.UTF8.GetString(sent);
        yield return (text, "raw");
        yield return (Escape().Replace(text, m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString()), "escaped");
        yield return (Uri.UnescapeDataString(text), "percent-encoded");
        yield return (Encoding.Unicode.GetString(sent), "UTF-16");
        yield return (Encoding.Unicode.GetString(sent.AsSpan(Math.Min(1, sent.Length))), "UTF-16, odd");
        yield return (Encoding.BigEndianUnicode.GetString(sent), "UTF-16 BE");
        foreach (var unpacked in Compression.Unpack(sent))
        {
            yield return (Encoding.UTF8.GetString(unpacked), "compressed");
        }
    }

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex Escape();
}
