using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PiiGuard.Gateway.Routing;

/// <summary>
/// Refuses paths that gateway and upstream could read differently: then the policy of one path would guard another. What is left
/// has one reading (RFC 3986, section 6.2.2).
/// </summary>
internal static class RequestPath
{
    private static readonly string[] Ambiguous = ["//", "/./", "/../", "\\", ";", "%00", "%2f", "%5c", "%25", "%2e", "%3b"];

    public static bool IsAmbiguous(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        var raw = string.IsNullOrEmpty(target) ? context.Request.Path.ToUriComponent() : target;
        var query = raw.IndexOf('?');
        raw = query < 0 ? raw : raw[..query];
        if (!raw.StartsWith('/'))
        {
            var scheme = raw.IndexOf("://", StringComparison.Ordinal); // absolute form (RFC 9112, section 3.2.2)
            raw = scheme > 0 ? raw[(scheme + 3)..] : raw;
        }

        return Ambiguous.Any(a => raw.Contains(a, StringComparison.OrdinalIgnoreCase))
            || raw.EndsWith("/..", StringComparison.Ordinal) || raw.EndsWith("/.", StringComparison.Ordinal);
    }
}
