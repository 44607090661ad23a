using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace PiiGuard.Gateway.Responses;

/// <summary>Answers with problem details (RFC 9457).</summary>
internal static class Problem
{
    public static async Task WriteAsync(HttpContext context, Refusal refusal, TimeSpan? retryAfter = null)
    {
        context.Response.Clear();
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

        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("type", refusal.Type);
            json.WriteString("title", refusal.Title);
            json.WriteNumber("status", refusal.Status);
            json.WriteString("code", refusal.Code);
            json.WriteEndObject();
        }

        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted);
    }
}
