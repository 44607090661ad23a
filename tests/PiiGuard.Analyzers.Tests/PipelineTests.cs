using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>What answers in the pipeline itself, and answers that have no end (wire-shape lines 6 and 13).</summary>
public sealed class PipelineTests
{
    private const string Types = """
        public class Customer { public string Email { get; set; } = ""; }
        public static class Store
        {
            public static async IAsyncEnumerable<Customer> All() { await Task.Yield(); yield break; }
            public static async IAsyncEnumerable<System.Net.ServerSentEvents.SseItem<Customer>> Items() { await Task.Yield(); yield break; }
        }
        """;

    [Theory]
    [InlineData("app.Run(async c => await c.Response.WriteAsJsonAsync(new Customer()));", "Api.Map:Run: email EmailAddress")]
    [InlineData("app.Run(c => c.Response.WriteAsJsonAsync(new { Count = 1 }));", null)]
    [InlineData("app.Run(async c => await Results.Json(new Customer()).ExecuteAsync(c));", "Api.Map:Run: email EmailAddress")]
    [InlineData("app.Run(c => System.Text.Json.JsonSerializer.SerializeAsync(c.Response.Body, new Customer()));", "Api.Map:Run: Email EmailAddress")]
    [InlineData("app.Use(async (c, next) => { Console.WriteLine(\"x\"); await next(c); });", null)]
    [InlineData("app.Use(async (c, next) => { if (c.Request.Path == \"/x\") { await c.Response.WriteAsJsonAsync(new Customer()); return; } await next(c); });", "Api.Map:Use: email EmailAddress")]
    [InlineData("app.Use(async (HttpContext c, Func<Task> next) => { await next(); });", null)]
    [InlineData("app.UseExceptionHandler(b => b.Run(async c => await c.Response.WriteAsJsonAsync(new Customer())));", "Api.Map:Run: email EmailAddress")]
    [InlineData("app.Map(\"/x\", b => b.Run(c => c.Response.WriteAsJsonAsync(new Customer())));", "Api.Map:Run: email EmailAddress")]
    public async Task Lambda_of_the_pipeline_answers(string map, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], await Analyze.ExposuresAsync(Types, Api(map)));

    [Theory]
    [InlineData("() => TypedResults.ServerSentEvents(Store.All())")]
    [InlineData("() => TypedResults.ServerSentEvents(Store.Items())")]
    [InlineData("() => Results.ServerSentEvents(Store.All(), \"customer\")")]
    [InlineData("() => Results.ServerSentEvents(eventType: \"x\", values: Store.Items())")]
    [InlineData("() => Results.ServerSentEvents(Store.Items())")]
    public async Task Server_sent_events_are_one_record_after_the_other_without_end(string handler)
    {
        var found = await Analyze.RunAsync([Types, Api($"app.MapGet(\"/c\", {handler});")], strict: true);

        Assert.Equal(["PII1001", "PII2002"], found.Select(d => d.Id));
        Assert.Equal("GET /c: email EmailAddress", Analyze.Describe(found[0])); // of each record, as the gateway reads them
    }

    private static string Api(string map) => "public static class Api { public static void Map(WebApplication app) { " + map + " } }";
}
