using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;

namespace PiiGuard.Gateway.Routing;

/// <summary>Route templates by the literal segment that fewest of them have: of hundreds of routes only the few that share it with a path have to be tried.</summary>
internal sealed class RouteIndex
{
    private readonly Dictionary<string, List<Route>>[] _byLiteral; // one for each place of a segment
    private readonly List<Route> _others = []; // without a literal

    /// <param name="templates">The templates, and whose each is.</param>
    public RouteIndex(IReadOnlyCollection<(RouteTemplate Template, int Number)> templates)
    {
        // Compared as routing compares them: no function that changes the case of a text does it just so.
        var places = templates.Select(t => t.Template.Segments.Count).DefaultIfEmpty().Max();
        var counts = Enumerable.Range(0, places).Select(_ => new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)).ToArray();
        foreach (var (place, text) in templates.SelectMany(t => LiteralsOf(t.Template)))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts[place], text, out _)++;
        }

        _byLiteral = [.. counts.Select(_ => new Dictionary<string, List<Route>>(StringComparer.OrdinalIgnoreCase))];
        foreach (var (template, number) in templates)
        {
            var literals = LiteralsOf(template).ToList();
            var routes = _others;
            if (literals.Count > 0)
            {
                var (place, text) = literals.MinBy(l => counts[l.Place][l.Text]);
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
        template.Segments.Index().Where(s => s.Item.IsSimple && s.Item.Parts[0].IsLiteral).Select(s => (s.Index, s.Item.Parts[0].Text!));

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
