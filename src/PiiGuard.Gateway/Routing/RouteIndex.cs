using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;

namespace PiiGuard.Gateway.Routing;

/// <summary>Route templates by the literal segment that fewest of them have: of hundreds of routes only the few that share it with a path have to be tried.</summary>
internal sealed class RouteIndex
{
    private readonly Dictionary<string, List<Route>>[] _byLiteral; // one for each place of a segment
    private readonly List<Route> _others = []; // without a literal

    /// <param name="templates">Templates without the slash in front, and whose each is.</param>
    public RouteIndex(IEnumerable<(string Template, int Number)> templates)
    {
        List<(RouteTemplate Template, int Number)> parsed = [.. templates.Select(t => (TemplateParser.Parse(t.Template), t.Number))];
        var counts = parsed.SelectMany(p => LiteralsOf(p.Template)).GroupBy(l => l).ToDictionary(g => g.Key, g => g.Count());
        _byLiteral = [.. Enumerable.Range(0, parsed.Select(p => p.Template.Segments.Count).DefaultIfEmpty().Max()).Select(_ => new Dictionary<string, List<Route>>(StringComparer.OrdinalIgnoreCase))];
        foreach (var (template, number) in parsed)
        {
            var literals = LiteralsOf(template).ToList();
            var routes = _others;
            if (literals.Count > 0)
            {
                var (place, text) = literals.MinBy(l => counts[l]);
                routes = CollectionsMarshal.GetValueRefOrAddDefault(_byLiteral[place], text, out _) ??= [];
            }

            routes.Add(new(new(template, []), number));
        }
    }

    /// <summary>Adds the numbers of the templates that a path fits, each once.</summary>
    public void Find(PathString path, List<int> numbers)
    {
        Try(_others, path, numbers);
        var rest = path.Value.AsSpan();
        for (var place = 0; place < _byLiteral.Length && !rest.IsEmpty; place++)
        {
            rest = rest[1..]; // the slash
            var end = rest.IndexOf('/');
            var segment = end < 0 ? rest : rest[..end];
            rest = rest[segment.Length..];
            if (_byLiteral[place].GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(segment, out var routes))
            {
                Try(routes, path, numbers);
            }
        }
    }

    private static IEnumerable<(int Place, string Text)> LiteralsOf(RouteTemplate template) =>
        template.Segments.Index().Where(s => s.Item.IsSimple && s.Item.Parts[0].IsLiteral).Select(s => (s.Index, s.Item.Parts[0].Text!.ToUpperInvariant()));

    private static void Try(List<Route> routes, PathString path, List<int> numbers)
    {
        foreach (var (matcher, number) in routes)
        {
            if (!numbers.Contains(number) && matcher.TryMatch(path, []))
            {
                numbers.Add(number);
            }
        }
    }

    private readonly record struct Route(TemplateMatcher Matcher, int Number);
}
