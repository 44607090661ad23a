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
    [InlineData("app.MapAll(app.MapGroup(\"/v1\"));", "group is null ? app : group", "GET /v1/{id}")]
    [InlineData("app.MapAll(app.MapGroup(\"/v1\"));", "group != null ? group : app", "GET /v1/{id}")]
    [InlineData("app.MapAll(app.MapGroup(\"/v1\"));", "(IEndpointRouteBuilder?)group ?? app", "GET /v1/{id}", "GET /{id}")] // a cast on it is not looked through
    [InlineData("app.MapAll();", "group is null ? app : group", "GET /{id}")]
    [InlineData("app.MapAll(); app.MapAll(app.MapGroup(\"/v1\"));", "group is not null ? group : app", "GET /v1/{id}", "GET /{id}")]
    public async Task Group_that_may_be_left_out_is_what_is_handed_over(string program, string choice, params string[] endpoints) =>
        Assert.Equal(endpoints.Select(e => e + ": email EmailAddress"), await Analyze.ExposuresAsync(
            Models,
            "public interface IEndpoint { void MapEndpoint(IEndpointRouteBuilder app); } public class E : IEndpoint { public void MapEndpoint(IEndpointRouteBuilder app) { " + Get + " } }",
            "public static class Mapping { public static void MapAll(this WebApplication app, RouteGroupBuilder? group = null) { IEndpointRouteBuilder builder = " + choice + "; foreach (var e in new IEndpoint[] { new E() }) { e.MapEndpoint(builder); } } }",
            "public static class Start { public static void Run(WebApplication app) { " + program + " } }"));

    /// <summary>What a project or a library calls otherwise, and hands on.</summary>
    [Theory]
    [InlineData("app.MapGet(Find, \"{id}\");", "GET /{id}")]
    [InlineData("app.MapGet(Find);", "GET /")]
    [InlineData("app.MapGroup(\"/api\").MapGet(() => new Customer(1, \"\"), \"x\");", "GET /api/x")]
    [InlineData("app.MapApiGet(\"/users\", () => new Customer(1, \"\"));", "Api.Run:GET/users")] // what the method makes of the pattern is not followed
    [InlineData("Microsoft.Library.Routes.MapPost<Customer>(app, \"/users\", (Customer c) => c);", "POST /users")]
    public async Task Wrapper_of_a_map_call_is_one(string program, string endpoint) =>
        Assert.Equal([endpoint + ": email EmailAddress"], await Analyze.ExposuresAsync(
            Models,
            """
            public static class Wrappers
            {
                public static RouteHandlerBuilder MapGet(this IEndpointRouteBuilder builder, Delegate handler, string pattern = "") => builder.MapGet(pattern, handler).WithName(handler.Method.Name);
                public static RouteHandlerBuilder MapApiGet(this IEndpointRouteBuilder builder, string path, Delegate handler) => builder.MapGet("/api" + path, handler);
            }
            namespace Microsoft.Library { public static class Routes { public static RouteHandlerBuilder MapPost<T>(this IEndpointRouteBuilder builder, string pattern, Delegate handler) => builder.MapPost(pattern, handler); } }
            public static class Api { public static void Run(WebApplication app) { PROGRAM } static Customer Find(int id) => new(1, ""); }
            """.Replace("PROGRAM", program, StringComparison.Ordinal)));

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

    /// <summary>A wrong prefix is worse than none: what cannot be told has the name of its method.</summary>
    [Theory]
    [InlineData("IEndpointRouteBuilder b = app.MapGroup(\"/a\"); b = b.MapGroup(\"/b\"); b.MapCustomers();")]
    [InlineData("foreach (var g in new[] { app.MapGroup(\"/a\") }) { g.MapCustomers(); }")]
    [InlineData("var (g, _) = (app.MapGroup(\"/a\"), 1); g.MapCustomers();")]
    [InlineData("Field = app.MapGroup(\"/a\"); Field.MapCustomers();")]
    [InlineData("Action<RouteGroupBuilder> f = g => g.MapCustomers(); f(app.MapGroup(\"/a\"));")]
    [InlineData("var p = \"/a\"; if (args.Length > 0) { p = \"/b\"; } app.MapGroup(p).MapCustomers();")]
    [InlineData("var p = \"\"; foreach (var a in args) { p += a; app.MapGroup(p).MapCustomers(); }")]
    [InlineData("app.MapGroup(args.FirstOrDefault() ?? \"/api\").MapCustomers();")]
    [InlineData("Alias.MapCustomers(app.MapGroup(\"/a\"));")]
    [InlineData("RouteGroupBuilder group = group.WithTags(\"x\"); group.MapCustomers();", true)]
    [InlineData("var a = b; var b = a; a.MapCustomers();", true)]
    public async Task What_cannot_be_told_is_named_by_its_method(string program, bool isBroken = false)
    {
        string[] sources = [
            Models,
            "public static class Customers { public static IEndpointRouteBuilder MapCustomers(this IEndpointRouteBuilder app) { " + Get + " return app; } }",
            "using Alias = Customers; public static class Start { static RouteGroupBuilder Field = null!; public static void Run(WebApplication app, string[] args) { " + program + " } }"];

        var found = isBroken ? await Analyze.RunAsync(Analyze.Compile(sources)) : await Analyze.RunAsync(sources);
        Assert.Equal("Customers.MapCustomers:GET/{id}", Assert.Single(found, d => d.Id == "PII1001").Properties["endpoint"]);
    }

    [Theory]
    [InlineData("app.MapGroup(\"/a\").WithTags(\"1\").WithTags(\"2\").WithTags(\"3\").WithTags(\"4\").WithTags(\"5\").WithTags(\"6\").WithTags(\"7\").WithTags(\"8\").WithTags(\"9\").WithTags(\"10\").WithTags(\"11\").WithTags(\"12\").WithTags(\"13\").MapCustomers();", "GET /a/{id}")]
    [InlineData("app.MapGroup(\"/a\").MapCustomers(); app.MapGroup(\"a/\").MapCustomers();", "GET /a/{id}")]
    [InlineData("app.MapGroup($\"/{{tenant}}\").MapCustomers();", "GET /{tenant}/{id}")]
    [InlineData("app.UseEndpoints(e => e.MapGroup(\"/a\").MapCustomers());", "GET /a/{id}")]
    [InlineData("global::Customers.MapCustomers(app.MapGroup(\"/a\"));", "GET /a/{id}")]
    [InlineData("IEndpointRouteBuilder e = args.Length > 0 ? app.MapGroup(\"/a\") : app.MapGroup(\"/b\"); e.MapCustomers();", "GET /a/{id}", "GET /b/{id}")]
    public async Task Name_is_the_same_however_it_is_written(string program, params string[] endpoints) =>
        Assert.Equal(endpoints.Select(e => e + ": email EmailAddress"), await Analyze.ExposuresAsync(
            Models,
            "public static class Customers { public static IEndpointRouteBuilder MapCustomers(this IEndpointRouteBuilder app) { " + Get + " return app; } }",
            "public static class Start { public static void Run(WebApplication app, string[] args) { " + program + " } }"));

    [Theory]
    [InlineData("new CustomersModule().Map(app.MapGroup(\"/customers\")); new OrdersModule().Map(app.MapGroup(\"/orders\"));", "GET /customers/{id}", "GET /orders/o/{id}")]
    [InlineData("CustomersModule c = new(); OrdersModule o = new(); c.Map(app.MapGroup(\"/customers\")); o.Map(app.MapGroup(\"/orders\"));", "CustomersModule.Map:GET/{id}", "OrdersModule.Map:GET/o/{id}")] // a name does not tell which is meant
    public async Task Modules_whose_methods_share_a_name_do_not_share_groups(string program, params string[] endpoints) =>
        Assert.Equal(endpoints.Select(e => e + ": email EmailAddress"), await Analyze.ExposuresAsync(
            Models,
            "public class CustomersModule { public void Map(IEndpointRouteBuilder app) { " + Get + " } }",
            "public class OrdersModule { public void Map(IEndpointRouteBuilder app) { " + Get.Replace("/{id}", "/o/{id}", StringComparison.Ordinal) + " } }",
            "public static class Start { public static void Run(WebApplication app) { " + program + " } }"));

    [Theory]
    [InlineData("app.MapGroup(\"/c\").MapCustomers().AllowAnonymous();")]
    [InlineData("var c = app.MapGroup(\"/c\").MapCustomers(); c.AllowAnonymous();")]
    [InlineData("app.MapGroup(\"/c\").WithMetadata(new Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute()).MapCustomers();")]
    public async Task Access_that_is_said_behind_the_call_counts(string program) => Assert.Contains(
        await Analyze.RunAsync([
            Models,
            "public static class Customers { public static RouteGroupBuilder MapCustomers(this RouteGroupBuilder app) { " + Get + " return app; } }",
            "public static class Start { public static void Run(WebApplication app) { " + program + " } }"]),
        d => d.Id == "PII1009");

    [Theory]
    [InlineData("group.AddPing().AllowAnonymous(); group.MapCustomers();")]
    [InlineData("group.MapCustomers(); void Health() { var group = app.MapGroup(\"/health\"); group.AllowAnonymous(); }")]
    public async Task Access_of_something_else_does_not(string program) => Assert.DoesNotContain(
        await Analyze.RunAsync([
            Models,
            "public static class Customers { public static void MapCustomers(this RouteGroupBuilder app) { " + Get + " } public static RouteHandlerBuilder AddPing(this RouteGroupBuilder app) => app.MapGet(\"/ping\", () => 1); }",
            "public static class Start { public static void Run(WebApplication app) { var group = app.MapGroup(\"/c\"); " + program + " } }"]),
        d => d.Id == "PII1009");

    [Fact]
    public async Task Endpoint_of_methods_that_only_call_each_other_is_there() => Assert.Equal(
        ["A.One:GET/{id}: email EmailAddress"],
        await Analyze.ExposuresAsync(Models, "public static class A { public static void One(IEndpointRouteBuilder app) { " + Get + " Two(app); } static void Two(IEndpointRouteBuilder app) => One(app); }"));

    /// <summary>Modules that hand their builder on to each other, and choices of choices.</summary>
    [Fact(Timeout = 60_000)] // a second is more than it takes; all ways are more than there is time
    public async Task Ways_without_end_are_not_gone()
    {
        var modules = string.Concat(Enumerable.Range(0, 12).Select(i => $"public class M{i}(IEnumerable<IModule> children) : IModule {{ public void Map(IEndpointRouteBuilder app) {{ app.MapGet(\"/{i}/{{id}}\", (string id) => new Customer(1, \"\")); foreach (var c in children) {{ c.Map(app); }} }} }} "));
        var choices = string.Concat(Enumerable.Range(1, 12).Select(i => $"IEndpointRouteBuilder b{i} = args.Length > {i} ? b{i - 1}.MapGroup(\"/{i}\") : args.Length > 1 ? b{i - 1} : b{i - 1}.MapGroup(\"/x{i}\"); "));

        var found = await Analyze.RunAsync([
            Models, "public interface IModule { void Map(IEndpointRouteBuilder app); }", modules,
            "public static class Customers { public static void MapCustomers(this IEndpointRouteBuilder app) { " + Get + " } }",
            "public static class Start { public static void Run(WebApplication app, IEnumerable<IModule> all, string[] args) { foreach (var m in all) { m.Map(app.MapGroup(\"/m\")); } IEndpointRouteBuilder b0 = app; " + choices + " b12.MapCustomers(); } }"]);

        Assert.NotEmpty(found);
    }
}
