using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PiiGuard.Gateway.Responses;

/// <summary>Answers with problem details (RFC 9457).</summary>
internal static class Problem
{
    /// <summary>Writes a whole answer to the given body, whatever stands in the context.</summary>
    /// <param name="context">The request and its response.</param>
    /// <param name="body">Where it goes.</param>
    /// <param name="refusal">What it says.</param>
    /// <param name="retryAfter">When to come again; null when that is not known.</param>
    /// <param name="seal">Is given what makes the head what it has to be, to be done again after all callbacks of the application; null when it has none.</param>
    public static async Task WriteAsync(HttpContext context, IHttpResponseBodyFeature body, Refusal refusal, TimeSpan? retryAfter, Action<Action>? seal = null)
    {
        var text = Text(refusal);
        void SetHead()
        {
            context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
            context.Response.Headers.Clear();
            context.Response.StatusCode = refusal.Status;
            context.Response.ContentType = "application/problem+json";
            context.Response.ContentLength = text.Length;
            context.Response.Headers.CacheControl = "no-store";
            if (refusal.Status == StatusCodes.Status401Unauthorized)
            {
                context.Response.Headers.WWWAuthenticate = "ApiKey";
            }

            if (retryAfter is { } wait)
            {
                context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            }
        }

        seal?.Invoke(SetHead);
        SetHead();
        await body.StartAsync(context.RequestAborted);
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await body.Stream.WriteAsync(text, context.RequestAborted);
        }

        await body.CompleteAsync();
    }

    private static ReadOnlyMemory<byte> Text(Refusal refusal)
    {
        var text = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(text);
        json.WriteStartObject();
        json.WriteString("type", refusal.Type);
        json.WriteString("title", refusal.Title);
        json.WriteNumber("status", refusal.Status);
        json.WriteString("code", refusal.Code);
        json.WriteEndObject();
        json.Flush();
        return text.WrittenMemory;
    }
}
