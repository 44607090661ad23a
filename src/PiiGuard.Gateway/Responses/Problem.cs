using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PiiGuard.Gateway.Budgets;

namespace PiiGuard.Gateway.Responses;

/// <summary>Answers with problem details (RFC 9457).</summary>
internal static class Problem
{
    /// <summary>Writes a whole answer to the given body, whatever stands in the context.</summary>
    /// <param name="context">The request and its response.</param>
    /// <param name="body">Where it goes.</param>
    /// <param name="refusal">What it says.</param>
    /// <param name="exceeded">The quota that was used up; null when that is not why.</param>
    /// <param name="seal">Is given what makes the head what it has to be, to be done again after all callbacks of the application; null when it has none.</param>
    public static async Task WriteAsync(HttpContext context, IHttpResponseBodyFeature body, Refusal refusal, QuotaStanding? exceeded, Action<Action>? seal = null)
    {
        exceeded = refusal.IsQuota ? exceeded : null;
        var text = Text(refusal, exceeded);
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

            if (exceeded is not null)
            {
                context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(exceeded.Reset.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

                // Of wider levels only what is over is told: others have used them up too.
                RateLimitFields.Write(context.Response.Headers, [exceeded with { Remaining = 0 }], refusal.Unit);
            }
            else if (refusal.IsQuota)
            {
                context.Response.Headers.RetryAfter = "1";
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

    private static ReadOnlyMemory<byte> Text(Refusal refusal, QuotaStanding? exceeded)
    {
        var text = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(text);
        json.WriteStartObject();
        json.WriteString("type", refusal.Type);
        json.WriteString("title", refusal.Title);
        json.WriteNumber("status", refusal.Status);
        json.WriteString("code", refusal.Code);
        if (exceeded is not null)
        {
            json.WriteStartArray("violated-policies");
            json.WriteStringValue(RateLimitFields.NameOf(exceeded.Quota, refusal.Unit));
            json.WriteEndArray();
            json.WriteString("level", exceeded.Level.ToString());
        }

        json.WriteEndObject();
        json.Flush();
        return text.WrittenMemory;
    }
}
