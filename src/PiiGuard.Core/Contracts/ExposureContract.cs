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

    private const string OwnerCell = "owner ";
    private const string UntilCell = "until ";
    private const string DateFormat = "yyyy-MM-dd";

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
        $"{entry.Endpoint} | {entry.Path} | {entry.Category} | {entry.Reason}"
        + (entry.Owner is null ? "" : $" | {OwnerCell}{entry.Owner}")
        + (entry.Until is { } until ? $" | {UntilCell}{until.ToString(DateFormat, CultureInfo.InvariantCulture)}" : "");

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

        // Owner and date stand last; a bar before them belongs to the reason.
        DateTime? until = null;
        if (cells.Count > 4 && cells[cells.Count - 1].StartsWith(UntilCell, StringComparison.Ordinal))
        {
            var text = cells[cells.Count - 1].Substring(UntilCell.Length).Trim();
            if (!DateTime.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                return (null, $"'{text}' is not a date; expected for example 'until 2027-03-31'");
            }

            until = date;
            cells.RemoveAt(cells.Count - 1);
        }

        string? owner = null;
        if (cells.Count > 4 && cells[cells.Count - 1].StartsWith(OwnerCell, StringComparison.Ordinal))
        {
            owner = cells[cells.Count - 1].Substring(OwnerCell.Length).Trim();
            cells.RemoveAt(cells.Count - 1);
        }

        var reason = string.Join(" | ", cells.Skip(3));
        var entry = new ExposureEntry(cells[0], cells[1], category, reason, number) { Owner = owner, Until = until };
        return (entry, ContractReason.IsReal(reason)
            ? null
            : $"{entry.Endpoint} | {entry.Path} gives no reason: say in a few words why the callers of this endpoint need it");
    }

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
