using System.Globalization;

namespace PiiGuard.Gateway.Ledger;

/// <summary>Where a chain stood at some time: <c>chain:entries:MAC</c>. Kept elsewhere, it tells later whether the tail was cut off.</summary>
/// <param name="Chain">Number of the chain.</param>
/// <param name="Entries">How many entries it had.</param>
/// <param name="Mac">MAC of the last of them.</param>
internal sealed record LedgerHead(long Chain, long Entries, string Mac)
{
    /// <summary>How often a gateway logs its head: what is cut off later than that is found by it.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    public static string Format(long chain, long entries, ReadOnlySpan<byte> mac) => string.Create(CultureInfo.InvariantCulture, $"{chain}:{entries}:{Convert.ToHexStringLower(mac)}");

    public static LedgerHead? Parse(string text) =>
        text.Split(':') is [var chain, var entries, { Length: 64 } mac]
        && long.TryParse(chain, NumberStyles.None, CultureInfo.InvariantCulture, out var c)
        && long.TryParse(entries, NumberStyles.None, CultureInfo.InvariantCulture, out var e)
        && mac.All(char.IsAsciiHexDigit)
            ? new(c, e, mac.ToLowerInvariant())
            : null;
}
