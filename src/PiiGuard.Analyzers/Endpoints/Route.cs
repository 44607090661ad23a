using System.Text;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>Route templates in the form in which the contract writes them.</summary>
internal static class Route
{
    /// <summary>Joins a prefix and a template: one slash first, one between, none last; parameters without constraint and default.</summary>
    public static string Combine(string prefix, string template)
    {
        var joined = string.Join("/", prefix.Split('/').Concat(template.Split('/')).Where(s => s.Length > 0 && s != "~"));
        return "/" + WithoutConstraints(joined);
    }

    /// <summary>MVC: a template that begins with <c>/</c> or <c>~/</c> stands for itself.</summary>
    public static string CombineMvc(string? prefix, string? template) => template is { Length: > 0 } && template[0] is '/' or '~'
        ? Combine("", template)
        : Combine(prefix ?? "", template ?? "");

    /// <summary>MVC tokens: <c>[controller]</c>, <c>[action]</c>, <c>[area]</c>.</summary>
    public static string ReplaceTokens(string template, string controller, string action, string area)
    {
        foreach (var (token, value) in new[] { ("[controller]", controller), ("[action]", action), ("[area]", area) })
        {
            for (var at = template.IndexOf(token, StringComparison.OrdinalIgnoreCase); at >= 0; at = template.IndexOf(token, at + value.Length, StringComparison.OrdinalIgnoreCase))
            {
                template = template.Substring(0, at) + value + template.Substring(at + token.Length);
            }
        }

        return template;
    }

    private static string WithoutConstraints(string template)
    {
        var text = new StringBuilder(template.Length);
        var depth = 0;
        var skipping = false;
        foreach (var c in template)
        {
            // A regular expression in a constraint may hold {{ and }}.
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            skipping = depth > 0 && (skipping || (depth == 1 && c is ':' or '=' or '?'));
            if (!skipping && (depth <= 1))
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }
}
