namespace PiiGuard;

/// <summary>"Did you mean": the nearest of some known words.</summary>
public static class Spelling
{
    /// <summary>The candidate with the smallest edit distance (Levenshtein 1966), in any case; null when more than a third of the letters (of a short word: two) differ.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        // "Email" for "EmailAddress" is short of letters, not misspelt.
        if (word.Length >= 4 && candidates.Where(c => c.StartsWith(word, StringComparison.OrdinalIgnoreCase)).OrderBy(c => c.Length).FirstOrDefault() is { } longer)
        {
            return longer;
        }

        var best = candidates.Select(c => (Word: c, Distance: Distance(word, c))).OrderBy(c => c.Distance).FirstOrDefault();
        return best.Word is not null && best.Distance <= (word.Length <= 3 ? 1 : Math.Max(2, word.Length / 3)) ? best.Word : null;
    }

    private static int Distance(string a, string b)
    {
        if (a.Length > 64)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                var next = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost);
                diagonal = row[j];
                row[j] = next;
            }
        }

        return row[b.Length];
    }
}
