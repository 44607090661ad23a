using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using PiiGuard.Contracts;

namespace PiiGuard.Gateway.Routing;

/// <summary>
/// Finds the endpoints of the contract that a request may be for, with the route templates of ASP.NET Core. The contract knows no
/// constraints and defaults, and the upstream may be told another verb, so the lines of every template that fits are taken together.
/// </summary>
internal sealed class EndpointMatcher
{
    private readonly List<Candidate> _candidates = [];
    private readonly Func<string, bool> _namesPerson;

    /// <param name="entries">The lines of the contract.</param>
    /// <param name="namesPerson">Whether a word stands for persons.</param>
    /// <param name="reject">Is told of every route that is none.</param>
    public EndpointMatcher(IEnumerable<ExposureEntry> entries, Func<string, bool> namesPerson, Action<string> reject)
    {
        _namesPerson = namesPerson;
        foreach (var group in entries.GroupBy(e => e.Endpoint))
        {
            var space = group.Key.IndexOf(' ');
            if (space < 0)
            {
                continue; // Type.Method: no route to match
            }

            try
            {
                var template = TemplateParser.Parse(group.Key[(space + 2)..]);
                var subject = template.Segments.Where(s => s.IsSimple && s.Parts[0].IsLiteral).Select(s => s.Parts[0].Text!).LastOrDefault() ?? "";
                _candidates.Add(new(group.Key[..space], template, Matchers(group.Key[(space + 2)..]), new(group.Key, subject, [.. group])));
            }
            catch (ArgumentException e)
            {
                reject($"'{group.Key}' is not a route: {e.Message}");
            }
        }

        // Literal segments before parameters, as routing does.
        _candidates = [.. _candidates.OrderBy(c => RoutePrecedence.ComputeInbound(c.Template))];
    }

    /// <summary>How many endpoints the contract has routes for.</summary>
    public int Count => _candidates.Count;

    public MatchedEndpoint Match(string method, PathString pathBase, PathString path)
    {
        var whole = pathBase + path;
        var fitting = _candidates.Where(c => c.Matchers.Any(m => m.TryMatch(path, []) || (pathBase.HasValue && m.TryMatch(whole, [])))).ToList();

        // A HEAD is answered by what answers a GET.
        var verb = HttpMethods.IsHead(method) ? "GET" : method;
        var best = fitting.Find(c => c.Verb == "*" || c.Verb.Equals(verb, StringComparison.OrdinalIgnoreCase));
        var entries = fitting.SelectMany(c => c.Endpoint.Entries).ToList();

        // A word of the path that the caller chose must not make anything less personal: only words for persons count.
        var subject = best?.Endpoint.Subject ?? whole.Value!.Split('/').LastOrDefault(s => s.Length is > 1 and <= 40 && s.All(char.IsAsciiLetter) && _namesPerson(s))?.ToLowerInvariant() ?? "";
        var key = string.Join("\n", fitting.Select(c => c.Endpoint.Name)) + "\n" + subject;
        return new(best?.Endpoint.Name, subject, entries) { Key = key };
    }

    /// <summary>The template, and what is left of it without its last parameters, which may have had defaults.</summary>
    private static List<TemplateMatcher> Matchers(string template)
    {
        List<TemplateMatcher> matchers = [];
        for (var segments = template.Split('/').ToList(); ; segments.RemoveAt(segments.Count - 1))
        {
            matchers.Add(new(TemplateParser.Parse(string.Join('/', segments)), []));
            if (segments.Count < 2 || !segments[^1].StartsWith('{'))
            {
                return matchers;
            }
        }
    }

    private sealed record Candidate(string Verb, RouteTemplate Template, IReadOnlyList<TemplateMatcher> Matchers, MatchedEndpoint Endpoint);
}
