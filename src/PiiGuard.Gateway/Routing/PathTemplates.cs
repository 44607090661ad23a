using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace PiiGuard.Gateway.Routing;

/// <summary>Paths with parameters, as routing writes them: <c>/customers/{customerId}</c>.</summary>
internal sealed class PathTemplates
{
    private readonly List<TemplateMatcher> _matchers = [];

    /// <param name="templates">The templates.</param>
    /// <param name="reject">Is told of every template that is none.</param>
    public PathTemplates(IEnumerable<string> templates, Action<string> reject)
    {
        foreach (var template in templates)
        {
            if (!template.StartsWith('/') || template.Contains('?'))
            {
                reject($"'{template}' is not a path; expected one such as '/customers/{{customerId}}'");
                continue;
            }

            try
            {
                _matchers.Add(new(TemplateParser.Parse(template[1..]), []));
            }
            catch (ArgumentException e)
            {
                reject($"'{template}' is not a path: {e.Message}");
            }
        }
    }

    public int Count => _matchers.Count;

    /// <summary>Whether any of them fits; with the values of its parameters.</summary>
    public bool TryMatch(HttpRequest request, out RouteValueDictionary values)
    {
        values = [];
        foreach (var matcher in _matchers)
        {
            if (matcher.TryMatch(request.PathBase + request.Path, values))
            {
                return true;
            }

            values.Clear();
        }

        return false;
    }
}
