using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace PiiGuard.Cli;

/// <summary>How the commands on the ledger read and write times, keys and digests.</summary>
internal static class LedgerText
{
    private static readonly string[] Formats = [.. new[] { "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF" }.SelectMany(f => f.Length == 10 ? new[] { f } : [f, f + "K"])];

    /// <summary>An option that takes a time.</summary>
    public static Option<DateTimeOffset> Time(string name, string description) => new(name)
    {
        Description = description + " ISO 8601; without an offset it is UTC.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (!DateTimeOffset.TryParseExact(result.Tokens[0].Value, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                result.AddError($"{name}: '{result.Tokens[0].Value}' is not a time such as '2026-03-31T14:00:00Z' or '2026-03-31'.");
            }

            return time;
        },
    };

    /// <summary>Adds an error where a text is no name and value.</summary>
    public static void Validate(SymbolResult result, string expected)
    {
        if (result.Tokens is [var token] && Pair(token.Value) is { Name.Length: 0 } or { Value.Length: 0 })
        {
            result.AddError($"'{token.Value}' is not {expected}.");
        }
    }

    /// <summary>What stands before and after the first <c>=</c>.</summary>
    public static (string Name, string Value) Pair(string text) => text.IndexOf('=') is >= 0 and var i ? (text[..i], text[(i + 1)..]) : (text, "");

    /// <summary>Seconds since 1970 as ISO 8601.</summary>
    public static string At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A digest as 16 digits.</summary>
    public static string Hex(long digest) => digest.ToString("x16", CultureInfo.InvariantCulture);

    public static string Or(string text, string otherwise) => text.Length == 0 ? otherwise : text;
}
