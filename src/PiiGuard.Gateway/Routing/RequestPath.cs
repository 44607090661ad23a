using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PiiGuard.Gateway.Routing;

/// <summary>
/// Refuses paths that gateway and upstream could read differently: then the policy of one path would guard another. What is left
/// has one reading (RFC 3986, section 6.2.2).
/// </summary>
internal static class RequestPath
{
    private static readonly SearchValues<string> Ambiguous = SearchValues.Create(["//", "/./", "/../", "\\", ";", "%00", "%2f", "%5c", "%25", "%2e", "%3b"], StringComparison.OrdinalIgnoreCase);

    public static bool IsAmbiguous(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        var raw = string.IsNullOrEmpty(target) ? context.Request.Path.ToUriComponent() : target;
        var query = raw.IndexOf('?');
        var path = query < 0 ? raw : raw.AsSpan(0, query);
        if (!path.StartsWith('/'))
        {
            var scheme = path.IndexOf("://", StringComparison.Ordinal); // absolute form (RFC 9112, section 3.2.2)
            path = scheme > 0 ? path[(scheme + 3)..] : path;
        }

        return path.ContainsAny(Ambiguous)
            || path.EndsWith("/..", StringComparison.Ordinal) || path.EndsWith("/.", StringComparison.Ordinal);
    }
}
