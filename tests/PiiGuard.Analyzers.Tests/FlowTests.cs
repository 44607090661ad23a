using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PiiGuard.Analyzers.Rules;
using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>Personal data on other ways than in a response.</summary>
[Trait("rule", "PII3001")]
[Trait("rule", "PII3002")]
[Trait("rule", "PII3003")]
[Trait("rule", "PII3004")]
public sealed class FlowTests
{
    private const string Model = """
        using Microsoft.Extensions.Logging; using System.Diagnostics;
        public class Customer { public int Id { get; set; } public string Email { get; set; } = ""; public DateOnly BirthDate { get; set; } [NotPii("ours")] public string Phone { get; set; } = ""; public string Mask() => ""; }

        """;

    [Theory]
    [InlineData("log.LogInformation(\"found {Email}\", c.Email);", "PII3002 Customer.Email (EmailAddress)")]
    [InlineData("log.LogError(new Exception(), $\"found {c.Id} {c.Email}\");", "PII3002 Customer.Email (EmailAddress)")]
    [InlineData("log.LogWarning(\"found \" + c.BirthDate.ToString() + c.Id);", "PII3002 Customer.BirthDate (BirthDate)")]
    [InlineData("log.LogDebug(\"{A} {B}\", c?.Email ?? \"\", c!.BirthDate);", "PII3002 Customer.BirthDate (BirthDate)", "PII3002 Customer.Email (EmailAddress)")]
    [InlineData("using var s = log.BeginScope(\"{Msisdn}\", msisdn);", "PII3002 msisdn (PhoneNumber)")]
    [InlineData("Logs.Found(log, c.Email);", "PII3002 Customer.Email (EmailAddress)")]
    [InlineData("var email = c.Email; log.LogInformation(string.Format(\"{0}\", email));", "PII3002 email (EmailAddress)")]
    [InlineData("log.LogInformation(\"{Id} {Mask} {Phone}\", c.Id, c.Mask(), c.Phone);")]
    [InlineData("using var s = log.BeginScope(new Dictionary<string, object> { [\"Email\"] = c.Email });", "PII3002 Customer.Email (EmailAddress)")]
    [InlineData("using var s = log.BeginScope($\"customer {c.Email}\");", "PII3002 Customer.Email (EmailAddress)")]
    [InlineData("var email = c.Mask(); log.LogInformation(\"{E}\", email);")]
    [InlineData("var maskedEmail = c.Email; log.LogInformation(\"{E}\", maskedEmail);")]
    [InlineData("log.LogInformation(\"email\");")]
    [InlineData("throw new InvalidOperationException($\"no {c.Email}\");", "PII3003 Customer.Email (EmailAddress)")]
    [InlineData("throw new ArgumentException(\"bad\", nameof(msisdn));")]
    [InlineData("_ = new Uri(\"x:\" + c.Email);")] // no exception
    [InlineData("Activity.Current?.SetTag(\"email\", c.Email);", "PII3004 Customer.Email (EmailAddress)")]
    [InlineData("Activity.Current!.AddBaggage(\"who\", msisdn);", "PII3004 msisdn (PhoneNumber)")]
    [InlineData("Activity.Current!.SetTag(\"email\", c.Id);")]
    [InlineData("Redirect($\"/done?email={c.Email}\");", "PII3001 Customer.Email (EmailAddress)")]
    [InlineData("Results.Redirect(\"/done/\" + msisdn);", "PII3001 msisdn (PhoneNumber)")]
    [InlineData("Redirect($\"/done?email={Uri.EscapeDataString(c.Email)}\");", "PII3001 Customer.Email (EmailAddress)")]
    [InlineData("var url = $\"/done?email={c.Email}\"; Redirect(url);", "PII3001 Customer.Email (EmailAddress)")]
    [InlineData("Redirect($\"/done/{c.Id}\");")]
    [InlineData("RedirectToAction(\"Done\", new { c.Email, id = c.Id });", "PII3001 Customer.Email (EmailAddress)")]
    [InlineData("RedirectToRoute(\"done\", new RouteValueDictionary { [\"who\"] = msisdn });", "PII3001 msisdn (PhoneNumber)")]
    [InlineData("CreatedAtAction(\"Get\", new { number = msisdn }, c);", "PII3001 msisdn (PhoneNumber)")]
    [InlineData("Results.CreatedAtRoute(\"get\", new { number = msisdn }, c);", "PII3001 msisdn (PhoneNumber)")]
    [InlineData("Url.Action(\"Get\", \"C\", new { c.Email });", "PII3001 Customer.Email (EmailAddress)")]
    [InlineData("var values = new { c.Email }; RedirectToAction(\"Done\", values);", "PII3001 Customer.Email (EmailAddress)")]
    [InlineData("CreatedAtAction(\"Get\", new { id = c.Id }, c);")]
    [InlineData("Results.ValidationProblem(new Dictionary<string, string[]> { [\"x\"] = [c.Email] });")]
    public async Task Personal_value_is_found_on_its_way(string statement, params string[] expected) => Assert.Equal(expected, await RunAsync(Model + $$"""
        public static class Logs { [LoggerMessage(Message = "{Email}", Level = LogLevel.Information)] public static void Found(ILogger log, string email) { } }
        public class CController : ControllerBase { [NonAction] public void Run(Customer c, ILogger log, [FromServices] string msisdn) { {{statement}} } }
        """));

    [Theory]
    [InlineData("[HttpGet(\"{msisdn}\")] public int Get(string msisdn) => 1;", "PII3001 GET /c/{msisdn}: msisdn (PhoneNumber)")]
    [InlineData("[HttpGet] public int Get([FromQuery] string email, DateOnly? birthDate) => 1;", "PII3001 GET /c: email (EmailAddress), birthDate (BirthDate)")]
    [InlineData("[HttpPost] public int Post([FromBody] string email) => 1;")]
    [InlineData("[HttpPost] public int Post(string email) => 1;")] // a form
    [InlineData("[HttpPost] public int Post([FromQuery] string email) => 1;", "PII3001 POST /c: email (EmailAddress)")]
    [InlineData("[HttpGet] public int Get([NotPii(\"a domain\")] string email, bool emailConfirmed, [FromHeader] string phone) => 1;")]
    [InlineData("[HttpGet(\"{id}\")] public int Get(int id, string status) => 1;")]
    [InlineData("[HttpGet(\"{msisdn}\")] public int Get([FromRoute(Name = \"msisdn\")] string number) => 1;", "PII3001 GET /c/{msisdn}: msisdn (PhoneNumber)")]
    [InlineData("[HttpGet] public int Get([FromQuery] Search search) => 1;", "PII3001 GET /c: email (EmailAddress), Phone (PhoneNumber)")]
    [InlineData("[HttpGet] public int Get(Search search) => 1;", "PII3001 GET /c: email (EmailAddress), Phone (PhoneNumber)")]
    [InlineData("[HttpPost] public int Post(Search search) => 1;")] // a form
    public async Task Personal_parameter_of_a_URL_is_found(string action, params string[] expected) =>
        Assert.Equal(expected, await RunAsync($$"""public record Search([property: FromQuery(Name = "email")] string Text, [property: FromHeader] string Iban, int Page) { public string? Phone { get; set; } public string Ssn => ""; } [Route("c")] public class CController : ControllerBase { {{action}} }"""));

    [Theory]
    [InlineData("[ApiController, Route(\"c\")] public class CController : ControllerBase { [HttpPost] public int Post(string email) => 1; }", "PII3001 POST /c: email (EmailAddress)")]
    [InlineData("public static class Api { public static void Map(WebApplication app) => app.MapPost(\"/c\", (string email) => 1); }", "PII3001 POST /c: email (EmailAddress)")]
    [InlineData("public class PeopleController : ControllerBase { public int Find(string email) => 1; }", "PII3001 PeopleController.Find: email (EmailAddress)")]
    public async Task Simple_parameter_that_no_form_fills_is_of_the_URL(string source, string expected) => Assert.Equal([expected], await RunAsync(source));

    /// <summary>An IDE analyses what is being typed: a local that stands in its own value must not be followed for ever.</summary>
    [Fact]
    public async Task Local_in_its_own_value_ends()
    {
        var compilation = Analyze.Compile(["public class CController : ControllerBase { public void Run() { var url = url; Redirect(url); var a = b; var b = a; Redirect(a + b); } }"]);
        compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new("PII3001", ReportDiagnostic.Warn)]));
        Assert.Empty(await compilation.WithAnalyzers([new FlowAnalyzer()], new AnalyzerOptions([])).GetAnalyzerDiagnosticsAsync());
    }

    [Fact]
    public async Task Off_unless_somebody_asks() => Assert.Empty(await Analyze.RunAsync([Model + """
        public static class Api { public static void Map(WebApplication app, ILogger log) => app.MapGet("/c/{email}", (string email) => { log.LogInformation("{E}", email); return 1; }); }
        """]));

    private static async Task<IEnumerable<string>> RunAsync(string source)
    {
        var compilation = Analyze.Compile([source]);
        Assert.DoesNotContain(compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(Enumerable.Range(3001, 4).ToDictionary(i => $"PII{i}", _ => ReportDiagnostic.Warn)));
        var diagnostics = await compilation.WithAnalyzers([new FlowAnalyzer(), new ExposureAnalyzer()], new AnalyzerOptions([])).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(diagnostics, d => d.Id == "AD0001");
        return diagnostics.Where(d => d.Id.StartsWith("PII3", StringComparison.Ordinal)).Select(d => d.Properties.TryGetValue("endpoint", out var endpoint)
            ? $"{d.Id} {endpoint}: {d.GetMessage().Split("URL: ")[1]}"
            : $"{d.Id} {d.GetMessage().Split(')')[0]})").Order(StringComparer.Ordinal);
    }
}
