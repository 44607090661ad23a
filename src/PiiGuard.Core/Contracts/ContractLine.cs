using System.Globalization;

namespace PiiGuard.Contracts;

/// <summary>One line of the contract: <c>endpoint | wire path | category | reason | options</c>.</summary>
internal static class ContractLine
{
    /// <summary>The column that accepts an exposure for anonymous callers, as it is added to a line.</summary>
    public const string ForAnonymous = " | " + AnonymousCell;

    private const string AnonymousCell = "anonymous";
    private const string OwnerCell = "owner";
    private const string UntilCell = "until";
    private const string DateFormat = "yyyy-MM-dd";
    private const string EscapedBar = "%7C"; // of a route (RFC 3986, 2.1)

    /// <summary>The line of an entry.</summary>
    public static string Format(ExposureEntry entry) =>
        $"{entry.Endpoint.Replace("|", EscapedBar)} | {entry.Path} | {entry.Category} | {entry.Reason}"
        + (entry.IsAnonymous ? ForAnonymous : "")
        + (entry.Owner is null ? "" : $" | {OwnerCell} {entry.Owner}")
        + (entry.Until is { } until ? $" | {UntilCell} {until.ToString(DateFormat, CultureInfo.InvariantCulture)}" : "");

    /// <summary>The entry of a line, as far as it can be read, and what is wrong with the line; null where nothing is.</summary>
    public static (ExposureEntry? Entry, string? Message) Read(string line, int number)
    {
        var cells = line.Split('|').Select(c => c.Trim()).ToList();
        if (cells.Count < 3)
        {
            return (null, "expected 'endpoint | wire path | category | reason', found no third column");
        }

        if (!IsEndpoint(cells[0]))
        {
            return (null, $"'{cells[0]}' is not an endpoint; expected a verb in capitals and a route ('GET /customers/{{id}}'), or 'Type.Method'");
        }

        if (!WirePath.TryParse(cells[1], out _))
        {
            return (null, $"'{cells[1]}' is not a wire path; expected for example 'customers[].email'");
        }

        if (!Taxonomy.PiiTaxonomy.TryParse(cells[2], out var category))
        {
            var near = Taxonomy.PiiTaxonomy.Suggest(cells[2]);
            return (null, $"'{cells[2]}' is not a category" + (near is null ? "; expected one of " + string.Join(", ", Enum.GetNames(typeof(PiiCategory))) : $"; did you mean {near}?"));
        }

        var entry = new ExposureEntry(cells[0].Replace(EscapedBar, "|"), cells[1], category, cells.Count > 3 ? cells[3] : "", number);
        foreach (var cell in cells.Skip(4))
        {
            if (ReadOption(entry, cell, out var message) is not { } read)
            {
                return (null, message);
            }

            entry = read;
        }

        return (entry, ContractReason.IsReal(entry.Reason) && !IsOption(entry.Reason)
            ? null
            : $"{entry.Endpoint} | {entry.Path} gives no reason: say in a few words why the callers of this endpoint need it");
    }

    /// <summary>Access, owner or date, in any order, each once. What is neither is no part of the reason: a mistyped date would never expire.</summary>
    private static ExposureEntry? ReadOption(ExposureEntry entry, string cell, out string? message)
    {
        if (string.Equals(cell, AnonymousCell, StringComparison.OrdinalIgnoreCase))
        {
            message = entry.IsAnonymous ? $"'{cell}' comes second" : null;
            return entry.IsAnonymous ? null : entry with { IsAnonymous = true };
        }

        var value = ValueOf(cell, OwnerCell) ?? ValueOf(cell, UntilCell);
        message = value is null ? $"'{cell}' is none of 'anonymous', 'owner …' and 'until yyyy-MM-dd'; a reason is one column, without '|'"
            : value.Length == 0 ? $"'{cell}' says nothing; expected for example 'owner billing' or 'until 2027-03-31'"
            : null;
        if (message is not null)
        {
            return null;
        }

        var isOwner = ValueOf(cell, OwnerCell) is not null;
        if ((isOwner ? entry.Owner : (object?)entry.Until) is not null)
        {
            message = $"'{cell}' comes second; a line has one owner and one date";
            return null;
        }

        if (isOwner)
        {
            return entry with { Owner = value };
        }

        if (!DateTime.TryParseExact(value, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            message = $"'{value}' is not a date; expected for example 'until 2027-03-31'";
            return null;
        }

        return entry with { Until = date };
    }

    /// <summary>What stands behind the word of an option; null when the cell is none.</summary>
    private static string? ValueOf(string cell, string word) =>
        cell.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (cell.Length == word.Length || char.IsWhiteSpace(cell[word.Length]))
            ? cell.Substring(word.Length).Trim()
            : null;

    /// <summary>Whether the column of the reason holds an option instead: a date, or an owner of one word.</summary>
    private static bool IsOption(string reason) =>
        (ValueOf(reason, UntilCell) is { Length: > 0 } until && char.IsDigit(until[0])) || ValueOf(reason, OwnerCell)?.Contains(' ') == false;

    // One slash between segments, every brace closed: what ASP.NET Core's own parser asks for.
    private static bool IsRoute(string route)
    {
        var depth = 0;
        foreach (var c in route)
        {
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth is < 0 or > 1)
            {
                return false;
            }
        }

        return depth == 0 && route.IndexOf("//", StringComparison.Ordinal) < 0 && route.IndexOf("{}", StringComparison.Ordinal) < 0;
    }

    private static bool IsEndpoint(string text)
    {
        var space = text.IndexOf(' ');
        return space < 0
            ? text.IndexOf('.') > 0 && text[text.Length - 1] != '.'
            : space < text.Length - 1 && text[space + 1] == '/' && text.Take(space).All(c => c is >= 'A' and <= 'Z' or '*')
                && IsRoute(text.Substring(space + 1));
    }
}
