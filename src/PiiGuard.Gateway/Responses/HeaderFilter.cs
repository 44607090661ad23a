using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace PiiGuard.Gateway.Responses;

/// <summary>
/// What may be said beside the body. Upstream headers go through a list of what cannot carry personal data; Location, Link,
/// Set-Cookie, ETag and the like are not on it, as long as nobody has looked at what they say.
/// </summary>
internal static class HeaderFilter
{
    public static readonly string[] Allowed =
    [
        "Access-Control-Allow-Credentials", "Access-Control-Allow-Headers", "Access-Control-Allow-Methods", "Access-Control-Allow-Origin",
        "Access-Control-Expose-Headers", "Access-Control-Max-Age", "Allow", "Alt-Svc", "Api-Supported-Versions", "Cache-Control", "Connection",
        "Content-Language", "Content-Length", "Content-Type", "Date", "Deprecation", "Keep-Alive", "Retry-After", "Server",
        "Strict-Transport-Security", "Sunset", "Transfer-Encoding", "Vary", "WWW-Authenticate", "X-Content-Type-Options",
    ];

    /// <summary>Removes from the request what would make the upstream answer in a form that cannot be verified.</summary>
    public static void PrepareRequest(IHeaderDictionary headers)
    {
        headers.AcceptEncoding = "identity";
        foreach (var name in new[] { HeaderNames.Range, HeaderNames.IfRange, HeaderNames.IfNoneMatch, HeaderNames.IfModifiedSince, HeaderNames.TE })
        {
            headers.Remove(name);
        }
    }

    /// <summary>Removes from the response what is not on the list, and forbids caches to keep the rest.</summary>
    public static void FilterResponse(HttpContext context, IReadOnlySet<string> allowed)
    {
        // A proxy hands the reason phrase on, and it is free text.
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        var headers = context.Response.Headers;
        foreach (var name in headers.Keys.Where(n => !allowed.Contains(n)).ToList())
        {
            headers.Remove(name);
        }

        headers.CacheControl = "private, no-store";
        headers.XContentTypeOptions = "nosniff";
    }
}
