using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Responses.Decoding;

namespace PiiGuard.Gateway.Responses;

/// <summary>Looks at status and headers of an answer: can its body be verified at all, and how?</summary>
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
    /// <param name="response">The answer.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="decoder">What makes JSON in UTF-8 of the body; null when it is that already.</param>
    public static Refusal? Body(HttpResponse response, PolicySnapshot policy, out BodyDecoder? decoder)
    {
        decoder = null;
        var types = response.Headers.ContentType;
        if (types.Count != 1 || !MediaTypeHeaderValue.TryParse(types[0], out var type) || !policy.MediaTypes.Contains(type.MediaType.Value!))
        {
            return Refusal.MediaTypeNotVerifiable;
        }

        var charset = HeaderUtilities.RemoveQuotes(type.Charset).Value ?? "";
        var transcoder = CharsetDecoder.IsUtf8(charset) ? null : CharsetDecoder.For(charset);
        if (transcoder is null && !CharsetDecoder.IsUtf8(charset))
        {
            return Refusal.CharsetNotVerifiable;
        }

        // Several codings, one over the other, are nothing that an API has a reason for.
        var encoding = response.Headers.ContentEncoding;
        var coding = encoding.Count == 1 ? encoding[0]!.Trim() : "";
        var unpacker = encoding.Count == 0 || coding.Equals("identity", StringComparison.OrdinalIgnoreCase) ? null : ContentDecoder.For(coding, policy.Limits.MaxRatio);
        if (unpacker is null && encoding.Count > 0 && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return Refusal.EncodingNotVerifiable;
        }

        decoder = unpacker is null ? transcoder : transcoder is null ? unpacker : new ChainedDecoder(unpacker, transcoder);
        return null;
    }
}
