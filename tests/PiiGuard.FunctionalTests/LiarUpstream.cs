using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PiiGuard.FunctionalTests;

/// <summary>An upstream that misbehaves on demand. Every answer holds the canary where a caller must not see it.</summary>
internal static class LiarUpstream
{
    private const string Good = """{"status":"ok","email":"canary-7f3a91@leak.example"}""";

    /// <summary>Name of the lie, the lie, and the code of the refusal; null where the answer is redacted and delivered.</summary>
    public static readonly IReadOnlyDictionary<string, (RequestDelegate Answer, string? Refusal)> Lies = new Dictionary<string, (RequestDelegate, string?)>
    {
        ["plain-json"] = (Json(Good), null),
        ["duplicate-keys"] = (Json("""{"email":"x","status":"ok","email":"canary-7f3a91@leak.example"}"""), null),
        ["escaped-name"] = (Json("""{"\u0065\u006d\u0061il":"canary-7f3a91@leak.example","status":"ok"}"""), null),
        ["name-variants"] = (Json("""{"EMAIL":"canary-7f3a91@leak.example","e_mail":"canary-7f3a91@leak.example","E-Mail":"canary-7f3a91@leak.example","status":"ok"}"""), null),
        ["look-alike-names"] = (Json("""{"ｅｍａｉｌ":"canary-7f3a91@leak.example","e\u200bmail":"canary-7f3a91@leak.example","еmail":"canary-7f3a91@leak.example","email\u0000":"canary-7f3a91@leak.example","status":"ok"}"""), null),
        ["array-for-text"] = (Json("""{"email":["canary-7f3a91@leak.example"],"status":"ok"}"""), null),
        ["object-for-text"] = (Json("""{"email":{"value":["canary-7f3a91@leak.example"]},"status":"ok"}"""), null),
        ["root-array"] = (Json("""[{"email":"canary-7f3a91@leak.example"},{"status":"ok"}]"""), null),
        ["root-text"] = (Json("\"canary-7f3a91@leak.example\""), null),
        ["envelope"] = (Json("""{"_embedded":{"included":[[{"email":"canary-7f3a91@leak.example","status":"ok"}]]}}"""), null),
        ["error-status"] = (Json(Good, 500), null),
        ["not-found-status"] = (Json(Good, 404), null),
        ["problem-body"] = (Json(Good, 422, "application/problem+json"), null),
        ["redirect-with-location"] = (c => Headers(c, 302, ("Location", "/x?email=" + Canary.Value)), null),
        ["telling-headers"] = (async c =>
        {
            foreach (var name in new[] { "ETag", "Link", "Set-Cookie", "X-Customer", "Last-Modified", "Content-Location", "Content-Disposition", "Refresh" })
            {
                c.Response.Headers[name] = $"\"{Canary.Value}\"";
            }

            await Json(Good)(c);
        }, null),
        ["telling-reason"] = (c =>
        {
            c.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = "OK " + Canary.Value;
            return Json(Good)(c);
        }, null),
        ["empty-body"] = (c => Headers(c, 200, ("X-Customer", Canary.Value)), null),
        ["white-space-body"] = (Json("   "), "body-malformed"),
        ["text-plain"] = (Json(Good, type: "text/plain"), "media-type-not-verifiable"),
        ["text-json"] = (Json(Good, type: "text/json"), "media-type-not-verifiable"),
        ["vendor-json"] = (Json(Good, type: "application/vnd.x+json"), "media-type-not-verifiable"),
        ["octet-stream"] = (Json(Good, type: "application/octet-stream"), "media-type-not-verifiable"),
        ["html"] = (Json("<p>" + Canary.Value, type: "text/html"), "media-type-not-verifiable"),
        ["csv"] = (Json("email\n" + Canary.Value, type: "text/csv"), "media-type-not-verifiable"),
        ["ndjson"] = (Json(Good + "\n" + Good, type: "application/x-ndjson"), null),
        ["ndjson-broken"] = (Json(Good + "\n{\"x\":\"canary-7f3a91@leak.example\"\n}", type: "application/x-ndjson"), "body-malformed"),
        ["json-sequence"] = (Json("\u001e" + Good + "\n\u001e" + Good + "\n", type: "application/json-seq"), null),
        ["events"] = (Json($"id: {Canary.Value}\nevent: {Canary.Value}\n: {Canary.Value}\ndata: {Good[..30]}\ndata: {Good[30..]}\n\n".Replace("\ndata: " + Good[30..], Good[30..], StringComparison.Ordinal), type: "text/event-stream"), null),
        ["events-broken"] = (Json($"data: {Canary.Value}\n\n", type: "text/event-stream"), "body-malformed"),
        ["no-type"] = (Json(Good, type: null), "media-type-not-verifiable"),
        ["broken-type"] = (Json(Good, type: "json"), "media-type-not-verifiable"),
        ["utf-16"] = (Bytes([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Good)], "application/json; charset=utf-16"), null),
        ["utf-16le"] = (Bytes(Encoding.Unicode.GetBytes(Good), "application/json; charset=UTF-16LE"), null),
        ["utf-16be"] = (Bytes(Encoding.BigEndianUnicode.GetBytes(Good), "application/json; charset=\"utf-16be\""), null),
        ["utf-16-by-default-big-endian"] = (Bytes(Encoding.Unicode.GetBytes(Good), "application/json; charset=utf-16"), "body-malformed"),
        ["utf-16-cut"] = (Bytes(Encoding.Unicode.GetBytes(Good)[..^1], "application/json; charset=utf-16le"), "encoding-broken"),
        ["utf-16-lone-surrogate"] = (Bytes([.. Encoding.Unicode.GetBytes("{\"x\":\"" + Canary.Value), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("\"}")], "application/json; charset=utf-16le"), "encoding-broken"),
        ["latin-1"] = (Bytes(Encoding.Latin1.GetBytes("{\"e\u00adm\":\"\u00fc\"," + Good[1..]), "application/json; charset=ISO-8859-1"), null),
        ["windows-1252"] = (Bytes(Encoding.UTF8.GetBytes(Good), "application/json; charset=windows-1252"), "charset-not-verifiable"),
        ["lying-charset"] = (Bytes(Encoding.Unicode.GetBytes(Good), "application/json; charset=utf-8"), "body-malformed"),
        ["gzip"] = (Bytes(Compression.Gzip(Encoding.UTF8.GetBytes(Good)), "application/json", "gzip"), null),
        ["brotli"] = (Bytes(Compression.Brotli(Encoding.UTF8.GetBytes(Good)), "application/json", "br"), null),
        ["deflate"] = (Bytes(Compression.Deflate(Encoding.UTF8.GetBytes(Good)), "application/json", "deflate"), null),
        ["zstd"] = (Bytes(Compression.Zstd(Encoding.UTF8.GetBytes(Good)), "application/json", "zstd"), null),
        ["gzip-of-utf-16"] = (Bytes(Compression.Gzip(Encoding.Unicode.GetBytes(Good)), "application/json; charset=utf-16le", "gzip"), null),
        ["gzip-cut"] = (Bytes(Compression.Gzip(Encoding.UTF8.GetBytes(Good))[..^4], "application/json", "gzip"), "encoding-broken"),
        ["brotli-cut"] = (Bytes(Compression.Brotli(Encoding.UTF8.GetBytes(Good))[..^9], "application/json", "br"), "encoding-broken"),
        ["brotli-without-its-end"] = (Bytes(Compression.Brotli(Encoding.UTF8.GetBytes(Good))[..^1], "application/json", "br"), "encoding-broken"),
        ["deflate-cut"] = (Bytes(Compression.Deflate(Encoding.UTF8.GetBytes(Good))[..^4], "application/json", "deflate"), "encoding-broken"),
        ["deflate-without-its-end"] = (Bytes(Compression.Deflate(Encoding.UTF8.GetBytes(Good))[..^1], "application/json", "deflate"), "encoding-broken"),
        ["zstd-without-its-end"] = (Bytes(Compression.Zstd(Encoding.UTF8.GetBytes(Good))[..^1], "application/json", "zstd"), "encoding-broken"),
        ["gzip-spoilt"] = (Bytes([.. Compression.Gzip(Encoding.UTF8.GetBytes(Good))[..20], 0xFF, 0xFF, 0xFF, 0xFF, .. new byte[20]], "application/json", "gzip"), "encoding-broken"),
        ["two-encodings"] = (Bytes(Compression.Gzip(Compression.Gzip(Encoding.UTF8.GetBytes(Good))), "application/json", "gzip, gzip"), "encoding-not-verifiable"),
        ["bomb"] = (Bytes(Compression.Gzip(Encoding.UTF8.GetBytes(Good[..^1] + ",\"x\":[" + new string(' ', 20_000_000) + "]}")), "application/json", "gzip"), "token-too-large"),
        ["undeclared-gzip"] = (Bytes(Compression.Gzip(Encoding.UTF8.GetBytes(Good)), "application/json"), "body-malformed"),
        ["false-gzip"] = (Bytes(Encoding.UTF8.GetBytes(Good), "application/json", "gzip"), "encoding-broken"),
        ["unknown-encoding"] = (Bytes(Encoding.UTF8.GetBytes(Good), "application/json", "x-own"), "encoding-not-verifiable"),
        ["trailing-comma"] = (Json("""{"status":"canary-7f3a91@leak.example",}"""), "body-malformed"),
        ["comment"] = (Json("""{"status":1} // canary-7f3a91@leak.example"""), "body-malformed"),
        ["two-documents"] = (Json("""{"status":1}{"x":"canary-7f3a91@leak.example"}"""), "body-malformed"),
        ["single-quotes"] = (Json("{'email':'canary-7f3a91@leak.example'}"), "body-malformed"),
        ["nan"] = (Json("""{"status":NaN,"x":"canary-7f3a91@leak.example"}"""), "body-malformed"),
        ["truncated"] = (Json("""{"note":"canary-7f3a91@leak.example","status":"""), "body-malformed"),
        ["byte-order-mark"] = (Json("\uFEFF" + """{"note":"canary-7f3a91@leak.example"}"""), "body-malformed"),
        ["overlong-utf8"] = (Bytes([.. """{"x":"canary-7f3a91@leak.example"""u8, 0xC0, 0xAF, .. "\"}"u8], "application/json"), "body-invalid-text"),
        ["lone-surrogate-name"] = (Json("""{"\ud800":"canary-7f3a91@leak.example"}"""), "body-invalid-text"),
        ["too-deep"] = (Json(new string('[', 65) + "\"canary-7f3a91@leak.example\"" + new string(']', 65)), "body-too-deep"),
        ["too-large"] = (Json("""{"note":"canary-7f3a91@leak.example","pad":[""" + string.Join(",", Enumerable.Repeat("true", 30_000)) + "]}"), "body-too-large"),
        ["huge-text"] = (Json("""{"status":"canary-7f3a91@leak.example""" + new string('x', 20_000) + "\"}"), "token-too-large"),
        ["partial-content"] = (Json(Good, 206), "partial-content"),
        ["content-range"] = (c =>
        {
            c.Response.Headers.ContentRange = "bytes 0-10/100";
            return Json(Good)(c);
        }, "partial-content"),
        ["not-modified"] = (c => Headers(c, 304, ("ETag", $"\"{Canary.Value}\"")), "status-not-verifiable"),
    };

    public static RequestDelegate Server => context =>
        Lies.TryGetValue(context.Request.Path.Value!.TrimStart('/'), out var lie) ? lie.Answer(context) : Headers(context, 404);

    public static RequestDelegate Json(string body, int status = 200, string? type = "application/json") => Bytes(Encoding.UTF8.GetBytes(body), type, status: status);

    private static RequestDelegate Bytes(byte[] body, string? type, string? encoding = null, int status = 200) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.Headers.ContentEncoding = encoding;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    };

    private static Task Headers(HttpContext context, int status, params (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return Task.CompletedTask;
    }
}
