using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using PiiGuard.Gateway.Detection;

namespace PiiGuard.Gateway.Host;

/// <summary>What operators can ask, on an address of its own: <c>GET /health</c>, <c>GET /suspects</c>, <c>POST /release</c>.</summary>
internal sealed class OperatorApi(OperatorSettings settings)
{
    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path == "/health" && HttpMethods.IsGet(request.Method))
        {
            var isOpen = context.RequestServices.GetRequiredService<PiiGuardOperator>().IsStoreOpen;
            context.Response.StatusCode = isOpen ? 200 : 503;
            await context.Response.WriteAsJsonAsync(new { store = isOpen ? "open" : "closed" });
            return;
        }

        if (!IsOperator(request))
        {
            await ProblemAsync(context, 401, "This needs the operators' key in the header X-Operator-Key.");
            return;
        }

        var people = context.RequestServices.GetRequiredService<PiiGuardOperator>();
        await ((request.Method, request.Path.Value) switch
        {
            ("GET", "/suspects") => context.Response.WriteAsJsonAsync(people.Suspects.Select(s => new Suspect(s.Caller, s.Step, s.Reason))),
            ("POST", "/release") => ReleaseAsync(context, people),
            _ => ProblemAsync(context, 404, "There are GET /health, GET /suspects and POST /release."),
        });
    }

    private static async Task ReleaseAsync(HttpContext context, PiiGuardOperator people)
    {
        Release? release = null;
        try
        {
            release = await context.Request.ReadFromJsonAsync<Release>(context.RequestAborted);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            // What is not a release is answered below.
        }

        if (release is not { Caller.Length: > 0, Operator.Length: > 0, Reason.Length: > 0 })
        {
            await ProblemAsync(context, 400, """A release is JSON such as {"caller": "partner-shop", "operator": "olga", "reason": "It was a campaign."}, sent as Content-Type: application/json.""");
            return;
        }

        try
        {
            var isKnown = await people.ReleaseAsync(release.Caller, release.Operator, release.Reason, context.RequestAborted);
            context.Response.StatusCode = isKnown ? 204 : 404;
        }
        catch (ArgumentException e)
        {
            await ProblemAsync(context, 400, e.Message);
        }
        catch (InvalidOperationException e)
        {
            await ProblemAsync(context, 503, e.Message);
        }
    }

    private bool IsOperator(HttpRequest request) =>
        request.Headers["X-Operator-Key"] is [{ Length: > 0 } key] && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), settings.KeyHash);

    private static Task ProblemAsync(HttpContext context, int status, string title) => Results.Problem(title: title, statusCode: status).ExecuteAsync(context);

    private sealed record Suspect(string Caller, [property: JsonConverter(typeof(JsonStringEnumConverter<DetectionStep>))] DetectionStep Step, string Reason);

    private sealed record Release(string? Caller, string? Operator, string? Reason);
}
