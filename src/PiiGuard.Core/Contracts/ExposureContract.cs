using System.Globalization;

namespace PiiGuard.Contracts;

/// <summary>
/// The committed list of all exposures that a team has accepted: <c>PiiExposure.txt</c>. Its format is described in
/// <c>docs/contract.md</c>. Reading never throws; what cannot be read is a <see cref="ContractProblem"/>.
/// </summary>
public sealed class ExposureContract
{
    /// <summary>Name of the contract file.</summary>
    public const string FileName = "PiiExposure.txt";

    private const string OwnerCell = "owner";
    private const string UntilCell = "until";
    private const string DateFormat = "yyyy-MM-dd";
    private const string EscapedBar = "%7C"; // of a route (RFC 3986, 2.1)

    /// <summary>A contract that accepts nothing.</summary>
    public static ExposureContract Empty { get; } = new([], []);

    private ExposureContract(IReadOnlyList<ExposureEntry> entries, IReadOnlyList<ContractProblem> problems)
    {
        Entries = entries;
        Problems = problems;
    }

    /// <summary>The readable entries, in the order of the file, those without a reason among them.</summary>
    public IReadOnlyList<ExposureEntry> Entries { get; }

    /// <summary>Lines that cannot be read or give no reason.</summary>
    public IReadOnlyList<ContractProblem> Problems { get; }

    /// <summary>Reads a contract.</summary>
    public static ExposureContract Parse(string text)
    {
        List<ExposureEntry> entries = [];
        List<ContractProblem> problems = [];
        var number = 0;
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            number++;
            var line = text.Substring(start, end - start).TrimEnd('\r');
            if (!IsBlank(line))
            {
                var (entry, message) = ReadLine(line, number);
                if (entry is not null)
                {
                    entries.Add(entry);
                }

                if (message is not null)
                {
                    problems.Add(new(number, start, line.Length, message));
                }
            }

            start = end + 1;
        }

        return new(entries, problems);
    }

    /// <summary>The line of an entry, as <see cref="Parse"/> reads it.</summary>
    public static string FormatLine(ExposureEntry entry) =>
        $"{entry.Endpoint.Replace("|", EscapedBar)} | {entry.Path} | {entry.Category} | {entry.Reason}"
        + (entry.Owner is null ? "" : $" | {OwnerCell} {entry.Owner}")
        + (entry.Until is { } until ? $" | {UntilCell} {until.ToString(DateFormat, CultureInfo.InvariantCulture)}" : "");

    /// <summary>Lines that declare what an earlier line declares, in the same words or with another category.</summary>
    public IEnumerable<(ExposureEntry Entry, ExposureEntry Earlier)> Duplicates()
    {
        var first = new Dictionary<(string, string), ExposureEntry>();
        foreach (var entry in Entries)
        {
            if (first.TryGetValue((entry.Endpoint, entry.Path), out var earlier))
            {
                yield return (entry, earlier);
            }
            else
            {
                first.Add((entry.Endpoint, entry.Path), entry);
            }
        }
    }

    /// <summary>
    /// Adds entries to the text of a contract, each before the first entry that sorts after it (ordinal, by endpoint, path and
    /// category). Comments, order and line ends of what is there stay as they are; what is declared already is not added again.
    /// </summary>
    public static string Add(string text, IEnumerable<ExposureEntry> additions)
    {
        var newline = text.Contains("\r\n") ? "\r\n" : "\n";
        text = text.Trim().Length == 0 ? string.Join(newline, Header) + newline : text;
        foreach (var entry in additions)
        {
            var contract = Parse(text);
            if (contract.Entries.Any(e => e.Key == entry.Key))
            {
                continue;
            }

            var line = FormatLine(entry);
            var next = contract.Entries.FirstOrDefault(e => string.CompareOrdinal(SortKey(e), SortKey(entry)) > 0);
            text = next is not null ? text.Insert(StartOfLine(text, next.Line), line + newline)
                : text[text.Length - 1] == '\n' ? text + line + newline
                : text + newline + line + newline;
        }

        return text;
    }

    /// <summary>What a new contract begins with.</summary>
    private static IEnumerable<string> Header =>
    [
        "# Personal data that the endpoints of this project may return. One exposure per line, sorted:",
        "# endpoint | wire path | category | why the callers of this endpoint need it",
    ];

    private static bool IsBlank(string line) => line.TrimStart().Length == 0 || line.TrimStart()[0] == '#';

    // A space sorts before every character of a route, so that an endpoint's lines stay together.
    private static string SortKey(ExposureEntry entry) => $"{entry.Endpoint} {entry.Path} {entry.Category}";

    private static int StartOfLine(string text, int line)
    {
        var start = 0;
        for (; line > 1; line--)
        {
            start = text.IndexOf('\n', start) + 1;
        }

        return start;
    }

    private static (ExposureEntry? Entry, string? Message) ReadLine(string line, int number)
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

    /// <summary>Owner or date, in any order, each once. What is neither is no part of the reason: a mistyped date would never expire.</summary>
    private static ExposureEntry? ReadOption(ExposureEntry entry, string cell, out string? message)
    {
        var value = ValueOf(cell, OwnerCell) ?? ValueOf(cell, UntilCell);
        message = value is null ? $"'{cell}' is neither 'owner …' nor 'until yyyy-MM-dd'; a reason is one column, without '|'"
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
