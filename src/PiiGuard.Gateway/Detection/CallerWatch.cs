using System.Globalization;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Detection;

/// <summary>What is known of how one caller behaves. Not thread-safe.</summary>
/// <param name="since">When it was seen first, in seconds.</param>
internal sealed class CallerWatch(double since)
{
    private RateTest _rate;
    private ShareTest _novelty;
    private ShareTest _misses;
    private ShareTest _longTail;
    private OrderTest _order;
    private double _episodeStart; // since when the numbers of the explanation count
    private double _last;
    private int _new;
    private int _asked;
    private int _missed;

    public double Since { get; } = since;

    /// <summary>The furthest step that was taken and not undone.</summary>
    public DetectionStep Step { get; set; }

    /// <summary>Why, in a sentence; null as long as nothing was.</summary>
    public string? Reason { get; set; }

    /// <summary>Whether it grows together with others.</summary>
    public bool IsOneOfMany { get; set; }

    /// <summary>The strongest signal that is not ignored, as a share of what is certain.</summary>
    public (Signal Signal, double Certainty) Strongest(DetectionRules rules)
    {
        var strongest = (Signal: Signal.Rate, Certainty: 0.0);
        ReadOnlySpan<(Signal, double)> all =
        [
            (Signal.Rate, _rate.Burst), (Signal.Drift, _rate.Drift), (Signal.Novelty, _novelty.Evidence), (Signal.Misses, _misses.Evidence),
            (Signal.Order, _order.Order), (Signal.Density, _order.Density), (Signal.LongTail, _longTail.Evidence),
        ];
        foreach (var (signal, evidence) in all)
        {
            if (evidence / Cusum.Threshold > strongest.Certainty && !rules.Ignored.Contains(signal))
            {
                strongest = (signal, evidence / Cusum.Threshold);
            }
        }

        return strongest;
    }

    /// <summary>Notes what one request has asked for.</summary>
    /// <param name="fresh">Subjects that were not asked for within the budget's longest window.</param>
    /// <param name="known">How many others there were.</param>
    /// <param name="isMiss">Whether they are not there.</param>
    /// <param name="others">Who asks for what.</param>
    /// <param name="caller">Digest of the caller.</param>
    /// <param name="now">Time in seconds.</param>
    /// <param name="rules">How the caller is watched.</param>
    public void Add(ReadOnlySpan<NamedSubject> fresh, int known, bool isMiss, AskedByOthers others, ulong caller, double now, DetectionRules rules)
    {
        Pause(now, rules);
        if (Strongest(rules).Certainty < 0.1 || now - _episodeStart > 86_400)
        {
            (_episodeStart, _new, _asked, _missed) = (now, 0, 0, 0);
        }

        _new += fresh.Length;
        _asked += fresh.Length + known;
        _missed += isMiss ? fresh.Length : 0;
        var weight = 1 / rules.ExpectedPerAnswer; // what comes together says as much as one
        for (var i = 0; i < known; i++)
        {
            _novelty.Add(false, 0.02, 0.9, weight);
        }

        if (fresh.IsEmpty)
        {
            return;
        }

        _rate.Add(fresh.Length, now, rules);
        foreach (var subject in fresh)
        {
            _novelty.Add(true, 0.02, 0.9, weight);
            _misses.Add(isMiss, 0.1, 0.5, weight);
            _longTail.Add(!others.Note(subject.Digest, caller), 0.1, 0.9, weight);
        }

        _order.Add(fresh);
    }

    /// <summary>A budget has refused more.</summary>
    public void Refused(double now) => _rate.Refused(now);

    /// <summary>Time goes by: evidence against a caller that does nothing is halved in some 17 hours.</summary>
    public void Pause(double now, DetectionRules rules)
    {
        var factor = Math.Exp((_last - now) / 86_400);
        _last = now;
        _novelty.Fade(factor);
        _misses.Fade(factor);
        _longTail.Fade(factor);
        _order.Fade(factor);
        _rate.Pause(now, rules);
    }

    /// <summary>The numbers behind a step, in a sentence without values.</summary>
    public string Explain(Signal signal, DetectionRules rules, double now)
    {
        var minutes = Math.Max(1, (now - _episodeStart) / 60);
        string Percent(double part, double whole) => (whole == 0 ? 0 : part / whole).ToString("P0", CultureInfo.InvariantCulture);
        string Number(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture,
            $"{signal}: {_new} new subjects in {minutes:0} min, {Percent(_new, _asked)} never asked for before by this caller (usually {Percent(_novelty.Usual, 1)}), {Percent(_missed, _new)} not there, keys rise in {Percent(_order.Rises, _order.Steps)} of {_order.Steps} steps; usual are {Number(_rate.UsualPerHour(rules.ExpectedPerHour))} in an hour of work and {Number(_rate.UsualPerDay)} in a day, today {_rate.InDay}");
    }

    /// <summary>An operator says that all is well.</summary>
    public void Release()
    {
        Step = DetectionStep.Observe;
        Reason = null;
        IsOneOfMany = false;
        _rate.Clear();
        _novelty.Clear();
        _misses.Clear();
        _longTail.Clear();
        _order.Clear();
    }
}
