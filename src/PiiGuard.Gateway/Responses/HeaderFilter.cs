using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Responses.Decoding;

namespace PiiGuard.Gateway.Responses;

/// <summary>
/// What may be said beside the body. An upstream header passes only where its value has a form that cannot carry personal data;
/// Location, Link, Set-Cookie, ETag and everything else is dropped, unless the configuration lets it through, as it is or looked at.
/// </summary>
internal static class HeaderFilter
{
    /// <summary>What of a header's value may pass; null is nothing.</summary>
    private static readonly Dictionary<string, Func<HttpContext, string, string?>> Forms = new(StringComparer.OrdinalIgnoreCase)
    {
        [HeaderNames.AccessControlAllowOrigin] = (context, value) => value == "*" || value == context.Request.Headers.Origin ? value : null,
        [HeaderNames.AccessControlAllowCredentials] = (_, value) => value == "true" ? value : null,
        [HeaderNames.AccessControlMaxAge] = Number,
        [HeaderNames.Allow] = (_, value) => value.All(c => char.IsAsciiLetterUpper(c) || c is ',' or ' ') ? value : null,
        [HeaderNames.RetryAfter] = Number,
        [HeaderNames.Vary] = (_, value) => value.All(c => char.IsAsciiLetter(c) || c is ',' or ' ' or '-' or '*') ? value : null,
        // The scheme alone: parameters such as error_description are free text.
        [HeaderNames.WWWAuthenticate] = (_, value) => value.Split(' ')[0] is var scheme && scheme.All(char.IsAsciiLetter) ? scheme : null,
    };

    private static readonly string[] Overrides = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "X-Original-URL", "X-Rewrite-URL"];

    private static readonly string[] Conditions =
        [HeaderNames.Range, HeaderNames.IfRange, HeaderNames.IfNoneMatch, HeaderNames.IfModifiedSince, HeaderNames.IfMatch, HeaderNames.IfUnmodifiedSince, HeaderNames.TE];

    /// <summary>Removes from a request what would make the upstream take it for another one.</summary>
    public static void RemoveOverrides(IHeaderDictionary headers)
    {
        foreach (var name in Overrides)
        {
            headers.Remove(name);
        }
    }

    /// <summary>Removes from a request what would make the upstream answer in a form that cannot be verified.</summary>
    public static void PrepareRequest(IHeaderDictionary headers)
    {
        headers.AcceptEncoding = ContentDecoder.Accepted;
        foreach (var name in Conditions)
        {
            headers.Remove(name);
        }
    }

    /// <summary>Leaves in the response what may pass, and forbids caches to keep the rest.</summary>
    /// <param name="context">The request and its response.</param>
    /// <param name="policy">Which headers the configuration lets through.</param>
    /// <param name="contentType">The media type that was verified; null where there is no body.</param>
    /// <param name="contentLength">Length of the body; null when it is not known yet.</param>
    /// <param name="tag">Validator of what this caller sees; null when there is none.</param>
    public static void FilterResponse(HttpContext context, PolicySnapshot policy, string? contentType, long? contentLength, string? tag)
    {
        // A proxy hands the reason phrase on, and it is free text.
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        var headers = context.Response.Headers;
        List<KeyValuePair<string, StringValues>> looked = new(headers.Count);
        foreach (var header in headers)
        {
            if (!policy.ForwardedHeaders.Contains(header.Key))
            {
                looked.Add(header);
            }
        }

        foreach (var (name, values) in looked)
        {
            headers[name] = policy.CheckedHeaders.Contains(name) ? HeaderCheck.Passing(policy.Classifier, name, values)
                : Forms.TryGetValue(name, out var form) && values is [{ } value] ? form(context, value)
                : null;
        }

        headers.ContentType = contentType is null ? null : contentType + "; charset=utf-8";
        headers.ContentLength = contentLength;
        headers.CacheControl = tag is null ? "private, no-store" : "private, no-cache";
        headers.ETag = tag;
        headers.Vary = StringValues.Concat(headers.Vary, new[] { policy.ApiKeyHeader, HeaderNames.Authorization });
        headers.XContentTypeOptions = "nosniff";
    }

    private static string? Number(HttpContext context, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds.ToString(CultureInfo.InvariantCulture) : null;
}
