using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

[Trait("rule", "PII1001")]
public sealed class ControllerTests
{
    private const string Models = """
        public class Customer { public int Id { get; set; } public string Email { get; set; } = ""; }
        public class Status { public string State { get; set; } = ""; public int Count { get; set; } }
        """;

    [Theory]
    [InlineData("public Customer Get() => new();")]
    [InlineData("public ActionResult<Customer> Get() => new Customer();")]
    [InlineData("public ActionResult<Customer> Get() { return Ok(new Customer()); }")]
    [InlineData("public Task<ActionResult<Customer>> Get() => Task.FromResult<ActionResult<Customer>>(new Customer());")]
    [InlineData("public async Task<ActionResult<Customer>> Get() { await Task.Yield(); return new Customer(); }")]
    [InlineData("public async ValueTask<Customer> Get() { await Task.Yield(); return new Customer(); }")]
    [InlineData("public IActionResult Get() => Ok(new Customer());")]
    [InlineData("public IActionResult Get() => new OkObjectResult(new Customer());")]
    [InlineData("public IActionResult Get() => new ObjectResult(null) { Value = new Customer() };")]
    [InlineData("public IActionResult Get() => new JsonResult(new Customer());")]
    [InlineData("public IActionResult Get() => StatusCode(202, new Customer());")]
    [InlineData("public IActionResult Get() => CreatedAtAction(\"x\", new { id = 1 }, new Customer());")]
    [InlineData("public IActionResult Get() => Created(\"/x\", new Customer());")]
    [InlineData("public IActionResult Get() => Accepted(new Customer());")]
    [InlineData("public IActionResult Get() => BadRequest(new Customer());")]
    [InlineData("public IActionResult Get(bool b) => b ? Ok(new Customer()) : NotFound();")]
    [InlineData("public IActionResult Get(int i) => i switch { 1 => NotFound(), _ => Ok(new Customer()) };")]
    [InlineData("public IActionResult Get(bool b) { if (b) { return NoContent(); } return Ok(new Customer()); }")]
    [InlineData("public IActionResult Get() { var c = new Customer(); return Ok(c); }")]
    [InlineData("public IActionResult Get(bool b) { IActionResult r; if (b) { r = NotFound(); } else { r = Ok(new Customer()); } return r; }")]
    [InlineData("public IActionResult Get() { object body = new Customer(); return Ok(body); }")]
    [InlineData("public IActionResult Get(Customer? c) => Ok(c ?? new Customer());")]
    [InlineData("public async Task<IActionResult> Get() => Ok(await Find()); [NonAction] public Task<Customer> Find() => Task.FromResult(new Customer());")]
    [InlineData("public IResult Get() => Results.Ok(new Customer());")]
    [InlineData("public Ok<Customer> Get() => TypedResults.Ok(new Customer());")]
    [InlineData("public ActionResult<Status> Get() => Ok(new Customer());")] // the entity is sent, not the declared type
    public async Task Action_that_sends_a_customer_is_reported(string action) =>
        Assert.Equal(["GET /c: email EmailAddress"], await Analyze.ExposuresAsync(Models, $$"""
            [Route("c")] public class CController : ControllerBase { [HttpGet] {{action}} }
            """));

    [Theory]
    [InlineData("public IEnumerable<Customer> Get() => [];", "[].email")]
    [InlineData("public ActionResult<List<Customer>> Get() => new List<Customer>();", "[].email")]
    [InlineData("public IActionResult Get() => Ok(new Customer[0]);", "[].email")]
    [InlineData("public async IAsyncEnumerable<Customer> Get() { await Task.Yield(); yield return new Customer(); }", "[].email")]
    [InlineData("public IQueryable<Customer> Get() => new Customer[0].AsQueryable();", "[].email")]
    [InlineData("public Dictionary<string, Customer> Get() => [];", "{}.email")]
    [InlineData("public IActionResult Get() => Ok(new { Page = new[] { new Customer() } });", "page[].email")]
    [InlineData("public IActionResult Get() => Ok(new[] { new Customer() }.Select(c => new { c.Email }));", "[].email")]
    public async Task Collection_is_walked(string action, string path) =>
        Assert.Equal([$"GET /c: {path} EmailAddress"], await Analyze.ExposuresAsync(Models, $$"""
            [Route("c")] public class CController : ControllerBase { [HttpGet] {{action}} }
            """));

    [Theory]
    [InlineData("[HttpGet] public Status Get() => new();")]
    [InlineData("[HttpGet] public ActionResult<Customer> Get() => NotFound();")] // never sent
    [InlineData("[HttpGet] public ActionResult<Customer> Get() => Ok(new Status());")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok();")]
    [InlineData("[HttpGet] public IActionResult Get() => NoContent();")]
    [InlineData("[HttpGet] public IActionResult Get() { var c = new Customer(); return Ok(c.Id); }")]
    [InlineData("[HttpGet] public IActionResult Get() { Func<Customer> f = () => { return new Customer(); }; return Ok(f is null); }")]
    [InlineData("[HttpGet] public IActionResult Get() => throw new NotImplementedException();")]
    [InlineData("[HttpPost] public void Post(Customer customer) { }")]
    [InlineData("[HttpPost] public Task Post(Customer customer) => Task.CompletedTask;")]
    [InlineData("[NonAction] public Customer Get() => new();")]
    [InlineData("private Customer Get() => new();")]
    [InlineData("public static Customer Get() => new();")]
    [InlineData("[HttpGet] public string Get() => \"ok\";")]
    [InlineData("[HttpGet] public int Get() => 1;")]
    [InlineData("[HttpGet] public IActionResult Get() => Content(\"x\");")]
    [InlineData("[HttpGet] public IActionResult Get() => Redirect(\"/x\");")]
    [InlineData("[HttpGet] public IActionResult Get() => BadRequest(\"no\");")]
    public async Task Action_that_sends_nothing_personal_is_not_reported(string members) =>
        Assert.Empty(await Analyze.ExposuresAsync(Models, $$"""[Route("c")] public class CController : ControllerBase { {{members}} }"""));

    [Theory]
    [InlineData("public abstract class CController : ControllerBase { [HttpGet(\"c\")] public Customer Get() => new(); }")]
    [InlineData("internal class CController : ControllerBase { [HttpGet(\"c\")] public Customer Get() => new(); }")]
    [InlineData("[NonController] public class CController { [HttpGet(\"c\")] public Customer Get() => new(); }")]
    [InlineData("public class CService { [HttpGet(\"c\")] public Customer Get() => new(); }")]
    [InlineData("public class CController<T> : ControllerBase { [HttpGet(\"c\")] public Customer Get() => new(); }")]
    public async Task Class_that_is_no_controller_is_not_reported(string type) => Assert.Empty(await Analyze.ExposuresAsync(Models, type));

    [Theory]
    [InlineData("public class CController { [HttpGet(\"c\")] public Customer Get() => new(); }", "GET /c")] // by its name
    [InlineData("[Controller] public class C { [HttpGet(\"c\")] public Customer Get() => new(); }", "GET /c")]
    [InlineData("public class CController(Status s) { [HttpGet(\"c\")] public Customer Get() => new(); public Status S => s; }", "GET /c")]
    [InlineData("[Route(\"api/[controller]\")] public class PeopleController : ControllerBase { [HttpGet(\"{id:int}\")] public Customer Get(int id) => new(); }", "GET /api/People/{id}")]
    [InlineData("[Route(\"api/[controller]/[action]\")] public class PeopleController : ControllerBase { [HttpPost] public Customer FindAsync() => new(); }", "POST /api/People/Find")]
    [InlineData("[Route(\"api\")] public class CController : ControllerBase { [HttpGet(\"/top/{*rest}\")] public Customer Get() => new(); }", "GET /top/{*rest}")]
    [InlineData("[Route(\"api\")] public class CController : ControllerBase { [HttpGet(\"~/root\")] public Customer Get() => new(); }", "GET /root")]
    [InlineData("[Area(\"Shop\"), Route(\"[area]/c\")] public class CController : ControllerBase { [HttpGet] public Customer Get() => new(); }", "GET /Shop/c")]
    [InlineData("[Route(\"c\")] public class CController : ControllerBase { [AcceptVerbs(\"get\", Route = \"x\")] public Customer Get() => new(); }", "GET /c/x")]
    [InlineData("[Route(\"c\")] public class CController : ControllerBase { public Customer Get() => new(); }", "* /c")]
    [InlineData("public class CController : ControllerBase { public Customer Get() => new(); }", "CController.Get")]
    [InlineData("public class CController : ControllerBase { [HttpGet(@\"{id:regex(^\\d{{3}}$)}/x\")] public Customer Get() => new(); }", "GET /{id}/x")]
    public async Task Endpoint_is_named_by_verb_and_route(string type, string endpoint) =>
        Assert.Equal([$"{endpoint}: email EmailAddress"], await Analyze.ExposuresAsync(Models, type));

    [Theory]
    [InlineData("app.MapDefaultControllerRoute();", "", "* /People/Find/{id}")]
    [InlineData("app.MapControllerRoute(\"d\", \"{controller=Home}/{action=Index}/{id?}\");", "[HttpGet]", "GET /People/Find/{id}")]
    [InlineData("app.MapControllerRoute(name: \"d\", pattern: \"api/{controller}/{action}\");", "[HttpGet, HttpPost]", "GET /api/People/Find", "POST /api/People/Find")]
    [InlineData("app.MapControllerRoute(\"d\", \"who/{email}\", new { controller = \"People\", action = \"Find\" });", "[HttpGet]", "GET /who/{email}")]
    [InlineData("app.MapControllerRoute(\"d\", \"who/{email}\", new { controller = \"Other\", action = \"Find\" });", "", "PeopleController.Find")]
    [InlineData("app.MapAreaControllerRoute(\"d\", \"Shop\", \"shop/{controller}/{action}\");", "", "PeopleController.Find")]
    [InlineData("app.MapControllerRoute(\"d\", \"{area:exists}/{controller}/{action}\");", "", "PeopleController.Find")]
    [InlineData("app.MapControllerRoute(\"a\", \"a/{controller}/{action}\"); app.MapControllerRoute(\"b\", \"b/{controller}/{action}\");", "", "* /a/People/Find", "* /b/People/Find")]
    [InlineData("app.MapControllerRoute(\"d\", Pattern());", "", "PeopleController.Find")]
    [InlineData("app.MapControllerRoute(\"d\", \"{controller=Home}/{action=Find}/{id?}\");", "[HttpGet]", "GET /People/Find/{id}", "GET /People")] // what has its default may be left out
    [InlineData("app.MapControllerRoute(\"d\", \"{controller=People}/{action=Find}/{id?}\");", "[HttpGet]", "GET /People/Find/{id}", "GET /People", "GET /")]
    [InlineData("app.MapControllerRoute(\"d\", \"api/{controller:regex(^[[a-z]]{{1,10}}$)}/{action}\");", "[HttpGet]", "GET /api/People/Find")]
    [InlineData("app.MapControllers();", "", "PeopleController.Find")]
    public async Task Action_without_a_route_has_those_of_the_conventions(string map, string verbs, params string[] endpoints) =>
        Assert.Equal(endpoints.Select(e => e + ": email EmailAddress").Order(StringComparer.Ordinal), await Analyze.ExposuresAsync(Models, $$"""
            public class PeopleController : Controller { {{verbs}} public IActionResult Find(int id) => Ok(new Customer()); }
            [Route("own")] public class OwnController : Controller { public IActionResult Find() => Ok(1); }
            public static class Startup { public static void Map(WebApplication app) { {{map}} } static string Pattern() => ""; }
            """));

    [Theory]
    [InlineData("app.MapAreaControllerRoute(\"d\", \"Shop\", \"s/{controller}/{action}\");", "* /s/People/Find")]
    [InlineData("app.MapControllerRoute(\"d\", \"{area:exists}/{controller=Home}/{action=Index}\");", "* /Shop/People/Find")]
    [InlineData("app.MapDefaultControllerRoute();", "PeopleController.Find")] // names no area
    public async Task Action_of_an_area_has_the_routes_that_name_it(string map, string endpoint) =>
        Assert.Equal([endpoint + ": email EmailAddress"], await Analyze.ExposuresAsync(Models, $$"""
            [Area("Shop")] public class PeopleController : Controller { public IActionResult Find(int id) => Ok(new Customer()); }
            public static class Startup { public static void Map(WebApplication app) { {{map}} } }
            """));

    [Fact]
    public async Task Each_verb_and_route_is_an_endpoint() =>
        Assert.Equal(
            ["GET /a/x: email EmailAddress", "GET /b/x: email EmailAddress", "POST /a/x: email EmailAddress", "POST /b/x: email EmailAddress"],
            await Analyze.ExposuresAsync(Models, """
                [Route("a"), Route("b")] public class CController : ControllerBase { [HttpGet("x"), HttpPost("x")] public Customer Get() => new(); }
                """));

    [Fact]
    public async Task Inherited_action_counts_for_each_controller() =>
        Assert.Equal(
            ["GET /a: email EmailAddress", "GET /b: [].email EmailAddress", "GET /b: email EmailAddress"],
            await Analyze.ExposuresAsync(Models, """
                public abstract class Crud<T> : ControllerBase where T : new() { [HttpGet] public T Get() => new(); }
                [Route("a")] public class AController : Crud<Customer> { }
                [Route("b")] public class BController : Crud<Customer> { [HttpGet] public Customer[] All() => []; }
                [Route("s")] public class SController : Crud<Status> { }
                """));

    [Fact]
    public async Task Diagnostic_stands_at_the_action_and_carries_everything()
    {
        var diagnostic = Assert.Single(await Analyze.RunAsync([Models, "[Route(\"c\")] public class CController : ControllerBase { [HttpGet] public Customer Get() => new(); }"]));

        Assert.Equal("Get", diagnostic.Location.SourceTree!.ToString().Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
        Assert.Equal("GET /c returns personal data that PiiExposure.txt does not declare: email (EmailAddress)", diagnostic.GetMessage());
        Assert.StartsWith("'email' is EmailAddress wherever it stands", diagnostic.Properties["reasons"], StringComparison.Ordinal);
        Assert.EndsWith("/docs/rules/PII1001.md", diagnostic.Descriptor.HelpLinkUri, StringComparison.Ordinal);
    }
}
