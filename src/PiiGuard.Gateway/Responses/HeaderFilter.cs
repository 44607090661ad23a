using System.Collections.Frozen;
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
    /// <summary>RFC 9110 and RFC 5789, in the IANA registry of methods.</summary>
    private static readonly FrozenSet<string> Methods = new[] { "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "QUERY" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The IANA registry of authentication schemes.</summary>
    private static readonly FrozenSet<string> Schemes = new[] { "Basic", "Bearer", "Concealed", "Digest", "DPoP", "GNAP", "HOBA", "Mutual", "Negotiate", "OAuth", "PrivateToken", "SCRAM-SHA-1", "SCRAM-SHA-256", "vapid", "NTLM", "ApiKey" }
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>What of a request answers differ by; with a name of somebody's own caches are told nothing, which is safe, since nothing here is to be stored by those who are shared.</summary>
    private static readonly FrozenSet<string> VaryOn = new[]
    {
        "*", HeaderNames.Accept, HeaderNames.AcceptCharset, HeaderNames.AcceptEncoding, HeaderNames.AcceptLanguage, HeaderNames.Authorization, HeaderNames.Cookie, HeaderNames.Host, HeaderNames.Origin, HeaderNames.Range, HeaderNames.Referer,
        HeaderNames.UserAgent, HeaderNames.XRequestedWith, HeaderNames.AccessControlRequestHeaders, HeaderNames.AccessControlRequestMethod, "Prefer", "Save-Data", "Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site", "X-Forwarded-Host", "X-Forwarded-Proto", "Api-Version", "X-Api-Version",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>What of a header's value may pass; null is nothing.</summary>
    private static readonly Dictionary<string, Func<HttpContext, string, string?>> Forms = new(StringComparer.OrdinalIgnoreCase)
    {
        [HeaderNames.AccessControlAllowOrigin] = (context, value) => value == "*" || value == context.Request.Headers.Origin ? value : null,
        [HeaderNames.AccessControlAllowCredentials] = (_, value) => value == "true" ? value : null,
        [HeaderNames.AccessControlMaxAge] = Number,
        [HeaderNames.Allow] = (_, value) => Known(value, Methods),
        [HeaderNames.RetryAfter] = Number,
        [HeaderNames.Vary] = (_, value) => Known(value, VaryOn),
        // The scheme alone: parameters such as error_description are free text.
        [HeaderNames.WWWAuthenticate] = (_, value) => Known(value.Split(' ')[0], Schemes),
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

    /// <summary>Seconds, of a year at most: with more digits it could be somebody's number.</summary>
    private static string? Number(HttpContext context, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 31_536_000 ? seconds.ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>Those of a list of words that are known.</summary>
    private static string? Known(string value, FrozenSet<string> words) =>
        string.Join(", ", value.Split(',', StringSplitOptions.TrimEntries).Where(words.Contains)) is { Length: > 0 } known ? known : null;
}
