using System.Globalization;
using System.Net;
using System.Text;

namespace BreachReplay.Virtual;

/// <summary>Draws how many customers had leaked by when, with and without the gateway, on a logarithmic scale.</summary>
internal static class LeakPlot
{
    private const int Left = 90;
    private const int Top = 40;
    private const int Width = 760;
    private const int Height = 380;
    private static readonly string[] Colours = ["#0b6e4f", "#08519c", "#7a0177", "#b35806", "#4d4d4d", "#00796b", "#5e35b1"];

    public static string Draw(IReadOnlyList<Outcome> outcomes)
    {
        var days = outcomes.Max(o => o.Days);
        var decades = (int)Math.Ceiling(Math.Log10(Math.Max(10, outcomes.Max(o => Math.Max(o.Leaked, o.LeakedWithout)))));
        double X(double day) => Left + day / days * Width;
        double Y(double count) => Top + Height - Math.Log10(Math.Max(1, count)) / decades * Height;
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Left + Width + 30} {Top + Height + 70 + 20 * outcomes.Count}" font-family="sans-serif" font-size="12">""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<title>Customers leaked over {days} days</title><rect width="100%" height="100%" fill="#fff"/><text x="{Left}" y="22" font-size="15">Distinct customers leaked: dashed without the gateway, solid with it</text>""");
        for (var decade = 0; decade <= decades; decade++)
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<line x1="{Left}" x2="{Left + Width}" y1="{Y(Math.Pow(10, decade)):0.#}" y2="{Y(Math.Pow(10, decade)):0.#}" stroke="#ddd"/><text x="{Left - 8}" y="{Y(Math.Pow(10, decade)) + 4:0.#}" text-anchor="end">{Math.Pow(10, decade):N0}</text>""");
        }

        for (var day = 0; day <= days; day += Math.Max(1, days / 8))
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{X(day):0.#}" y="{Top + Height + 18}" text-anchor="middle">day {day}</text>""");
        }

        foreach (var (outcome, i) in outcomes.Select((o, i) => (o, i)))
        {
            var colour = Colours[i % Colours.Length];
            svg.AppendLine(Line(outcome.LeakWithout.Select(l => (l[0], l[1])), colour, "stroke-dasharray=\"5 4\" opacity=\"0.6\""));
            List<(double, double)> with = [.. outcome.Leak.Select(l => (l[0], l[1])), (outcome.Days, outcome.Leaked)];
            svg.AppendLine(Line(Steps(with), colour, "stroke-width=\"2\""));
            var y = Top + Height + 48 + 20 * i;
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<line x1="{Left}" x2="{Left + 24}" y1="{y - 4}" y2="{y - 4}" stroke="{colour}" stroke-width="2"/><text x="{Left + 32}" y="{y}">{WebUtility.HtmlEncode(outcome.Scenario)}: {outcome.Leaked:N0} of {outcome.LeakedWithout:N0}</text>""");
        }

        return svg.AppendLine("</svg>").ToString();

        string Line(IEnumerable<(double Day, double Count)> points, string colour, string style) =>
            $"""<polyline fill="none" stroke="{colour}" {style} points="{string.Join(" ", points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.Day):0.#},{Y(p.Count):0.#}")).Distinct())}"/>""";
    }

    private static IEnumerable<(double, double)> Steps(List<(double Day, double Count)> points)
    {
        for (var i = 0; i < points.Count; i++)
        {
            if (i > 0)
            {
                yield return (points[i].Day, points[i - 1].Count);
            }

            yield return points[i];
        }
    }
}
