using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>What code makes is only found where it is sent, and what may be sent otherwise is said to be open: programs by which somebody tried to mislead the analyzers.</summary>
public sealed class SentPartsTests
{
    private const string Types = """
        public sealed class Dto { public int Id { get; set; } public string Email { get; set; } = ""; }
        public sealed class Slim { public int Id { get; set; } }
        public class Person { public int Id { get; set; } }
        public class Employee : Person { public string Email { get; set; } = ""; }
        public class User { public int Id { get; set; } public string FirstName { get; set; } = ""; public string Email { get; set; } = ""; }
        public class Env { public object? Data { get; set; } }
        public class Key { public string Value { get; } public Key(string value) => Value = value.GetHashCode().ToString(); }
        public class Own : ObjectResult { public Own() : base(null) { } public Own(int c) : base(null) { StatusCode = c; } }
        public class Late : ObjectResult { public Late() : base(null) { } public override void OnFormatting(ActionContext c) { Value = new Dto(); } }
        public class ApiResult<T>(T value) : IActionResult { public Task ExecuteResultAsync(ActionContext c) => Task.CompletedTask; public static implicit operator ApiResult<T>(T v) => new(v); public T V => value; }
        public class Boxed { public object? Data { get; set; } public static implicit operator Boxed(Dto d) => new() { Data = d }; }
        public interface IService { object Raw(); }
        public static class Raw
        {
            public static T Parse<T>(string json, T shape) => shape;
            public static T Query<T>(Func<T> shape) => shape();
            public static void Log(string text, params object[] values) { }
            public static void Publish(object o) { }
            public static string L(string key) => key;
            public static void AddPaginationHeader(this HttpResponse r, int total) => r.Headers["X-Total"] = total.ToString();
            public static void Render(this HttpResponse r, int total) { var kept = r; }
        }
        """;

    [Theory]
    [InlineData("Get(string json) { var u = Raw.Parse(json, new { email = \"\" }); return Ok(u); }")]
    [InlineData("Get() => Ok(Raw.Query(() => new { email = \"\" }));")]
    [InlineData("Get() => new Own { Value = new Dto() };")]
    [InlineData("Get() => Dto(); ApiResult<Dto> Dto() => new Dto();")]
    [InlineData("Get(int i) { IActionResult a = Ok(new Dto()); var b0 = i > 1 ? a : null; var b1 = i > 2 ? b0 : null; var b2 = i > 3 ? b1 : null; var b3 = i > 4 ? b2 : null; var b4 = i > 5 ? b3 : null; if (i > 10) { return a; } return b4!; }")]
    public async Task What_is_sent_is_found(string action) =>
        Assert.Equal(["GET /c: email EmailAddress"], await Analyze.ExposuresAsync(Types, Controller("public IActionResult " + action)));

    [Fact]
    public async Task Conversion_is_read() =>
        Assert.Equal(["GET /c: data.email EmailAddress"], await Analyze.ExposuresAsync(Types, Controller("public Boxed Get() => new Dto();")));

    [Fact]
    public async Task Result_that_executes_itself_is_read() =>
        Assert.Equal(["GET /c: email EmailAddress"], await Analyze.ExposuresAsync(Types, Controller("public async Task Get() => await Ok(new Dto()).ExecuteResultAsync(ControllerContext);")));

    [Theory]
    [InlineData("Get(bool b, [FromServices] object body) => Ok(new { data = b ? body : new Slim() });")]
    [InlineData("Get(bool b, [FromServices] User u) => Ok(new { data = b ? (object)System.Text.Json.JsonSerializer.Serialize(u) : new Slim() });")]
    [InlineData("Get([FromServices] Func<System.Collections.IEnumerable> f) => Ok(new { data = (object)f() });")]
    [InlineData("Get() => new Late();")]
    [InlineData("Get([FromServices] First s) => Ok(((IService)s).Raw());", "public class First : IService { public virtual object Raw() => 1; } public class Second : First { public override object Raw() => new Dto(); }")]
    [InlineData("Get([FromServices] IService s) => Ok(s.Raw());", "public class First : IService { public object Raw() => 1; } public class Deco<T> : IService { public object Raw() => new Dto(); }")]
    public async Task What_may_be_more_is_open(string action, string more = "") =>
        Assert.Equal(["PII1007"], (await Analyze.RunAsync([Types, more, Controller("public IActionResult " + action)], strict: true)).Select(d => d.Id).Distinct());

    [Theory]
    [InlineData("async (HttpContext c) => { async Task Send(object o) => await c.Response.WriteAsJsonAsync(o); await Send(new Dto()); }")]
    [InlineData("(HttpContext c) => { c.Response.OnStarting(async () => await c.Response.WriteAsJsonAsync(new Dto())); }")]
    [InlineData("async (HttpContext c, RequestDelegate next) => { await next(c); }")]
    [InlineData("async (HttpContext c) => { var s = await c.WebSockets.AcceptWebSocketAsync(); }")]
    [InlineData("async (HttpContext c) => { await c.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpResponseBodyFeature>()!.Stream.WriteAsync(new byte[1]); }")]
    [InlineData("(HttpContext c) => { Microsoft.AspNetCore.Http.Mine.Write(c); }")]
    [InlineData("(HttpContext c) => { c.Response.Render(1); }")]
    public async Task What_is_written_out_of_sight_is_open(string handler) => Assert.Equal(["PII1007"], (await Analyze.RunAsync(
        [
            Types, "namespace Microsoft.AspNetCore.Http { public static class Mine { public static void Write(HttpContext c) { } } }",
            "public static class Api { public static void Map(WebApplication app) { app.MapGet(\"/c\", " + handler + "); } }",
        ], strict: true)).Select(d => d.Id));

    [Theory]
    [InlineData("Get([FromServices] User u) { Raw.Log(\"x\", u, 1); return Ok(new { columns = new object[] { 1 } }); }")]
    [InlineData("Get([FromServices] User u, [FromServices] Dictionary<string, string> labels) { Raw.Publish(new Dictionary<string, string> { [\"email\"] = u.Email }); return Ok(new { labels }); }")]
    [InlineData("Get() { Raw.Publish(new Env { Data = new Dto() }); return Ok(new Env { Data = 1 }); }")]
    [InlineData("Get([FromServices] User u) => Ok(new Key(u.Email));")]
    [InlineData("Get() => BadRequest(new Dictionary<string, string[]> { [\"Password\"] = new[] { Raw.L(\"weak\") } });")]
    [InlineData("Get(bool b) => Ok(new { phone = b ? \"yes\" : \"no\" });")]
    public async Task What_is_not_sent_is_not_found(string action) =>
        Assert.Empty(await Analyze.ExposuresAsync(Types, Controller("public IActionResult " + action)));

    [Fact]
    public async Task Header_that_is_set_by_a_method_of_ones_own_is_no_body() =>
        Assert.Empty(await Analyze.RunAsync([Types, Controller("public ActionResult<User> Get() { Response.AddPaginationHeader(3); return Ok(new { id = 1 }); }")], strict: true));

    [Theory]
    [InlineData("data = (object)f()", "data.email")]
    [InlineData("data = f()", null)]
    public async Task Member_of_any_type_is_sent_as_what_it_is_at_run_time(string member, string? path) => Assert.Equal(
        path is null ? [] : ["PII1006 " + path],
        (await Analyze.RunAsync([Types, Controller("public IActionResult Get([FromServices] Func<Person> f) => Ok(new { " + member + " });")])).Select(d => d.Id + " " + d.Properties["paths"]));

    /// <summary>What a helper of FastEndpoints returns is not sent, only what it sends itself.</summary>
    [Fact]
    public async Task Fast_endpoint_sends_what_it_sends() => Assert.Empty(await Analyze.ExposuresAsync(
        Types, FrameworkTests.FastEndpoints,
        "using FastEndpoints; public class E : Endpoint<int> { public override void Configure() => Get(\"/c\"); public override async Task HandleAsync(int r, System.Threading.CancellationToken ct) { var u = await Load(); Response = new Slim { Id = u.Id }; } Task<User> Load() => Task.FromResult(new User()); }"));

    [Theory]
    [InlineData("builder.MapGroup(\"/api\").MapGet(pattern, handler)", "Api.Run:GET/users", "PII1001")]
    [InlineData("builder.MapGet(\"/v1\" + pattern, handler)", "Api.Run:GET/users", "PII1001")]
    [InlineData("builder.MapGet(pattern, handler).AddEndpointFilter(async (c, next) => new { data = await next(c) })", "GET /users", "PII1001")]
    [InlineData("builder.MapGet(pattern, handler).AllowAnonymous()", "GET /users", "PII1009")]
    public async Task Wrapper_says_what_is_served(string body, string endpoint, string id) => Assert.Equal([id + " " + endpoint], (await Analyze.RunAsync(
        [
            Types, "public static class W { public static IEndpointConventionBuilder MapOwnGet(this IEndpointRouteBuilder builder, string pattern, Delegate handler) => " + body + "; }",
            "public static class Api { public static void Run(WebApplication app) { app.MapOwnGet(\"/users\", () => new Dto()); } }",
        ])).Select(d => d.Id + " " + d.Properties["endpoint"]));

    /// <summary>Four classes that call each other behind one interface: each call of a response is followed once.</summary>
    [Fact(Timeout = 20_000)]
    public async Task Composite_is_followed_once()
    {
        var calls = string.Concat(Enumerable.Range(0, 40).Select(i => $"if (i == {i}) {{ return s.Find(i + 1); }} "));
        var classes = string.Concat(Enumerable.Range(0, 4).Select(i => $"public class S{i}(IFind s) : IFind {{ public object Find(int i) {{ {calls} return new Dto(); }} }} "));

        Assert.Equal(["GET /c: email EmailAddress"], await Analyze.ExposuresAsync(Types, "public interface IFind { object Find(int i); } " + classes, Controller("public IActionResult Get([FromServices] IFind s) => Ok(s.Find(1));")));
    }

    private static string Controller(string action) => "[Route(\"c\")] public class CController : ControllerBase { [HttpGet] " + action + " }";
}
