using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Detection;

/// <summary>Whether somebody goes through the keys: one after the other, ever upwards, or all of a range in whatever order.</summary>
internal struct OrderTest
{
    private const double UsualRise = 0.5;
    private const double OrderedRise = 0.9;
    private const double UsualNext = 0.05; // keys that follow closely on the last one
    private const double OrderedNext = 0.7;
    private const long Close = 8;
    private const int RangeAtLeast = 64;
    private const int RangeAtMost = 512;
    private const double Dense = 0.25; // of the keys between the lowest and the highest

    private Cusum _rise;
    private Cusum _next;
    private long _last;
    private bool _hasLast;
    private long _lowest;
    private long _highest;
    private int _inRange;

    public readonly double Order => Math.Max(_rise.Evidence, _next.Evidence);

    public double Density { get; private set; }

    public int Steps { get; private set; }

    public int Rises { get; private set; }

    /// <summary>The new subjects of one answer. What lists are sorted by says nothing, so of each answer one step counts.</summary>
    public void Add(ReadOnlySpan<NamedSubject> subjects)
    {
        long? lowest = null;
        foreach (var subject in subjects)
        {
            if (subject.Ordinal != NamedSubject.NoOrdinal)
            {
                lowest = Math.Min(lowest ?? long.MaxValue, subject.Ordinal);
                Fill(subject.Ordinal);
            }
        }

        if (lowest is not { } first)
        {
            return;
        }

        if (_hasLast)
        {
            var isRise = first > _last;
            var isNext = isRise && first - _last <= Close * subjects.Length;
            _rise.Add(isRise ? Math.Log(OrderedRise / UsualRise) : Math.Log((1 - OrderedRise) / (1 - UsualRise)));
            _next.Add(isNext ? Math.Log(OrderedNext / UsualNext) : Math.Log((1 - OrderedNext) / (1 - UsualNext)));
            Steps++;
            Rises += isRise ? 1 : 0;
        }

        (_last, _hasLast) = (first, true);
    }

    public void Fade(double factor)
    {
        _rise.Fade(factor);
        _next.Fade(factor);
    }

    public void Clear()
    {
        _rise.Clear();
        _next.Clear();
        Density = 0;
        _inRange = Steps = Rises = 0;
    }

    private void Fill(long ordinal)
    {
        if (_inRange == RangeAtMost)
        {
            _inRange = 0;
        }

        _lowest = _inRange == 0 ? ordinal : Math.Min(_lowest, ordinal);
        _highest = _inRange == 0 ? ordinal : Math.Max(_highest, ordinal);
        _inRange++;
        Density = _inRange >= RangeAtLeast && _inRange / ((double)_highest - _lowest + 1) >= Dense ? Cusum.Threshold : 0;
    }
}
