using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PiiGuard.Gateway.Responses;

/// <summary>Answers with problem details (RFC 9457).</summary>
internal static class Problem
{
    /// <summary>Writes a whole answer to the given body, whatever stands in the context.</summary>
    public static async Task WriteAsync(HttpContext context, IHttpResponseBodyFeature body, Refusal refusal, TimeSpan? retryAfter)
    {
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        context.Response.Headers.Clear();
        context.Response.StatusCode = refusal.Status;
        context.Response.ContentType = "application/problem+json";
        if (refusal.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "ApiKey";
        }

        if (retryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("type", refusal.Type);
            json.WriteString("title", refusal.Title);
            json.WriteNumber("status", refusal.Status);
            json.WriteString("code", refusal.Code);
            json.WriteEndObject();
        }

        context.Response.ContentLength = text.Length;
        await body.StartAsync(context.RequestAborted);
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await body.Stream.WriteAsync(text.GetBuffer().AsMemory(0, (int)text.Length), context.RequestAborted);
        }

        await body.CompleteAsync();
    }
}
