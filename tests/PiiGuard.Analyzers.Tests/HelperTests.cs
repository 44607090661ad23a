using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>Answers that another method of the compilation makes.</summary>
public sealed class HelperTests
{
    [Theory]
    [InlineData("static async Task<Results<Ok<List<string>>, NotFound>> Get(int id) { await Task.Yield(); return Store.Find() is { } p ? TypedResults.Ok(p.Allergies) : TypedResults.NotFound(); }", "GET /c: [] Health")]
    [InlineData("static async Task<FileContentHttpResult> Get() { await Task.Yield(); var b = new System.Text.StringBuilder(); b.AppendLine(string.Join(',', Store.Find().Sku, Store.Find().Email)); return TypedResults.File(System.Text.Encoding.UTF8.GetBytes(b.ToString()), \"text/csv\"); }", "GET /c: $ EmailAddress")]
    [InlineData("static ContentHttpResult Get() => TypedResults.Text(Store.Find().Email);", "GET /c: $ EmailAddress")]
    [InlineData("static Ok<string> Get() => TypedResults.Ok(Store.Find().Sku);", null)]
    public async Task Text_of_a_mapped_method(string handler, string? expected) => Assert.Equal(
        expected is null ? [] : [expected],
        await Analyze.ExposuresAsync(
            "public class Patient { public List<string> Allergies { get; set; } = []; public string Sku { get; set; } = \"\"; public string Email { get; set; } = \"\"; } public static class Store { public static Patient Find() => new(); }",
            "public static class Routes { public static void Map(WebApplication app) => app.MapGet(\"/c\", Get); " + handler + " }"));

    /// <summary>A text that no member names is what it was called before, also where a helper sends it on.</summary>
    [Theory]
    [InlineData("IActionResult Get() => Success(Store.Find().AvatarUrl);", "GET /c: data PersonPhoto")]
    [InlineData("IActionResult Get() => Plain(Store.Find().Allergies);", "GET /c: [] Health")]
    [InlineData("IActionResult Get() { var s = Store.Find(); return Success(s.Sku); }", null)]
    [InlineData("IActionResult Get() => Success(Store.Find().Email.Length);", null)]
    [InlineData("Results<Ok<List<string>>, NotFound> Get() => Store.Find() is { } p ? TypedResults.Ok(p.Allergies) : TypedResults.NotFound();", "GET /c: [] Health")]
    [InlineData("Ok<string> Get() => TypedResults.Ok(Store.Find().Email);", "GET /c: $ EmailAddress")]
    [InlineData("Ok<string> Get() => TypedResults.Ok(Store.Find().Sku);", null)]
    [InlineData("ActionResult<IEnumerable<string>> Get() => Enum.GetNames<DayOfWeek>();", null)]
    public async Task Text_that_is_sent_on(string action, string? expected) => Assert.Equal(
        expected is null ? [] : [expected],
        await Analyze.ExposuresAsync(
            "public class Patient { public string AvatarUrl { get; set; } = \"\"; public List<string> Allergies { get; set; } = []; public string Sku { get; set; } = \"\"; public string Email { get; set; } = \"\"; } public static class Store { public static Patient Find() => new(); }",
            "public abstract class Base : ControllerBase { protected IActionResult Success(object? value) => Ok(new { ok = true, data = value }); protected IActionResult Plain(object value) => Ok(value); }",
            "[Route(\"c\")] public class CController : Base { [HttpGet] public " + action + " }"));

    private const string Models = """
        public record Customer(int Id, string Email);
        public record Status(string State, int Count);
        public class Envelope<T>(T data) { public T Data { get; } = data; public int Count { get; set; } }
        public static class Store { public static Customer Find() => new(1, ""); }
        """;

    [Theory]
    [InlineData("IActionResult Get() => Core(); IActionResult Core() => Ok(Store.Find());")]
    [InlineData("async Task<IActionResult> Get() => await Core(); async Task<IActionResult> Core() { await Task.Yield(); return Ok(Store.Find()); }")]
    [InlineData("async Task<IActionResult> Get() { return await Core().ConfigureAwait(false); } Task<IActionResult> Core() => Task.FromResult<IActionResult>(Ok(Store.Find()));")]
    [InlineData("Task<IActionResult> Get() => Core(); Task<IActionResult> Core() => Task.FromResult<IActionResult>(Ok(Store.Find()));")]
    [InlineData("IActionResult Get() => Ok(Load()); object Load() => Store.Find();")]
    [InlineData("IActionResult Get() { var x = Load(); return Ok(x); } object Load() { return Store.Find(); }")]
    [InlineData("IActionResult Get() => Respond(Store.Find()); IActionResult Respond(object value) => Ok(value);")]
    [InlineData("IActionResult Get() => Respond(Store.Find()); IActionResult Respond<T>(T value) => Ok(value);")]
    [InlineData("IActionResult Get() => Respond(Store.Find()); IActionResult Respond<T>(T value) => value is null ? NotFound() : Ok(value);")]
    [InlineData("IActionResult Get() => A(); IActionResult A() => B(); IActionResult B() => Ok(Store.Find());")]
    [InlineData("IActionResult Get() => A(); IActionResult A() => System.DateTime.Now.Day > 3 ? A() : Ok(Store.Find());")] // calls itself
    [InlineData("IActionResult Get() { return Local(); IActionResult Local() => Ok(Store.Find()); }")]
    [InlineData("IActionResult Get() => this.OkOrNot(Store.Find());")]
    [InlineData("IActionResult Get() => Replies.Made(Store.Find());")]
    [InlineData("ActionResult<Status> Get() => Core(); ActionResult<Status> Core() => Ok(Store.Find());")]
    public async Task Helper_is_followed(string members) => Assert.Equal(["GET /c: email EmailAddress"], await Analyze.ExposuresAsync(Models, Controller(members), Replies));

    /// <summary>What a library makes an answer of is what its result wraps.</summary>
    [Theory]
    [InlineData("Result<Customer>", "email EmailAddress")]
    [InlineData("Task<Result<List<Customer>>>", "[].email EmailAddress")]
    [InlineData("ErrorOr<Customer, CustomerError>", "email EmailAddress")]
    [InlineData("Paper<Customer>", null)] // whatever that is
    public async Task Library_sends_what_its_result_wraps(string wrapper, string? path)
    {
        var call = wrapper.StartsWith("Task", StringComparison.Ordinal) ? "(await Load())" : "Load()";
        var map = $"public static class Api {{ static {wrapper} Load() => null!; public static void Map(WebApplication app) => app.MapGet(\"/c\", async () => {{ await Task.Yield(); return {call}.ToHttp(); }}); }}";
        const string Library = """
            public abstract class Result<T> { public abstract IResult ToHttp(); }
            public abstract class ErrorOr<T, TError> { public abstract IResult ToHttp(); }
            public abstract class Paper<T> { public abstract IResult ToHttp(); }
            public class CustomerError { public string Email { get; set; } = ""; public string Msisdn { get; set; } = ""; }
            """;

        Assert.Equal(path is null ? [] : ["GET /c: " + path], await Analyze.ExposuresAsync(Models, Library, map));
    }

    [Fact]
    public async Task Type_argument_reaches_the_envelope() => Assert.Equal(
        ["GET /c: data.email EmailAddress"],
        await Analyze.ExposuresAsync(Models, Controller("IActionResult Get() => Wrap(Store.Find()); IActionResult Wrap<T>(T value) => Ok(new Envelope<T>(value));")));

    [Fact]
    public async Task Open_generic_controller_is_judged_for_each_closed_one() => Assert.Equal(
        ["GET /Customers/{id}/x: email EmailAddress", "GET /Customers/{id}: email EmailAddress"],
        await Analyze.ExposuresAsync(Models, """
            [Route("[controller]")] public abstract class CrudController<T> : ControllerBase where T : class
            {
                [HttpGet("{id}")] public IActionResult Get(int id) => Load(id) is { } found ? Ok(found) : NotFound();
                [HttpGet("{id}/x")] public IActionResult Deeper(int id) => Respond(Load(id)); IActionResult Respond<V>(V value) => value is null ? NotFound() : Local(); IActionResult Local() => Ok(Load(1));
                protected abstract T? Load(int id);
            }
            public class CustomersController : CrudController<Customer> { protected override Customer? Load(int id) => null; }
            public class StatesController : CrudController<Status> { protected override Status? Load(int id) => null; }
            """));

    [Theory]
    [InlineData("IActionResult Get() => Core(); IActionResult Core() => NotFound();")]
    [InlineData("IActionResult Get() => Respond(new Status(\"\", 1)); IActionResult Respond(object value) => Ok(value); private IActionResult Other() => Respond(Store.Find());")]
    [InlineData("IActionResult Get() => Replies.Made(new Status(\"\", 1));")]
    [InlineData("IActionResult Get() { _ = Core(); return NoContent(); } IActionResult Core() => Ok(Store.Find());")]
    public async Task What_the_helper_does_for_others_does_not_count(string members) => Assert.Empty(await Analyze.ExposuresAsync(Models, Controller(members), Replies));

    [Theory]
    [InlineData("IActionResult Get() => Load(); protected abstract IActionResult Load();", "abstract ")]
    [InlineData("IActionResult Get() => Respond(Deep()); IActionResult Respond(object value) => Ok(value); object Deep() => null!;", "")] // passed on by two
    [InlineData("IActionResult Get() => Respond(new Status(\"\", 1)); IActionResult Respond(object value) { value = Store.Find(); return Ok(value); }", "")] // another value
    [InlineData("IActionResult Get() => Respond(new Status(\"\", 1)); IActionResult Respond(object value) { Change(ref value); return Ok(value); } void Change(ref object x) { }", "")]
    [InlineData("IActionResult Get() => Wrap(File(new byte[1], \"x/y\")); IActionResult Wrap(IActionResult result) => result;", "")] // a result is no body
    [InlineData("IActionResult Get() => Virtual(); protected virtual IActionResult Virtual() => NotFound();", "")] // what overrides it is not looked at
    [InlineData("IActionResult Get() => A(); IActionResult A() => B(); IActionResult B() => C(); IActionResult C() => D(); IActionResult D() => Ok(Store.Find());", "")]
    public async Task What_is_not_followed_is_said(string members, string modifier)
    {
        var source = Controller(members).Replace("public class", "public " + modifier + "class", StringComparison.Ordinal) + (modifier.Length > 0 ? " public class SubController : C2Controller { protected override IActionResult Load() => Ok(Store.Find()); }" : "");
        var enabled = Analyze.Compile([Models, source]);
        enabled = enabled.WithOptions(enabled.Options.WithSpecificDiagnosticOptions([new("PII1007", Microsoft.CodeAnalysis.ReportDiagnostic.Warn)]));
        Assert.Contains(await Analyze.RunAsync(enabled), d => d.Id == "PII1007");
    }

    [Theory]
    [InlineData("[ProducesResponseType(typeof(Customer), 200)] public IActionResult Get(dynamic x) => Ok(x);", "PII1001: email")] // the body tells nothing
    [InlineData("[ProducesResponseType<Customer>(201)] public IActionResult Get(dynamic x) => Ok(x);", "PII1001: email")]
    [InlineData("[ProducesResponseType(200, Type = typeof(Customer))] public IActionResult Get(dynamic x) => Ok(x);", "PII1001: email")]
    [InlineData("[Produces(typeof(Customer))] public IActionResult Get(dynamic x) => Ok(x);", "PII1001: email")]
    [InlineData("[ProducesResponseType(typeof(Customer), 404), ProducesResponseType(204)] public IActionResult Get(dynamic x) => Ok(x);", null)]
    [InlineData("[ProducesResponseType(typeof(Customer), 200)] public IActionResult Get() => Ok(new Status(\"\", 1));", null)] // the body wins
    [InlineData("[ProducesResponseType(typeof(Status), 200)] public IActionResult Get() => Ok(Store.Find());", "PII1004: email")] // and what it adds is said
    [InlineData("[ProducesResponseType(typeof(Customer), 200)] public IActionResult Get() => Ok(Store.Find());", "PII1001: email")]
    public async Task What_an_attribute_claims_counts_where_the_body_tells_nothing(string action, string? expected) => Assert.Equal(
        expected is null ? [] : [expected],
        (await Analyze.RunAsync([Models, Controller("void Nothing() { } [HttpPost] " + action)])).Where(d => d.Properties.ContainsKey("paths")).Select(d => $"{d.Id}: {d.Properties["paths"]}"));

    [Theory]
    [InlineData("app.MapGet(\"/c\", (dynamic x) => (object)x).Produces<Customer>();", "PII1001: email")] // the body tells nothing
    [InlineData("app.MapGet(\"/c\", async (HttpContext x, int y) => await x.Response.WriteAsync(x.Request.Path)).WithName(\"c\").Produces<Customer[]>(201).AllowAnonymous();", "PII1009: [].email")]
    [InlineData("app.MapGet(\"/c\", (dynamic x) => (object)x).Produces(200, typeof(Customer));", "PII1001: email")]
    [InlineData("app.MapGet(\"/c\", object (dynamic x) => x is null ? Results.BadRequest(new Status(\"\", 1)) : x).Produces<Customer>();", "PII1001: email")] // beside a branch that is known
    [InlineData("var e = app.MapGet(\"/c\", (dynamic x) => (object)x); e.WithName(\"c\").Produces<Customer>();", "PII1001: email")]
    [InlineData("app.MapGet(\"/c\", (dynamic x) => (object)x).Produces<Customer>(404).Produces(200);", null)]
    [InlineData("app.MapGet(\"/c\", () => new Status(\"\", 1)).Produces<Customer>();", null)] // the body wins
    [InlineData("app.MapGet(\"/c\", () => Store.Find()).Produces<Status>();", "PII1004: email")] // and what it adds is said
    [InlineData("app.MapGet(\"/c\", Handler).Produces<Status>(); static IResult Handler() => Results.Ok(Store.Find());", "PII1004: email")]
    [InlineData("app.MapGet(\"/c\", () => Store.Find()).Produces<Customer>();", "PII1001: email")]
    public async Task What_is_claimed_where_an_endpoint_is_mapped_counts_where_the_body_tells_nothing(string statement, string? expected) => Assert.Equal(
        expected is null ? [] : [expected],
        (await Analyze.RunAsync([Models, $$"""public static class Api { public static void Map(WebApplication app) { {{statement}} } }"""])).Where(d => d.Properties.ContainsKey("paths"))
            .Select(d => $"{d.Id}: {d.Properties["paths"]}"));

    [Theory]
    [InlineData("", "[ApiConventionMethod(typeof(Ways), nameof(Ways.Find))] public IActionResult Get(dynamic x) => Ok(x);", "email")]
    [InlineData("[ApiConventionType(typeof(Ways))]", "public IActionResult Find(dynamic x) => Ok(x);", "email")]
    [InlineData("[ApiConventionType(typeof(Ways))]", "public IActionResult ListAll(dynamic x) => Ok(x);", "[].email")] // by prefix
    [InlineData("[ApiConventionType(typeof(Ways))]", "public IActionResult FindAll(dynamic x) => Ok(x);", null)]
    [InlineData("[ApiConventionType(typeof(Ways))]", "public IActionResult Listing(dynamic x) => Ok(x);", null)]
    [InlineData("[ApiConventionType(typeof(DefaultApiConventions))]", "public IActionResult Get(dynamic x) => Ok(x);", null)] // names no bodies
    [InlineData("[ApiConventionType(typeof(Ways))]", "[ProducesResponseType(204)] public IActionResult Find() => Ok(1);", null)] // the body wins
    public async Task What_a_convention_claims_counts_where_the_body_tells_nothing(string onType, string action, string? expected) => Assert.Equal(
        expected is null ? [] : [expected],
        (await Analyze.RunAsync(
        [
            Models,
            $$"""
            using Microsoft.AspNetCore.Mvc.ApiExplorer;
            public static class Ways
            {
                [ProducesResponseType(typeof(Customer), 200)] public static void Find() { }
                [ProducesResponseType(typeof(List<Customer>), 200), ApiConventionNameMatch(ApiConventionNameMatchBehavior.Prefix)] public static void List() { }
            }
            {{onType}} [Route("c")] public class WController : ControllerBase { [HttpGet] {{action}} }
            """,
        ])).Where(d => d.Properties.ContainsKey("paths")).Select(d => d.Properties["paths"]!));

    private const string Replies = """
        public static class Replies
        {
            public static IActionResult OkOrNot<T>(this ControllerBase controller, T? value) => value is null ? controller.NotFound() : controller.Ok(value);
            public static IActionResult Made(object value) => new ObjectResult(value) { StatusCode = 201 };
        }
        """;

    private static string Controller(string members) => $$"""
        [Route("c")] public class C2Controller : ControllerBase { [HttpGet] public {{members}} }
        """;
}
