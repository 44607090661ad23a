namespace PiiGuard.Gateway.Detection;

/// <summary>Whether new subjects come faster than this caller usually takes them, within hours and over days.</summary>
internal struct RateTest
{
    private const double Ratio = 4; // of the rates that are told apart within hours
    private const double Busy = 1.5; // what a busy hour of a usual day holds, in usual hours
    private const double Memory = 1.0 / 20; // weight of one hour, and of one day, in what is usual
    private const int WarmUpHours = 8;
    private const int WarmUpDays = 10;
    private const double Slack = 1; // standard deviations that a day may be above the usual one
    private const double DriftScale = Cusum.Threshold / 5; // five standard deviations beyond the slack, over any number of days, are certain

    private Cusum _burst;
    private Cusum _drift;
    private double _last;
    private long _hour;
    private long _day;
    private int _inHour;
    private int _inDay;
    private int _hours;
    private int _days;
    private double _perHour;
    private double _perDay;
    private double _variance;
    private bool _isCensored;

    public readonly double Burst => _burst.Evidence;

    /// <summary>Evidence of a slow rise, with what the present day adds.</summary>
    public readonly double Drift => _drift.Evidence + Math.Max(0, DayExcess);

    public readonly double UsualPerDay => _perDay;

    public readonly int InDay => _inDay;

    private readonly double DayExcess => _days < WarmUpDays ? 0
        : DriftScale * ((_inDay - _perDay) / Deviation - Slack);

    /// <summary>That of the days, no less than of a Poisson process and a fifth of the mean, and wider as long as few days are known.</summary>
    private readonly double Deviation =>
        (1 + Math.Max(Math.Sqrt(_variance), Math.Max(Math.Sqrt(_perDay), _perDay / 5))) * (1 + 2 / Math.Sqrt(Math.Min(_days, 1 / Memory)));

    /// <summary>New subjects in a usual hour of work; of a caller without history what is expected.</summary>
    public readonly double UsualPerHour(double expected) => _hours < WarmUpHours ? expected : Math.Max(_perHour, expected / 4);

    /// <summary>New subjects were asked for.</summary>
    /// <param name="count">How many.</param>
    /// <param name="now">Time in seconds.</param>
    /// <param name="rules">What is expected of a caller without history.</param>
    public void Add(int count, double now, DetectionRules rules)
    {
        EndHour((long)(now / 3600));
        EndDay((long)(now / 86_400));
        Pause(now, rules);
        _burst.Add(count / rules.ExpectedPerAnswer * Math.Log(Ratio));
        _inHour += count;
        _inDay += count;
    }

    /// <summary>
    /// A budget has refused more. Of a day like that it is only known that the caller wanted at least so much; where there is evidence
    /// already, a small budget must not let it shrink.
    /// </summary>
    public void Refused(double now)
    {
        EndDay((long)(now / 86_400));
        _isCensored = true;
    }

    /// <summary>Time goes by without new subjects.</summary>
    public void Pause(double now, DetectionRules rules)
    {
        var answersPerSecond = Busy * UsualPerHour(rules.ExpectedPerHour) / rules.ExpectedPerAnswer / 3600;
        _burst.Add(-(Ratio - 1) * answersPerSecond * (now - _last));
        _last = now;
    }

    public void Clear()
    {
        _burst.Clear();
        _drift.Clear();
        _inDay = 0;
    }

    private void EndHour(long hour)
    {
        if (hour == _hour)
        {
            return;
        }

        if (_inHour > 0 && _burst.Evidence < Cusum.Threshold / 2)
        {
            _hours++;
            _perHour += (_inHour - _perHour) * Math.Max(Memory, 1.0 / _hours);
        }

        (_hour, _inHour) = (hour, 0);
    }

    private void EndDay(long day)
    {
        if (day == _day)
        {
            return;
        }

        if (_inDay > 0)
        {
            var excess = _isCensored && _drift.Evidence > Cusum.Threshold / 2 ? Math.Max(DayExcess, DriftScale) : DayExcess;
            _drift.Add(excess);

            // Days that are suspicious hardly teach what is usual: who grows slowly would teach it everything.
            if (_drift.Evidence < Cusum.Threshold / 2)
            {
                _days++;
                var weight = Math.Max(Memory, 1.0 / _days) / (excess > 0 ? 10 : 1);
                var change = _inDay - _perDay;
                _perDay += weight * change;
                _variance = (1 - weight) * (_variance + weight * change * change);
            }
        }

        (_day, _inDay, _isCensored) = (day, 0, false);
    }
}
