using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>Groups that are handed to methods, in other files too: prefix and access follow the builder (wire-shape line 28).</summary>
public sealed class BuilderOriginTests
{
    private const string Models = "public record Customer(int Id, string Email);";
    private const string Get = "app.MapGet(\"/{id}\", (string id) => new Customer(1, \"\"));";

    [Theory]
    [InlineData("app.MapGroup(\"/api\").MapCustomers();", "GET /api/{id}")]
    [InlineData("app.MapGroup(\"/api\").WithTags(\"x\").MapCustomers();", "GET /api/{id}")]
    [InlineData("var api = app.MapGroup(\"/api\"); var v1 = api.MapGroup(\"v1\"); v1.MapCustomers();", "GET /api/v1/{id}")]
    [InlineData("Customers.MapCustomers(app.MapGroup(\"/api\"));", "GET /api/{id}")]
    [InlineData("Customers.MapCustomers(app: app.MapGroup(\"/api\"));", "GET /api/{id}")]
    [InlineData("app.MapCustomers();", "GET /{id}")]
    [InlineData("app.MapAll();", "GET /all/{id}")]
    [InlineData("app.MapGroup(\"/a\").MapAll();", "GET /a/all/{id}")]
    [InlineData("app.MapGroup(Routes.Api).MapCustomers();", "GET /const/{id}")]
    [InlineData("const string p = \"/p\"; app.MapGroup($\"{p}/x\").MapCustomers();", "GET /p/x/{id}")]
    [InlineData("app.MapGroup(\"/a\").MapCustomers(); app.MapGroup(\"/b\").MapCustomers();", "GET /a/{id}", "GET /b/{id}")]
    [InlineData("IEndpointRouteBuilder b = args.Length > 0 ? app : app.MapGroup(\"/b\"); b.MapCustomers();", "GET /b/{id}", "GET /{id}")]
    [InlineData("app.MapOwn(\"/own\").MapCustomers();", "GET /own/{id}")]
    [InlineData("app.MapOwn().MapCustomers();", "GET /{id}")]
    [InlineData("app.MapGroup(args[0]).MapCustomers();", "Customers.MapCustomers:GET/{id}")]
    [InlineData("var web = WebApplication.CreateBuilder(args).Build(); web.MapCustomers();", "GET /{id}")]
    [InlineData("", "GET /{id}")] // a library: others call it
    public async Task Prefix_follows_the_builder(string program, params string[] endpoints) =>
        Assert.Equal(endpoints.Select(e => e + ": email EmailAddress"), await Analyze.ExposuresAsync(
            Models,
            "public static class Customers { public static IEndpointRouteBuilder MapCustomers(this IEndpointRouteBuilder app) { " + Get + " return app; } }",
            $$"""
            public static class Routes { public const string Api = "/const"; }
            public static class All
            {
                {{(program.Contains("MapAll", StringComparison.Ordinal) ? "public static void MapAll(this IEndpointRouteBuilder routes) { var all = routes.MapGroup(\"/all\"); all.MapCustomers(); }" : "")}}
                public static RouteGroupBuilder MapOwn(this IEndpointRouteBuilder app, string? prefix = null) => app.MapGroup(prefix ?? string.Empty);
            }
            """,
            "public static class Start { public static WebApplication Build(string[] args) { var app = WebApplication.CreateBuilder(args).Build(); return app; } public static void Run(WebApplication app, string[] args) { " + program + " } }"));

    [Theory]
    [InlineData("public class E : IEndpoint { public void Map(IEndpointRouteBuilder app) { " + Get + " } }", "var g = app.MapGroup(\"/v1\"); foreach (var e in all) { e.Map(g); mapper.Map(1); }")]
    [InlineData("public class E : IStaticEndpoint { public static void Map(IEndpointRouteBuilder app) { " + Get + " } }", "app.MapGroup(\"/v1\").MapEndpoint<E>(); app.MapGroup(\"/v2\").MapEndpoint<Other>();")]
    [InlineData("public class E { public E(WebApplication app) => Map(app.MapGroup(\"/v1\")); void Map(RouteGroupBuilder app) { " + Get + " } }", "")]
    [InlineData("public class E { public E(WebApplication app) { Map(app.MapGroup(\"/v1\")); void Map(RouteGroupBuilder app) { " + Get + " } } }", "")]
    public async Task Endpoint_of_a_class_is_found(string endpoint, string program) =>
        Assert.Equal(["GET /v1/{id}: email EmailAddress"], await Analyze.ExposuresAsync(
            Models, endpoint,
            """
            public interface IEndpoint { void Map(IEndpointRouteBuilder app); }
            public interface IStaticEndpoint { static abstract void Map(IEndpointRouteBuilder app); }
            public class Other : IStaticEndpoint { public static void Map(IEndpointRouteBuilder app) { } }
            public class Mapper { public void Map(int x) { } }
            public static class Structured
            {
                public static IEndpointRouteBuilder MapEndpoint<TEndpoint>(this IEndpointRouteBuilder app) where TEndpoint : IStaticEndpoint { TEndpoint.Map(app); return app; }
            }
            """,
            "public static class Start { public static void Run(WebApplication app, IEnumerable<IEndpoint> all, Mapper mapper) { " + program + " } }"));

    [Theory]
    [InlineData("app.MapGroup(\"/c\").AllowAnonymous().MapCustomers();", true)]
    [InlineData("var g = app.MapGroup(\"/c\"); g.AllowAnonymous(); g.MapCustomers();", true)]
    [InlineData("app.MapOpen().MapCustomers();", true)]
    [InlineData("var g = app.MapGroup(\"/c\"); g.MapGet(\"/x\", () => 1).AllowAnonymous(); g.MapCustomers();", false)]
    [InlineData("app.MapGroup(\"/c\").RequireAuthorization().MapCustomers();", false)]
    public async Task Access_follows_the_builder(string program, bool isAnonymous)
    {
        var found = await Analyze.RunAsync([
            Models,
            "public static class Customers { public static void MapCustomers(this RouteGroupBuilder app) { " + Get + " } }",
            "public static class Open { public static RouteGroupBuilder MapOpen(this WebApplication app) { var open = app.MapGroup(\"/c\"); open.AllowAnonymous(); return open; } }",
            "public static class Start { public static void Run(WebApplication app) { " + program + " } }"]);

        Assert.Contains(found, d => d.Id == (isAnonymous ? "PII1009" : "PII1001") && d.GetMessage(null).Contains("GET /c/{id}", StringComparison.Ordinal));
        Assert.DoesNotContain(found, d => d.Id == (isAnonymous ? "PII1001" : "PII1009"));
    }

    [Theory]
    [InlineData("public class M : Carter.CarterModule { public M() : base(\"/modules\") { } public override void AddRoutes(IEndpointRouteBuilder app) { " + Get + " } }", "GET /modules/{id}")]
    [InlineData("public class M() : Carter.CarterModule(\"/modules\") { public override void AddRoutes(IEndpointRouteBuilder app) { " + Get + " } }", "GET /modules/{id}")]
    [InlineData("public class M : Carter.CarterModule { public override void AddRoutes(IEndpointRouteBuilder app) { " + Get + " } }", "GET /{id}")]
    public async Task Module_of_Carter_has_the_path_of_its_base(string module, string endpoint) =>
        Assert.Equal([endpoint + ": email EmailAddress"], await Analyze.ExposuresAsync(
            Models, module, "namespace Carter { public abstract class CarterModule { protected CarterModule() { } protected CarterModule(string path) { } public abstract void AddRoutes(IEndpointRouteBuilder app); } }"));
}
