namespace PiiGuard.Redaction;

/// <summary>What a document held and what became of it. Counts only; never values.</summary>
public sealed class RedactionReport
{
    private static readonly int Categories = Enum.GetValues<PiiCategory>().Max(c => (int)c) + 1;

    private readonly int[] _revealed = new int[Categories];
    private readonly int[] _withheld = new int[Categories];

    /// <summary>Records: objects with a subject key, and those with personal data of a person without one.</summary>
    public int Records { get; internal set; }

    /// <summary>Categories of which values were revealed or generalised, with their number.</summary>
    public IEnumerable<KeyValuePair<PiiCategory, int>> Revealed => Counts(_revealed);

    /// <summary>Categories of which values were masked or removed, with their number.</summary>
    public IEnumerable<KeyValuePair<PiiCategory, int>> Withheld => Counts(_withheld);

    /// <summary>Values removed because the plan lists nothing of them (<see cref="RedactionPlanOptions.OnlyListed"/>).</summary>
    public int Unlisted { get; internal set; }

    /// <summary>Values revealed, by the number of their category.</summary>
    internal int[] RevealedCounts => _revealed;

    internal void Clear()
    {
        Array.Clear(_revealed);
        Array.Clear(_withheld);
        Records = Unlisted = 0;
    }

    internal void Add(RedactionReport other)
    {
        for (var i = 0; i < _revealed.Length; i++)
        {
            _revealed[i] += other._revealed[i];
            _withheld[i] += other._withheld[i];
        }

        Records += other.Records;
        Unlisted += other.Unlisted;
    }

    internal void Count(PiiCategory category, bool revealed) => (revealed ? _revealed : _withheld)[(int)category]++;

    private static IEnumerable<KeyValuePair<PiiCategory, int>> Counts(int[] counts)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                yield return new((PiiCategory)i, counts[i]);
            }
        }
    }
}
