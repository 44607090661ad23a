using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PiiGuard.Gateway.Limits;

/// <summary>So many within a window: <c>20/s burst 40</c>, <c>50000/day</c>, <c>1000/30 days</c>.</summary>
/// <param name="Count">How many in the long run, within each window.</param>
/// <param name="Window">Length of the window.</param>
/// <param name="Burst">Of requests: how many at once after a pause.</param>
internal sealed partial record Quota(int Count, TimeSpan Window, int Burst)
{
    /// <summary>What a text has to look like, for messages.</summary>
    public const string Form = "expected such as '20/s burst 40', '5000/day' or '1000/30 days' (units: s, min, hour, day)";

    private static readonly (string Name, TimeSpan Length)[] Units =
        [("s", TimeSpan.FromSeconds(1)), ("min", TimeSpan.FromMinutes(1)), ("hour", TimeSpan.FromHours(1)), ("day", TimeSpan.FromDays(1))];

    // Without setters: a copy with another count would keep the interval of the first one.
    public int Count { get; } = Count;

    public TimeSpan Window { get; } = Window;

    public int Burst { get; } = Burst;

    /// <summary>Of requests: time between two of them in the long run, in ticks of <see cref="TimeSpan"/>.</summary>
    public long Interval { get; } = Math.Max(1, Window.Ticks / Math.Max(1, Count));

    /// <summary>The window in words: <c>day</c>, <c>30 days</c>.</summary>
    public string WindowName { get; } = NameOf(Window);

    public static bool TryParse(string text, [NotNullWhen(true)] out Quota? quota)
    {
        quota = null;
        var times = 1;
        if (Pattern().Match(text) is not { Success: true } match
            || !Number(match.Groups["count"], out var count)
            || (match.Groups["times"].Success && !Number(match.Groups["times"], out times)))
        {
            return false;
        }

        var burst = count;
        if (match.Groups["burst"].Success && (!Number(match.Groups["burst"], out burst) || burst == 0))
        {
            return false;
        }

        var unit = match.Groups["unit"].Value.TrimEnd('s', 'S');
        var length = Units.First(u => u.Name.Equals(unit.Length == 0 ? "s" : unit, StringComparison.OrdinalIgnoreCase)).Length;
        if (times is 0 or > 40_000_000 || length * times > TimeSpan.FromDays(366))
        {
            return false;
        }

        quota = new(count, length * times, burst);
        return true;
    }

    /// <summary>One quota for each window, the smallest.</summary>
    public static Quota[] Strictest(IEnumerable<Quota> quotas) => [.. quotas.GroupBy(q => q.Window).Select(w => w.MinBy(q => q.Count)!)];

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Count.ToString(CultureInfo.InvariantCulture)}/{WindowName}{(Burst == Count ? "" : $" burst {Burst.ToString(CultureInfo.InvariantCulture)}")}";

    private static bool Number(Group group, out int number) => int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string NameOf(TimeSpan window)
    {
        var (name, length) = Units.Last(u => window.Ticks % u.Length.Ticks == 0);
        var times = window.Ticks / length.Ticks;
        return times == 1 ? name : $"{times.ToString(CultureInfo.InvariantCulture)} {name}{(length < TimeSpan.FromHours(1) ? "" : "s")}";
    }

    [GeneratedRegex(@"^\s*(?<count>\d+)\s*/\s*((?<times>\d+)\s*)?(?<unit>s|min|mins|hours?|days?)(\s+burst\s+(?<burst>\d+))?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
