using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using PiiGuard.Gateway.Policies;

namespace PiiGuard.Gateway.Responses;

/// <summary>Looks at status and headers of an answer: can its body be verified at all?</summary>
internal static class ResponseCheck
{
    /// <summary>What holds for every answer, with a body or without.</summary>
    public static Refusal? Status(HttpResponse response) =>
        response.StatusCode == StatusCodes.Status206PartialContent || response.Headers.ContainsKey(HeaderNames.ContentRange) ? Refusal.PartialContent
        // A conditional request was not passed on, and a 1xx is no final answer.
        : response.StatusCode is < 200 or StatusCodes.Status304NotModified ? Refusal.StatusNotVerifiable
        : null;

    /// <summary>The media type alone, without parameters: they are free text. Null when there is none that can be read.</summary>
    public static string? MediaType(HttpResponse response) =>
        MediaTypeHeaderValue.TryParse(response.Headers.ContentType.ToString(), out var type) ? type.MediaType.Value : null;

    /// <summary>What holds for an answer with a body.</summary>
    public static Refusal? Body(HttpResponse response, PolicySnapshot policy)
    {
        var encoding = response.Headers.ContentEncoding;
        if (encoding.Count > 0 && !(encoding.Count == 1 && string.Equals(encoding[0], "identity", StringComparison.OrdinalIgnoreCase)))
        {
            return Refusal.EncodingNotVerifiable;
        }

        var types = response.Headers.ContentType;
        if (types.Count != 1 || !MediaTypeHeaderValue.TryParse(types[0], out var type) || !policy.MediaTypes.Contains(type.MediaType.Value!))
        {
            return Refusal.MediaTypeNotVerifiable;
        }

        var charset = HeaderUtilities.RemoveQuotes(type.Charset);
        return charset.Length == 0 || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) ? null : Refusal.CharsetNotVerifiable;
    }
}
