using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using PiiGuard.Contracts;

namespace PiiGuard.Gateway.Routing;

/// <summary>
/// Finds the endpoints of the contract that a request may be for, with the route templates of ASP.NET Core. The contract knows no
/// constraints and defaults, and the upstream may be told another verb, so the lines of every template that fits are taken together, and those of all versions of one.
/// </summary>
internal sealed class EndpointMatcher
{
    private readonly List<(string Verb, MatchedEndpoint Endpoint)> _candidates;
    private readonly RouteIndex _routes;
    private readonly Func<string, bool> _namesPerson;

    /// <param name="entries">The lines of the contract.</param>
    /// <param name="namesPerson">Whether a word stands for persons.</param>
    /// <param name="reject">Is told of every route that is none.</param>
    public EndpointMatcher(IEnumerable<ExposureEntry> entries, Func<string, bool> namesPerson, Action<string> reject)
    {
        _namesPerson = namesPerson;
        List<(List<RouteTemplate> Templates, string Verb, MatchedEndpoint Endpoint)> candidates = [];
        foreach (var group in entries.GroupBy(e => e.UnversionedEndpoint))
        {
            var space = group.Key.IndexOf(' ');
            if (space < 0)
            {
                continue; // Type.Method: no route to match
            }

            try
            {
                var templates = Templates(group.Key[(space + 2)..]);
                var subject = templates[0].Segments.Where(s => s.IsSimple && s.Parts[0].IsLiteral).Select(s => s.Parts[0].Text!).LastOrDefault() ?? "";
                candidates.Add((templates, group.Key[..space], new(group.Key, subject, [.. group]) { Key = KeyOf([group.Key], subject) }));
            }
            catch (ArgumentException e)
            {
                reject($"'{group.Key}' is not a route: {e.Message}");
            }
        }

        // Literal segments before parameters, as routing does.
        candidates = [.. candidates.OrderBy(c => RoutePrecedence.ComputeInbound(c.Templates[0]))];
        _candidates = candidates.ConvertAll(c => (c.Verb, c.Endpoint));
        _routes = new([.. candidates.Index().SelectMany(c => c.Item.Templates, (c, template) => (template, c.Index))]);
    }

    /// <summary>How many endpoints the contract has routes for.</summary>
    public int Count => _candidates.Count;

    public MatchedEndpoint Match(string method, PathString pathBase, PathString path)
    {
        List<int> fitting = [];
        _routes.Find(path, fitting);
        var whole = pathBase + path;
        if (pathBase.HasValue)
        {
            _routes.Find(whole, fitting);
        }

        // A HEAD is answered by what answers a GET.
        fitting.Sort();
        var verb = HttpMethods.IsHead(method) ? "GET" : method;
        var best = fitting.FindIndex(c => _candidates[c].Verb == "*" || _candidates[c].Verb.Equals(verb, StringComparison.OrdinalIgnoreCase));
        if (best == 0 && fitting.Count == 1)
        {
            return _candidates[fitting[0]].Endpoint;
        }

        // A word of the path that the caller chose must not make anything less personal: only words for persons count.
        var subject = best >= 0
            ? _candidates[fitting[best]].Endpoint.Subject
            : whole.Value!.Split('/').LastOrDefault(s => s.Length is > 1 and <= 40 && s.All(char.IsAsciiLetter) && _namesPerson(s))?.ToLowerInvariant() ?? "";
        var endpoints = fitting.ConvertAll(c => _candidates[c].Endpoint);
        return new(best < 0 ? null : endpoints[best].Name, subject, endpoints.SelectMany(e => e.Entries).ToList()) { Key = KeyOf(endpoints.Select(e => e.Name), subject) };
    }

    private static string KeyOf(IEnumerable<string?> names, string subject) => string.Join('\n', names) + "\n" + subject;

    /// <summary>The template, and what is left of it without its last parameters, which may have had defaults.</summary>
    private static List<RouteTemplate> Templates(string template)
    {
        List<RouteTemplate> templates = [];
        for (var segments = template.Split('/').ToList(); ; segments.RemoveAt(segments.Count - 1))
        {
            templates.Add(TemplateParser.Parse(string.Join('/', segments)));
            if (segments.Count < 2 || !segments[^1].StartsWith('{'))
            {
                return templates;
            }
        }
    }
}
