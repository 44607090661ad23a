namespace PiiGuard.Analyzers.Shapes;

/// <summary>The columns that a query names in its text: rows without a type have these names.</summary>
internal static class SqlColumns
{
    private static readonly char[] Quotes = ['[', ']', '"', '`'];
    private static readonly char[] Spaces = [' ', '\t', '\r', '\n'];

    /// <summary>The names behind the first <c>select</c>, each with that of the column itself, and the table of its <c>from</c>; empty of any other text, and of <c>select *</c>.</summary>
    public static IReadOnlyList<(string Name, string Source)> Of(string text, out string? table)
    {
        table = null;
        List<(string Name, string Source)> columns = [];
        if (!text.TrimStart().StartsWith("select", StringComparison.OrdinalIgnoreCase) && !text.TrimStart().StartsWith("with", StringComparison.OrdinalIgnoreCase))
        {
            return columns;
        }

        var start = text.IndexOf("select", StringComparison.OrdinalIgnoreCase) + "select".Length;
        var depth = 0;
        var from = start;
        for (var i = start; start >= "select".Length && i < text.Length; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            var ends = depth == 0 && IsWord(text, i, "from");
            if (ends || (depth == 0 && text[i] == ','))
            {
                Add(text.Substring(from, i - from), columns);
                from = i + 1;
            }

            if (ends)
            {
                table = text.Substring(i + "from".Length).Split(Spaces, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()?.TrimEnd(';', ',').Trim(Quotes).Split('.').Last().Trim(Quotes);
                return columns;
            }
        }

        return [];
    }

    /// <summary>Whether a column has another name than the row's; <c>postal_code</c> of <c>PostalCode</c> is the same.</summary>
    public static bool IsRenamed((string Name, string Source) column) => !string.Equals(column.Name.Replace("_", ""), column.Source.Replace("_", ""), StringComparison.OrdinalIgnoreCase);

    private static bool IsWord(string text, int at, string word) => at > 0 && char.IsWhiteSpace(text[at - 1]) && at + word.Length < text.Length && char.IsWhiteSpace(text[at + word.Length])
        && string.Compare(text, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary><c>c.full_name</c>, <c>concat(a, b) as name</c>: the last word is the name.</summary>
    private static void Add(string column, List<(string Name, string Source)> columns)
    {
        var words = column.Split(Spaces, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 0 && NameOf(words[words.Length - 1]) is { } name)
        {
            var source = words.Length > 2 && string.Equals(words[words.Length - 2], "as", StringComparison.OrdinalIgnoreCase) ? words[words.Length - 3] : words[Math.Max(0, words.Length - 2)];
            columns.Add((name, NameOf(source) ?? name));
        }
    }

    private static string? NameOf(string word) => word.Split('.').Last().Trim(Quotes) is { Length: > 0 } name && name.All(c => char.IsLetterOrDigit(c) || c == '_') ? name : null;
}
