using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using PiiGuard.Contracts;

namespace PiiGuard.Gateway.Routing;

/// <summary>Finds the endpoint of the contract that a request is for, with the route templates of ASP.NET Core.</summary>
internal sealed class EndpointMatcher
{
    private readonly List<(string Verb, TemplateMatcher Matcher, MatchedEndpoint Endpoint)> _endpoints = [];

    public EndpointMatcher(IEnumerable<ExposureEntry> entries)
    {
        foreach (var group in entries.GroupBy(e => e.Endpoint))
        {
            var space = group.Key.IndexOf(' ');
            if (space > 0)
            {
                var template = TemplateParser.Parse(group.Key[(space + 2)..]);
                var subject = template.Segments.Where(s => s.IsSimple && s.Parts[0].IsLiteral).Select(s => s.Parts[0].Text).LastOrDefault() ?? "";
                _endpoints.Add((group.Key[..space], new(template, []), new(group.Key, subject, [.. group])));
            }
        }

        // Literal segments before parameters, as routing does.
        _endpoints = [.. _endpoints.OrderBy(e => RoutePrecedence.ComputeInbound(e.Matcher.Template))];
    }

    /// <summary>How many endpoints the contract has routes for.</summary>
    public int Count => _endpoints.Count;

    public MatchedEndpoint Match(string method, PathString path)
    {
        // A HEAD is answered by what answers a GET.
        var verb = HttpMethods.IsHead(method) ? "GET" : method;
        foreach (var (candidate, matcher, endpoint) in _endpoints)
        {
            if ((candidate == "*" || candidate.Equals(verb, StringComparison.OrdinalIgnoreCase)) && matcher.TryMatch(path, []))
            {
                return endpoint;
            }
        }

        // The last word of the path; what has digits or signs in it may be a value.
        var word = path.Value!.Split('/').LastOrDefault(s => s.Length is > 1 and <= 40 && s.All(char.IsAsciiLetter)) ?? "";
        return new(null, word.ToLowerInvariant(), []);
    }
}
