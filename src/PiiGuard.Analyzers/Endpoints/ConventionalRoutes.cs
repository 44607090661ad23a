using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>
/// The routes of actions that have none of their own: <c>MapControllerRoute("default", "{controller=Home}/{action=Index}/{id?}")</c>. A route whose pattern is not written where it is
/// mapped is left out; without any, such actions are named by type and method.
/// </summary>
internal sealed class ConventionalRoutes
{
    private const string Default = "{controller=Home}/{action=Index}/{id?}";

    private readonly List<(string Pattern, Dictionary<string, string> Fixed)> _routes = [];

    /// <summary>Whether the app makes controllers of ABP's application services.</summary>
    public bool HasAbpServices { get; private set; }

    public static ConventionalRoutes Read(Compilation compilation, CancellationToken cancellation)
    {
        var routes = new ConventionalRoutes();
        foreach (var call in StartupCalls.Of(compilation, cancellation))
        {
            routes.HasAbpServices |= call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Create", Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConventionalControllers" } };
            var (pattern, area) = StartupCalls.NameOf(call) switch
            {
                "MapDefaultControllerRoute" or "UseMvcWithDefaultRoute" => (Default, null),
                "MapControllerRoute" => (Text(call, "pattern", 1), null),
                "MapRoute" => (Text(call, "template", 1), null),
                "MapAreaControllerRoute" => (Text(call, "pattern", 2), Text(call, "areaName", 1)),
                "MapAreaRoute" => (Text(call, "template", 2), Text(call, "areaName", 1)),
                _ => (null, null),
            };
            if (pattern is not null)
            {
                var values = Defaults(call);
                if (area is not null)
                {
                    values["area"] = area;
                }

                routes._routes.Add((pattern, values));
            }
        }

        return routes;
    }

    /// <summary>The routes of an action, with its names in them.</summary>
    public IEnumerable<string> Of(string controller, string action, string area)
    {
        foreach (var (pattern, values) in _routes)
        {
            var left = pattern;
            // An action of an area is reached by a route that names areas, and by no other; a value that the route does not take from the path is the one it sets.
            if (Fill(ref left, values, "area", area) && Fill(ref left, values, "controller", controller) && Fill(ref left, values, "action", action))
            {
                yield return Route.Combine("", left);

                // What has its default may be left out, with all that follows.
                if (BeforeDefault(pattern, "action", action) is { } withoutAction && Fill(ref withoutAction, values, "area", area))
                {
                    var shorter = withoutAction;
                    if (Fill(ref shorter, values, "controller", controller))
                    {
                        yield return Route.Combine("", shorter);
                    }

                    if (BeforeDefault(withoutAction, "controller", controller) is { } root)
                    {
                        yield return Route.Combine("", root);
                    }
                }
            }
        }
    }

    /// <summary>What stands before a parameter that has a value by default; null when it has another, or none.</summary>
    private static string? BeforeDefault(string pattern, string parameter, string value)
    {
        var start = pattern.IndexOf("{" + parameter + "=" + value, StringComparison.OrdinalIgnoreCase);
        return start >= 0 && pattern[start + parameter.Length + value.Length + 2] is '}' or ':' ? pattern.Substring(0, start) : null;
    }

    /// <summary>Where the parameter ends that begins somewhere: a regular expression in it may hold braces.</summary>
    private static int End(string pattern, int start)
    {
        var depth = 0;
        for (var i = start; i < pattern.Length; i++)
        {
            depth += pattern[i] == '{' ? 1 : pattern[i] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Fill(ref string pattern, Dictionary<string, string> values, string parameter, string value)
    {
        var start = pattern.IndexOf("{" + parameter, StringComparison.OrdinalIgnoreCase);
        var end = start < 0 ? -1 : End(pattern, start);
        if (end < 0 || !(pattern[start + parameter.Length + 1] is '}' or '=' or ':' or '?'))
        {
            return string.Equals(values.TryGetValue(parameter, out var set) ? set : "", value, StringComparison.OrdinalIgnoreCase);
        }

        pattern = pattern.Substring(0, start) + value + pattern.Substring(end + 1);
        return value.Length > 0;
    }

    private static string? Text(InvocationExpressionSyntax call, string name, int position) => Argument(call, name, position) is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal ? literal.Token.ValueText : null;

    private static ExpressionSyntax? Argument(InvocationExpressionSyntax call, string name, int position)
    {
        var arguments = call.ArgumentList.Arguments;
        return (arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == name) ?? (position < arguments.Count && arguments[position].NameColon is null ? arguments[position] : null))?.Expression;
    }

    /// <summary><c>defaults: new { controller = "Blog", action = "Article" }</c>.</summary>
    private static Dictionary<string, string> Defaults(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText is null or "defaults" && a.Expression is AnonymousObjectCreationExpressionSyntax)?.Expression is AnonymousObjectCreationExpressionSyntax defaults
            ? defaults.Initializers.Where(i => i is { NameEquals: not null, Expression: LiteralExpressionSyntax })
                .GroupBy(i => i.NameEquals!.Name.Identifier.ValueText, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(g => g.Key, g => ((LiteralExpressionSyntax)g.First().Expression).Token.ValueText, StringComparer.OrdinalIgnoreCase)
            : new(StringComparer.OrdinalIgnoreCase);
}
