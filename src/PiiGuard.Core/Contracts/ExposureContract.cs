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
                var (entry, message) = ContractLine.Read(line, number);
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
    public static string FormatLine(ExposureEntry entry) => ContractLine.Format(entry);

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
    /// category). Comments, order and line ends of what is there stay as they are; what is declared already is not added again, but for
    /// the word that accepts it for anonymous callers, where that is missing.
    /// </summary>
    public static string Add(string text, IEnumerable<ExposureEntry> additions)
    {
        var newline = text.Contains("\r\n") ? "\r\n" : "\n";
        text = text.Trim().Length == 0 ? string.Join(newline, Header) + newline : text;
        foreach (var entry in additions)
        {
            var contract = Parse(text);
            if (contract.Entries.FirstOrDefault(e => e.Key == entry.Key) is { } present)
            {
                text = entry.IsAnonymous && !contract.Entries.Any(e => e.Key == entry.Key && e.IsAnonymous) ? text.Insert(EndOfLine(text, present.Line), ContractLine.ForAnonymous) : text;
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

    /// <summary>Where the last column of a line ends.</summary>
    private static int EndOfLine(string text, int line)
    {
        var end = text.IndexOf('\n', StartOfLine(text, line));
        end = end < 0 ? text.Length : end;
        while (char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }
}
