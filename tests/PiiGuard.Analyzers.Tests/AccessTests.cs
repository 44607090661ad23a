using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

[Trait("rule", "PII1009")]
[Trait("rule", "PII2001")]
[Trait("rule", "PII2002")]
public sealed class AccessTests
{
    private const string Line = "GET /c | email | EmailAddress | Agents write to them.";
    private const string Model = "using Microsoft.AspNetCore.Authorization; public record Customer(int Id, string Email); ";

    [Theory]
    [InlineData("[Route(\"c\")] public class CController : ControllerBase { [HttpGet, AllowAnonymous] public Customer Get() => new(1, \"\"); }")]
    [InlineData("[Route(\"c\"), AllowAnonymous] public class CController : ControllerBase { [HttpGet] public Customer Get() => new(1, \"\"); }")]
    [InlineData("[AllowAnonymous] public abstract class Base : ControllerBase { } [Route(\"c\")] public class CController : Base { [HttpGet, Authorize] public Customer Get() => new(1, \"\"); }")]
    [InlineData("public class OpenAttribute : System.Attribute, IAllowAnonymous { } [Route(\"c\")] public class CController : ControllerBase { [HttpGet, Open] public Customer Get() => new(1, \"\"); }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) => app.MapGet(\"/c\", () => new Customer(1, \"\")).AllowAnonymous(); }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) => app.MapGet(\"/c\", () => new Customer(1, \"\")).RequireAuthorization().WithName(\"x\").AllowAnonymous(); }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) => app.MapGet(\"/c\", [AllowAnonymous] () => new Customer(1, \"\")); }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) => app.MapGroup(\"/c\").AllowAnonymous().MapGet(\"\", () => new Customer(1, \"\")); }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) { var g = app.MapGroup(\"/c\").AllowAnonymous(); g.MapGet(\"\", () => new Customer(1, \"\")); } }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) { var g = app.MapGroup(\"/c\"); g.AllowAnonymous(); g.MapGet(\"\", () => new Customer(1, \"\")); } }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) { var g = app.MapGroup(\"/c\"); g.WithTags(\"c\").AllowAnonymous(); g.MapGet(\"\", () => new Customer(1, \"\")); } }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) { var e = app.MapGet(\"/c\", () => new Customer(1, \"\")); e.AllowAnonymous(); } }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) => app.MapGet(\"/c\", () => new Customer(1, \"\")).WithMetadata(new AllowAnonymousAttribute()); }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) { app.MapGet(\"/c\", Get); } [AllowAnonymous] static Customer Get() => new(1, \"\"); }")]
    public async Task What_is_accepted_for_callers_who_log_in_is_not_accepted_for_anyone(string source)
    {
        var diagnostic = Assert.Single(await Analyze.RunAsync([Model + source], Line));
        Assert.Equal("PII1009", diagnostic.Id);
        Assert.Equal("GET /c may be called by anyone and returns personal data that PiiExposure.txt does not declare for anonymous callers: email (EmailAddress)", diagnostic.GetMessage());
        Assert.Equal("anonymous", diagnostic.Properties["access"]);
        Assert.Empty(await Analyze.RunAsync([Model + source], Line + " | anonymous"));
    }

    [Theory]
    [InlineData("[Route(\"c\"), Authorize] public class CController : ControllerBase { [HttpGet] public Customer Get() => new(1, \"\"); }")]
    [InlineData("[Route(\"c\")] public class CController : ControllerBase { [HttpGet] public Customer Get() => new(1, \"\"); [HttpPost, AllowAnonymous] public void Post() { } }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) { app.MapGet(\"/c\", () => new Customer(1, \"\")); app.MapGet(\"/d\", () => 1).AllowAnonymous(); } }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) { var g = app.MapGroup(\"\"); g.MapGet(\"/c\", () => new Customer(1, \"\")); g.MapGet(\"/d\", () => 1).AllowAnonymous(); } }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) => app.MapGet(\"/c\", () => { Inner(); return new Customer(1, \"\"); }); [AllowAnonymous] static void Inner() { } }")] // of a method that is called
    public async Task Word_is_stale_where_the_code_does_not_let_anyone_in(string source)
    {
        Assert.Empty(await Analyze.RunAsync([Model + source], Line));
        Assert.Equal(
            "Line 1: GET /c | email | EmailAddress is declared for anonymous callers, but the code does not let them in; delete 'anonymous'",
            Assert.Single(await Analyze.RunAsync([Model + source], Line + " | anonymous")).GetMessage());
    }

    [Theory]
    [InlineData("[HttpGet(\"{id}\")] public Customer Get(int id) => new(1, \"\");", "id")]
    [InlineData("[HttpGet(\"{customerId:long}\"), Authorize] public Customer Get(long? customerId) => new(1, \"\");", "customerId")] // logged in is not entitled
    [InlineData("[HttpGet] public IActionResult Get([FromQuery] string msisdn) => Ok(new Customer(1, \"\"));", "msisdn")]
    [InlineData("[HttpGet(\"by/{email}\")] public Customer[] Get(string email) => [];", "email")]
    [InlineData("[HttpPost] public IActionResult Post(int customer_id, [FromBody] Customer body) => Ok(body);", "customer_id")]
    [InlineData("[HttpGet(\"{id}\")] public IActionResult Get(int id) => Find(id); private IActionResult Find(int id) => Ok(new Customer(id, \"\"));", "id")]
    [InlineData("[HttpGet(\"{id}\")] public Customer Get(Guid id) => new(1, \"\");", null)] // nobody counts through these
    [InlineData("[HttpGet] public Customer Get(int page, int year, int pageNumber, int pageNo) => new(1, \"\");", null)]
    [InlineData("[HttpGet] public Customer Get(int customerNumber) => new(1, \"\");", "customerNumber")]
    [InlineData("[HttpGet(\"{id}\")] public IActionResult Get(int id) => GetUserId() == id ? Ok(new Customer(1, \"\")) : NotFound(); private int GetUserId() => 1;", null)]
    [InlineData("[HttpGet(\"{id}\")] public IActionResult Get(int id, [FromServices] IGuard guard) => guard.May(id) ? Ok(new Customer(1, \"\")) : Forbid();", null)]
    [InlineData("[HttpGet(\"{id}\"), Around] public Customer Get(int id) => new(1, \"\");", null)] // a filter of the project's own may ask
    [InlineData("[HttpGet(\"{id}\")] public Customer Get(int id, [FromServices] ISession session) => session.Get(id);", "id")] // of a database
    [InlineData("[HttpPost] public Customer Post([FromBody] int id) => new(1, \"\");", null)]
    [InlineData("[HttpGet] public Customer Get([FromHeader] int id) => new(1, \"\");", null)]
    [InlineData("[HttpGet(\"{id}\")] public Plain Get(int id) => new(1);", null)] // nothing personal
    [InlineData("[HttpGet(\"{id}\"), Authorize(Policy = \"Own\")] public Customer Get(int id) => new(1, \"\");", null)]
    [InlineData("[HttpGet(\"{id}\"), Authorize(\"Own\")] public Customer Get(int id) => new(1, \"\");", null)]
    [InlineData("[HttpGet(\"{id}\"), Authorize(Roles = \"Admin\")] public Customer Get(int id) => new(1, \"\");", null)]
    [InlineData("[HttpGet(\"{id}\"), Own] public Customer Get(int id) => new(1, \"\");", null)]
    [InlineData("[HttpGet(\"{id}\"), Filtered] public Customer Get(int id) => new(1, \"\");", null)]
    [InlineData("[HttpGet(\"{id}\")] public IActionResult Get(int id) => User.FindFirst(\"sub\")?.Value == id.ToString() ? Ok(new Customer(1, \"\")) : Forbid();", null)]
    [InlineData("[HttpGet(\"{id}\")] public async Task<IActionResult> Get(int id, [FromServices] IAuthorizationService may) => (await may.AuthorizeAsync(User, id, \"Read\")).Succeeded ? Ok(new Customer(1, \"\")) : Forbid();", null)]
    [InlineData("[HttpGet(\"{id}\")] public IActionResult Get(int id, [FromServices] ICurrentUser me) => Ok(new[] { new Customer(1, \"\") }.Where(c => c.Id == me.Id));", null)]
    [InlineData("[HttpGet(\"{id}\")] public IActionResult Get(int id) => Find(id); private IActionResult Find(int id) => User.IsInRole(\"x\") ? Ok(new Customer(id, \"\")) : Forbid();", null)]
    public async Task Key_that_can_be_guessed_is_said_where_nobody_asks_who_is_calling(string action, string? key) => Assert.Equal(
        key is null ? [] : [$"returns personal data to whoever names '{key}': no policy, and nothing in the handler asks who is calling"],
        await MessagesAsync("PII2001", $$"""
            public record Plain(int Id); public interface ICurrentUser { int Id { get; } } public interface IGuard { bool May(int id); } public interface ISession { Customer Get(int id); }
            public class AroundAttribute : Microsoft.AspNetCore.Mvc.Filters.ActionFilterAttribute { }
            public class OwnAttribute : AuthorizeAttribute { }
            public class FilteredAttribute : Attribute, Microsoft.AspNetCore.Mvc.Filters.IAuthorizationFilter { public void OnAuthorization(Microsoft.AspNetCore.Mvc.Filters.AuthorizationFilterContext context) { } }
            [Route("c")] public class CController : ControllerBase { {{action}} }
            """));

    [Theory]
    [InlineData("app.MapGet(\"/c/{id}\", (int id) => new Customer(id, \"\"));", "id")]
    [InlineData("app.MapGet(\"/c/{id}\", (int id) => new Customer(id, \"\")).RequireAuthorization();", "id")]
    [InlineData("app.MapGroup(\"/c\").RequireAuthorization().MapGet(\"{id}\", (int id) => new Customer(id, \"\"));", "id")]
    [InlineData("app.MapGet(\"/c/{id}\", (int id) => new Customer(id, \"\")).RequireAuthorization(\"Own\");", null)]
    [InlineData("var g = app.MapGroup(\"/c\"); g.RequireAuthorization(\"Own\"); g.MapGet(\"{id}\", (int id) => new Customer(id, \"\"));", null)]
    [InlineData("app.MapGet(\"/c/{id}\", [Authorize(Roles = \"Admin\")] (int id) => new Customer(id, \"\"));", null)]
    [InlineData("app.MapGet(\"/c/{id}\", (int id) => new Customer(id, \"\")).AddEndpointFilter(async (c, next) => await next(c));", null)] // which may ask
    [InlineData("app.MapGet(\"/c/{id}\", (int id, System.Security.Claims.ClaimsPrincipal me) => me.HasClaim(\"id\", \"\" + id) ? Results.Ok(new Customer(id, \"\")) : Results.Forbid());", null)]
    [InlineData("app.MapGet(\"/c/{id}\", Handlers.Get);", "id")]
    [InlineData("app.MapGet(\"/c/{id}\", ([AsParameters] Ask ask) => new Customer(1, \"\"));", "Id")]
    [InlineData("app.MapGet(\"/c/{id}\", Handlers.GetOwn);", null)]
    [InlineData("app.MapGet(\"/c/{id}\", (HttpContext context, int id) => context.User.IsInRole(\"x\") ? Results.Ok(new Customer(id, \"\")) : Results.Forbid());", null)]
    [InlineData("app.MapGet(\"/c/{id}\", (int id) => new Customer(id, new User().Name));", "id")] // a type of that name is not who is calling
    [InlineData("app.MapGet(\"/c/{id}\", Elsewhere); static Customer Elsewhere(int id) => new(id, \"\");", "id")]
    public async Task Key_of_a_minimal_endpoint_too(string statement, string? key) => Assert.Equal(
        key is null ? [] : [$"returns personal data to whoever names '{key}': no policy, and nothing in the handler asks who is calling"],
        await MessagesAsync("PII2001", $$"""
            public record struct Ask(int Id, bool All);
            public class User { public string Name => ""; }
            public static class Handlers
            {
                public static Customer Get(int id) => new(id, "");
                public static Customer? GetOwn(int id, System.Security.Claims.ClaimsPrincipal me) => me.HasClaim("id", "" + id) ? new(id, "") : null;
            }
            public static class Api { public static void Map(WebApplication app) { {{statement}} } }
            """));

    [Theory]
    [InlineData("[HttpGet] public Customer[] Get() => [];", "[].email")]
    [InlineData("[HttpGet] public IActionResult Get(int pageSize) => Ok(new[] { new Customer(1, \"\") }.Take(pageSize));", "[].email")] // the caller chooses
    [InlineData("[HttpGet] public Page<Customer> Get() => new([]);", "items[].email")]
    [InlineData("[HttpGet] public Customer[] Get([System.ComponentModel.DataAnnotations.Range(1, 100)] int pageSize) => [];", null)]
    [InlineData("[HttpGet] public Customer[] Get([FromQuery] Query query) => [];", null)]
    [InlineData("[HttpGet] public IActionResult Get() => Ok(new[] { new Customer(1, \"\") }.Take(100));", null)]
    [InlineData("[HttpGet] public IActionResult Get(int size) { size = Math.Min(size, 100); return Ok(new[] { new Customer(1, \"\") }.Take(size)); }", null)]
    [InlineData("[HttpGet] public IActionResult Get(int size) => Ok(new[] { new Customer(1, \"\") }.Take(Math.Clamp(size, 1, 50)));", null)]
    [InlineData("[HttpGet] public IActionResult Get(int pageSize) { if (pageSize > 100) { pageSize = 100; } return Ok(new[] { new Customer(1, \"\") }.Take(pageSize)); }", null)]
    [InlineData("[HttpGet] public Customer[] Get([System.ComponentModel.DataAnnotations.Range(1, int.MaxValue)] int page) => [];", "[].email")]
    [InlineData("[HttpGet] public Person Get() => new(\"\", []);", null)] // the addresses of one person
    [InlineData("[HttpGet] public Contact Get() => new([]);", null)] // a list of values
    public async Task List_without_a_limit_is_said(string action, string? path) => Assert.Equal(
        path is null ? [] : ["returns a list of personal data, and nothing limits its length: " + path],
        await MessagesAsync("PII2002", $$"""
            public record Page<T>(T[] Items); public record Address(string Street, string City); public record Person(string Email, Address[] Addresses); public record Contact(string[] Phones);
            public class Query { [System.ComponentModel.DataAnnotations.Range(1, 100)] public int Size { get; set; } }
            [Route("c")] public class CController : ControllerBase { {{action}} }
            """));

    [Fact]
    public async Task Declared_or_not_access_is_asked_for()
    {
        var found = await Analyze.RunAsync([Model + "[Route(\"c\")] public class CController : ControllerBase { [HttpGet(\"{id}\")] public Customer Get(int id) => new(1, \"\"); }"], "GET /c/{id} | email | EmailAddress | Agents write to them.");
        Assert.Equal(["PII2001"], found.Select(d => d.Id));
    }

    /// <summary>What a rule says, without the endpoint at the start.</summary>
    private static async Task<IEnumerable<string>> MessagesAsync(string rule, string source) =>
        (await Analyze.RunAsync([Model + source])).Where(d => d.Id == rule).Select(d => d.GetMessage()).Select(m => m[m.IndexOf("returns", StringComparison.Ordinal)..]);
}
