using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>Which rule reports a path: each is reported once, by the rule that says most of it.</summary>
[Trait("rule", "PII1002")]
[Trait("rule", "PII1003")]
[Trait("rule", "PII1004")]
[Trait("rule", "PII1005")]
[Trait("rule", "PII4003")]
[Trait("rule", "PII4004")]
public sealed class ExposureRuleTests
{
    private const string Types = """
        public sealed class Dto { public int Id { get; set; } public string Email { get; set; } = ""; }
        public sealed class Entity { public int Id { get; set; } public string Email { get; set; } = ""; public string BirthDate { get; set; } = ""; }
        public sealed class Login { public string AccessToken { get; set; } = ""; public string Email { get; set; } = ""; }
        public class Open { public int Id { get; set; } public string Email { get; set; } = ""; }
        public sealed class Full : Open { public string BirthDate { get; set; } = ""; }
        public sealed class Half { [System.Runtime.Serialization.IgnoreDataMember] public string Email { get; set; } = ""; [JsonIgnore] public string Phone { get; set; } = ""; }
        """;

    [Theory]
    [InlineData("[HttpGet] public Dto Get() => new();", "PII1001 email")]
    [InlineData("[HttpGet] public ActionResult<Dto> Get() => Ok(new Entity());", "PII1001 email", "PII1004 birthDate")]
    [InlineData("[HttpGet] public ActionResult<Dto> Get(bool b) => b ? new Dto() : Ok(new Entity());", "PII1001 email", "PII1004 birthDate")]
    [InlineData("[HttpGet] public ActionResult<Dto[]> Get() => Ok(new List<Entity>());", "PII1001 [].email", "PII1004 [].birthDate")]
    [InlineData("[HttpGet] public ActionResult<Dto[]> Get() => Ok(new List<Dto>());", "PII1001 [].email")]
    [InlineData("[HttpGet] public ActionResult<Open> Get() => Ok(new Full());", "PII1001 email", "PII1004 birthDate")] // a subclass of the declared type is not declared
    [InlineData("[HttpGet] public ActionResult<Open> Get() => Ok(new Entity());", "PII1001 email", "PII1004 birthDate")]
    [InlineData("[HttpGet] public ActionResult<Dto> Get() => NotFound();")]
    [InlineData("[HttpGet] public async Task Get() => await Response.WriteAsJsonAsync(new Entity());", "PII1001 birthDate;email")]
    [InlineData("[HttpGet] public async Task<Dto> Get() { await Response.WriteAsJsonAsync<object>(new Entity()); return new(); }", "PII1001 email", "PII1004 birthDate")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok(new Entity());", "PII1001 birthDate;email")]
    [InlineData("[HttpGet] public Login Get() => new();", "PII1001 email", "PII1002 accessToken")]
    [InlineData("[HttpGet] public Half Get() => new();", "PII1005 email")]
    public async Task Path_is_reported_once(string action, params string[] expected)
    {
        var diagnostics = await Analyze.RunAsync([Types, "[Route(\"c\")] public class CController : ControllerBase { " + action + " }"]);

        Assert.Equal(expected, diagnostics.Where(d => d.Properties.ContainsKey("paths")).Select(d => $"{d.Id} {d.Properties["paths"]}"));
    }

    [Theory]
    [InlineData("[Table(\"c\")] public class Row { public string Email { get; set; } = \"\"; }", "Row", true)]
    [InlineData("public class Row { [Key] public int Id { get; set; } public string Email { get; set; } = \"\"; }", "Row", true)]
    [InlineData("[Table(\"c\")] public class Row { public string Email { get; set; } = \"\"; } public class Page { public List<Row> Rows { get; set; } = []; }", "Page", true)]
    [InlineData("public class Row { public string Email { get; set; } = \"\"; } public class Db : Microsoft.EntityFrameworkCore.DbContext { public Microsoft.EntityFrameworkCore.DbSet<Row> Rows { get; set; } = null!; }", "Row", true)]
    [InlineData("public class Row { public string Email { get; set; } = \"\"; } public class RowMap : Microsoft.EntityFrameworkCore.IEntityTypeConfiguration<Row> { }", "Row", true)]
    [InlineData("public class Row { public int Id { get; set; } public string Email { get; set; } = \"\"; } public class Page { public List<Row> Rows { get; set; } = []; } public class PageMap : Microsoft.EntityFrameworkCore.IEntityTypeConfiguration<Page> { }", "Row", true)]
    [InlineData("public class Row { public int Id { get; set; } public string Email { get; set; } = \"\"; } public class Page { public Mid? Mid { get; set; } } public class Mid { public int MidId { get; set; } public Row? Row { get; set; } } public class Db : Microsoft.EntityFrameworkCore.DbContext { public Microsoft.EntityFrameworkCore.DbSet<Page> Pages { get; set; } = null!; }", "Row", true)]
    [InlineData("public class Row { public int Id { get; set; } public string Email { get; set; } = \"\"; } public class Page { [NotMapped] public List<Row> Rows { get; set; } = []; } public class PageMap : Microsoft.EntityFrameworkCore.IEntityTypeConfiguration<Page> { }", "Row", false)]
    [InlineData("public class Row { public string Email { get; set; } = \"\"; } public class Page { public Row Value { get; set; } = new(); } public class PageMap : Microsoft.EntityFrameworkCore.IEntityTypeConfiguration<Page> { }", "Row", false)] // kept in a column
    [InlineData("[NotMapped] public class Row { public int Id { get; set; } public string Email { get; set; } = \"\"; } public class Page { public Row? Row { get; set; } } public class PageMap : Microsoft.EntityFrameworkCore.IEntityTypeConfiguration<Page> { }", "Row", false)]
    [InlineData("public class Row { public string Email { get; set; } = \"\"; } public class MapOf<T> : Microsoft.EntityFrameworkCore.IEntityTypeConfiguration<T> { } public class RowMap : MapOf<Row> { }", "Row", true)]
    [InlineData("public class Row { public int Id { get; set; } public string Email { get; set; } = \"\"; } public class Page { public Row Shown => new(); } public class PageMap : Microsoft.EntityFrameworkCore.IEntityTypeConfiguration<Page> { }", "Row", false)]
    [InlineData("[Table(\"c\")] public class Row { public string Sku { get; set; } = \"\"; }", "Row", false)]
    [InlineData("public class Row { public string Email { get; set; } = \"\"; }", "Row", false)]
    [InlineData("[Table(\"c\")] public class Row { public string Email { get; set; } = \"\"; } public class Dto { public string Email { get; set; } = \"\"; }", "Dto", false)]
    public async Task Entity_is_reported_also_where_its_paths_are_declared(string types, string returned, bool reported)
    {
        const string Usings = "using System.ComponentModel.DataAnnotations; using System.ComponentModel.DataAnnotations.Schema;\n";
        const string EntityFramework = "namespace Microsoft.EntityFrameworkCore { public class DbContext { } public class DbSet<T> { } public interface IEntityTypeConfiguration<T> { } }";

        var diagnostics = await Analyze.RunAsync(
            [Usings + types + " [Route(\"c\")] public class CController : ControllerBase { [HttpGet] public " + returned + " Get() => new(); }", EntityFramework],
            "GET /c | email | EmailAddress | Agents write to them.\nGET /c | rows[].email | EmailAddress | Agents write to them.\n");

        Assert.Equal(reported ? ["GET /c returns what the database keeps: Row"] : [], diagnostics.Where(d => d.Id == "PII1003").Select(d => d.GetMessage()));
    }

    [Fact]
    public async Task Credential_is_an_error_unless_the_contract_says_so()
    {
        string[] sources = [Types, "[Route(\"c\")] public class CController : ControllerBase { [HttpGet] public Login Get() => new(); }"];
        var diagnostic = Assert.Single(await Analyze.RunAsync(sources, "GET /c | email | EmailAddress | The page greets by it.\n"));

        Assert.Equal(("PII1002", Microsoft.CodeAnalysis.DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.Severity));
        Assert.Empty(await Analyze.RunAsync(sources, "GET /c | accessToken | Credential | A log-in hands out the session.\nGET /c | email | EmailAddress | The page greets by it.\n"));
    }

    [Theory]
    [InlineData("2027-03-31", null)]
    [InlineData("2027-04-01", "Line 1: GET /c | email was accepted until 2027-03-31; delete the line and what it allows, or renew it")]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("soon", "Line 1: GET /c | email was accepted until 2027-03-31; delete the line and what it allows, or renew it")] // a day that is none is after every other
    public async Task Line_expires_after_its_day(string? date, string? expected)
    {
        var compilation = Analyze.Compile([Types, "[Route(\"c\")] public class CController : ControllerBase { [HttpGet] public Dto Get() => new(); }"]);

        var diagnostics = await Analyze.RunAsync(compilation, "GET /c | email | EmailAddress | Agents write to them. | until 2027-03-31\n", date: date);

        Assert.Equal(expected is null ? [] : [("PII4004", expected)], diagnostics.Select(d => (d.Id, d.GetMessage())));
    }

    [Theory]
    [InlineData("EmailAddress", "Line 3: GET /c | email is declared in line 1 already, as EmailAddress")]
    [InlineData("PersonName", "Line 3: GET /c | email is declared in line 1 already, as EmailAddress")]
    public async Task Second_line_for_a_place_is_reported(string category, string expected)
    {
        var diagnostics = await Analyze.RunAsync(
            [Types, "[Route(\"c\")] public class CController : ControllerBase { [HttpGet] public Dto Get() => new(); }"],
            $"GET /c | email | EmailAddress | Agents write to them.\n\nGET /c | email | {category} | Agents greet by it.\n");

        Assert.Equal(("PII4003", expected), Assert.Single(diagnostics.Select(d => (d.Id, d.GetMessage()))));
    }

    [Theory]
    [InlineData("GET /C/{id}", "GET /C/{id} | email | EmailAddress is declared, but no endpoint returns it; delete the line, or write 'GET /c/{id}' as the code does")]
    [InlineData("GET /c/{id:int}", "GET /c/{id:int} | email | EmailAddress is declared, but no endpoint returns it; delete the line, or write 'GET /c/{id}' as the code does")]
    [InlineData("POST /c/{id}", "POST /c/{id} | email | EmailAddress is declared, but no endpoint returns it; delete the line")]
    public async Task Stale_line_of_an_endpoint_written_otherwise_names_it(string endpoint, string expected)
    {
        var diagnostics = await Analyze.RunAsync(
            [Types, "[Route(\"c/{id:int}\")] public class CController : ControllerBase { [HttpGet] public Dto Get() => new(); }"],
            $"{endpoint} | email | EmailAddress | Agents write to them.\n");

        Assert.Equal("Line 1: " + expected, Assert.Single(diagnostics, d => d.Id == "PII4002").GetMessage());
    }

    [Theory]
    [InlineData("""app.MapGet("/w", (HttpContext c) => c.Response.WriteAsJsonAsync(new Dto()));""")]
    [InlineData("""app.MapGet("/w", async (HttpContext c) => { await c.Response.WriteAsJsonAsync(new { Email = c.Request.Path.ToString() }); });""")]
    [InlineData("""app.MapGet("/w", async (HttpResponse r) => { var d = new Dto(); await HttpResponseJsonExtensions.WriteAsJsonAsync(r, (object)d, typeof(Dto)); });""")]
    [InlineData("""app.MapGet("/w", Handlers.Write);""")]
    [InlineData("""Task Local(HttpContext c) => c.Response.WriteAsJsonAsync(new Dto()); app.MapGet("/w", Local);""")]
    public async Task What_a_handler_writes_itself_counts(string map) =>
        Assert.Equal(["GET /w: email EmailAddress"], await Analyze.ExposuresAsync(
            Types,
            "public static class Api { public static void Map(WebApplication app) { " + map + " } }",
            "public static class Handlers { public static async Task Write(HttpContext c) => await c.Response.WriteAsJsonAsync(new Dto()); }"));
}
