using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

public sealed class MinimalApiTests
{
    private const string Models = """
        public record Customer(int Id, string Email);
        public record Status(string State, int Count);
        public static class Routes { public static readonly string Base = "/fixed"; }
        public static class Store { public static Customer Find() => new(1, ""); public static Task<Customer> FindAsync() => Task.FromResult(Find()); }
        """;

    [Theory]
    [InlineData("app.MapGet(\"/c\", () => Store.Find());")]
    [InlineData("app.MapGet(\"c\", () => Results.Ok(Store.Find()));")]
    [InlineData("app.MapGet(\"/c\", () => TypedResults.Ok(Store.Find()));")]
    [InlineData("app.MapGet(\"/c\", async () => await Store.FindAsync());")]
    [InlineData("app.MapGet(\"/c\", Store.FindAsync);")]
    [InlineData("app.MapGet(\"/c\", () => Store.FindAsync());")]
    [InlineData("app.MapGet(\"/c\", IResult (bool b) => b ? Results.NotFound() : Results.Json(Store.Find()));")]
    [InlineData("app.MapGet(\"/c\", Results<Ok<Customer>, NotFound> (bool b) => b ? TypedResults.NotFound() : TypedResults.Ok(Store.Find()));")]
    [InlineData("app.MapGet(\"/c\", async Task<Results<Created<Customer>, NoContent>> () => TypedResults.Created(\"/\", await Store.FindAsync()));")]
    [InlineData("app.MapGet(\"/c\", (Func<Customer>)Store.Find);")]
    [InlineData("app.MapGet(\"/c\", () => { return Results.Accepted(\"/x\", Store.Find()); });")]
    [InlineData("app.MapGroup(\"/\").MapGet(\"c\", () => Store.Find());")]
    [InlineData("var handler = () => Store.Find(); app.MapGet(\"/c\", handler);")]
    [InlineData("Customer Local() => Store.Find(); app.MapGet(\"/c\", Local);")]
    [InlineData("IResult Local() => Results.Ok(Store.Find()); app.MapGet(\"/c\", Local);")]
    [InlineData("app.MapMethods(\"/c\", [\"GET\"], () => Store.Find());")]
    [InlineData("app.MapMethods(\"/c\", new[] { \"get\" }, () => Store.Find());")]
    [InlineData("app.MapGet(\"/c\", () => Store.Find()).RequireAuthorization().WithName(\"x\");")]
    [InlineData("app.MapGet(\"/c\", () => new { Store.Find().Email });")]
    [InlineData("const string C = \"/c\"; app.MapGet(C, () => Store.Find());")]
    public async Task Handler_that_sends_a_customer_is_reported(string statement) =>
        Assert.Equal(["GET /c: email EmailAddress"], await Analyze.ExposuresAsync(Models, Api(statement)));

    [Theory]
    [InlineData("app.MapGet(\"/c\", () => new Status(\"\", 1));")]
    [InlineData("app.MapGet(\"/c\", () => Results.NoContent());")]
    [InlineData("app.MapGet(\"/c\", () => \"x\");")]
    [InlineData("app.MapGet(\"/c\", () => TypedResults.NotFound());")]
    [InlineData("app.MapPost(\"/c\", (Customer customer) => Results.Ok(customer.Id));")]
    [InlineData("app.MapPost(\"/c\", (Customer customer) => { });")]
    [InlineData("app.MapGet(\"/c\", () => { _ = Store.Find(); return Results.Text(\"x\"); });")]
    [InlineData("app.MapGet(\"/c\", async context => { _ = Store.Find(); await Task.Yield(); });")]
    [InlineData("app.MapGet(\"/c\", () => { Func<Customer> inner = () => Store.Find(); return inner is null; });")]
    [InlineData("_ = new[] { 1 }.Select(x => Store.Find());")]
    public async Task Handler_that_sends_nothing_personal_is_not_reported(string statement) =>
        Assert.Empty(await Analyze.ExposuresAsync(Models, Api(statement)));

    [Theory]
    [InlineData("var g = app.MapGroup(\"/api\"); g.MapGet(\"c\", () => Store.Find());", "GET /api/c")]
    [InlineData("var g = app.MapGroup(\"/api\").RequireAuthorization(); var h = g.MapGroup(\"{id:guid}\"); h.MapPut(\"/c\", () => Store.Find());", "PUT /api/{id}/c")]
    [InlineData("RouteGroupBuilder g = app.MapGroup(\"/api\"); g.WithTags(\"x\").MapDelete(\"\", () => Store.Find());", "DELETE /api")]
    [InlineData("var web = WebApplication.CreateBuilder(Array.Empty<string>()).Build(); web.MapGet(\"/c\", () => Store.Find());", "GET /c")]
    [InlineData("var web = WebApplication.Create(); var g = web.MapGroup(\"/g\"); g.MapGet(\"/c\", () => Store.Find());", "GET /g/c")]
    [InlineData("app.UseEndpoints(e => e.MapGet(\"/c\", () => Store.Find()));", "GET /c")]
    [InlineData("IEndpointRouteBuilder e = app; e.MapGet(\"/c\", () => Store.Find());", "GET /c")]
    [InlineData("app.MapMethods(\"/c\", [\"QUERY\"], () => Store.Find());", "QUERY /c")]
    [InlineData("app.Map(\"/c\", () => Store.Find());", "* /c")]
    [InlineData("app.MapFallback(() => Store.Find());", "* /{**path}")]
    [InlineData("app.MapPatch(\"/c/{id=5}\", () => Store.Find());", "PATCH /c/{id}")]
    [InlineData("foreach (var p in new[] { \"a\" }) { app.MapGet(p, Store.Find); }", "Store.Find")]
    [InlineData("foreach (var p in new[] { \"a\" }) { app.MapGet(p, () => Store.Find()); }", "Api.Map:GET/{p}")]
    [InlineData("foreach (var p in new[] { \"a\" }) { app.MapGet($\"/c/{p}/{{id}}\", () => Store.Find()); }", "Api.Map:GET/c/{p}/{id}")]
    [InlineData("var p = \"/p\"; app.MapGet($\"{p}/c/{{id:int}}\", () => Store.Find());", "GET /p/c/{id}")]
    [InlineData("var p = \"/p\"; app.MapGet(p + \"/c\", () => Store.Find());", "GET /p/c")]
    [InlineData("app.MapGet(Routes.Base + \"/c\", () => Store.Find());", "GET /fixed/c")]
    public async Task Endpoint_is_named_by_verb_and_route(string statement, string endpoint) =>
        Assert.Equal([$"{endpoint}: email EmailAddress"], await Analyze.ExposuresAsync(Models, Api(statement)));

    [Fact]
    public async Task Handler_in_another_file_is_found_whichever_file_comes_first()
    {
        const string handlers = "public static class Handlers { public static IResult Get(bool b) { if (b) { return Results.NotFound(); } return Results.Ok(Store.Find()); } }";

        Assert.Equal(["GET /c: email EmailAddress"], await Analyze.ExposuresAsync(Models, Api("app.MapGet(\"/c\", Handlers.Get);"), handlers));
        Assert.Equal(["GET /c: email EmailAddress"], await Analyze.ExposuresAsync(Models, handlers, Api("app.MapGet(\"/c\", Handlers.Get);")));
    }

    [Fact]
    public async Task One_handler_of_two_routes_is_two_endpoints() =>
        Assert.Equal(
            ["GET /a: email EmailAddress", "GET /b: email EmailAddress"],
            await Analyze.ExposuresAsync(Models, Api("app.MapGet(\"/a\", H.Get); app.MapGet(\"/b\", H.Get);"), "public static class H { public static IResult Get() => Results.Ok(Store.Find()); }"));

    private static string Api(string statement) => $$"""
        public static class Api { public static void Map(WebApplication app) { {{statement}} } }
        """;
}
