namespace PiiGuard.Contracts;

/// <summary>
/// The committed list of all exposures that a team has accepted: <c>PiiExposure.txt</c>. Its format is described in
/// <c>docs/contract.md</c>. Reading never throws; what cannot be read is a <see cref="ContractProblem"/>.
/// </summary>
public sealed class ExposureContract
{
    /// <summary>Name of the contract file.</summary>
    public const string FileName = "PiiExposure.txt";

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
    public static string FormatLine(ExposureEntry entry) => $"{entry.Endpoint} | {entry.Path} | {entry.Category} | {entry.Reason}";

    /// <summary>
    /// Adds entries to the text of a contract, each before the first entry that sorts after it (ordinal, by endpoint, path and
    /// category). Comments, order and line ends of what is there stay as they are; what is declared already is not added again.
    /// </summary>
    public static string Add(string text, IEnumerable<ExposureEntry> additions)
    {
        var newline = text.Contains("\r\n") ? "\r\n" : "\n";
        var known = new HashSet<ExposureKey>(Parse(text).Entries.Select(e => e.Key));
        var lines = text.Length == 0 ? [.. Header] : text.Replace("\r\n", "\n").TrimEnd('\n').Split('\n').ToList();
        foreach (var entry in additions.Where(e => known.Add(e.Key)))
        {
            var line = FormatLine(entry);
            var at = lines.FindIndex(l => !IsBlank(l) && string.CompareOrdinal(SortKey(l), SortKey(line)) > 0);
            lines.Insert(at < 0 ? lines.Count : at, line);
        }

        return string.Join(newline, lines) + newline;
    }

    /// <summary>What a new contract begins with.</summary>
    private static IEnumerable<string> Header =>
    [
        "# Personal data that the endpoints of this project may return. One exposure per line, sorted:",
        "# endpoint | wire path | category | why the callers of this endpoint need it",
    ];

    private static bool IsBlank(string line) => line.TrimStart().Length == 0 || line.TrimStart()[0] == '#';

    // A space sorts before every character of a route, so that an endpoint's lines stay together.
    private static string SortKey(string line) => string.Join(" ", line.Split('|').Take(3).Select(c => c.Trim()));

    private static (ExposureEntry? Entry, string? Message) ReadLine(string line, int number)
    {
        var cells = line.Split(['|'], 4).Select(c => c.Trim()).ToList();
        if (cells.Count < 3)
        {
            return (null, "expected 'endpoint | wire path | category | reason', found no third column");
        }

        if (!IsEndpoint(cells[0]))
        {
            return (null, $"'{cells[0]}' is not an endpoint; expected 'GET /route' or 'Type.Method'");
        }

        if (!WirePath.TryParse(cells[1], out _))
        {
            return (null, $"'{cells[1]}' is not a wire path; expected for example 'customers[].email'");
        }

        if (!Taxonomy.PiiTaxonomy.TryParse(cells[2], out var category))
        {
            var near = Taxonomy.PiiTaxonomy.Suggest(cells[2]);
            return (null, $"'{cells[2]}' is not a category" + (near is null ? "" : $"; did you mean {near}?"));
        }

        var reason = cells.Count > 3 ? cells[3] : "";
        var entry = new ExposureEntry(cells[0], cells[1], category, reason, number);
        return (entry, ContractReason.IsReal(reason)
            ? null
            : $"{entry.Endpoint} | {entry.Path} gives no reason: say in a few words why the callers of this endpoint need it");
    }

    private static bool IsEndpoint(string text)
    {
        var space = text.IndexOf(' ');
        return space < 0
            ? text.IndexOf('.') > 0 && text[text.Length - 1] != '.'
            : space < text.Length - 1 && text[space + 1] == '/' && text.Take(space).All(c => c is >= 'A' and <= 'Z' or '*');
    }
}
