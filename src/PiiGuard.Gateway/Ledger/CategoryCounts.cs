using System.Globalization;
using System.Text;

namespace PiiGuard.Gateway.Ledger;

/// <summary>How many values of which category, as ledger and log write it: <c>PersonName:3 BirthDate:3</c>.</summary>
internal static class CategoryCounts
{
    /// <param name="counts">The categories.</param>
    /// <param name="none">What stands for none of them.</param>
    public static string Format(IEnumerable<KeyValuePair<PiiCategory, int>> counts, string none = "")
    {
        StringBuilder? text = null;
        foreach (var (category, count) in counts)
        {
            text = text is null ? new() : text.Append(' ');
            text.Append(CultureInfo.InvariantCulture, $"{category}:{count}");
        }

        return text?.ToString() ?? none;
    }
}
