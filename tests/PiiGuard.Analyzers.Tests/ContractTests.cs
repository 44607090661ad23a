using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

[Trait("rule", "PII4001")]
[Trait("rule", "PII4002")]
public sealed class ContractTests
{
    private const string Api = """
        public class Customer { public string Email { get; set; } = ""; public string Name { get; set; } = ""; }
        [Route("c")] public class CController : ControllerBase { [HttpGet("{id}")] public Customer Get() => new(); }
        """;

    private const string Email = "GET /c/{id} | email | EmailAddress | Agents resend invoices to it.\n";
    private const string Name = "GET /c/{id} | name | PersonName | Agents greet the customer.\n";

    [Fact]
    public async Task Declared_exposure_is_not_reported() => Assert.Empty(await RunAsync("# why\n\n" + Email + Name));

    [Fact]
    public async Task What_is_not_declared_is_named_alone()
    {
        var diagnostic = Assert.Single(await RunAsync(Name));

        Assert.Equal("GET /c/{id}: email EmailAddress", Analyze.Describe(diagnostic));
    }

    [Theory]
    [InlineData("GET /c/{id} | email | PersonName | Agents greet the customer.", "PII1001", "PII4002")] // another category
    [InlineData("POST /c/{id} | email | EmailAddress | Agents greet the customer.", "PII1001", "PII4002")]
    [InlineData("GET /c/{id} | mail | EmailAddress | Agents greet the customer.", "PII1001", "PII4002")]
    [InlineData("GET /c/{id} | email | EmailAddress |", "PII4001")]
    [InlineData("GET /c/{id} | email | EmailAddress | TODO: why?", "PII4001")]
    [InlineData("GET /c/{id} | email | EmailAddress | <Pending>", "PII4001")]
    [InlineData("GET /c/{id} | email | EmailAddress | needed", "PII4001")]
    [InlineData("nonsense", "PII1001", "PII4001")]
    [InlineData("GET /c/{id} | email | EmailAdress | Agents greet the customer.", "PII1001", "PII4001")]
    [InlineData("GET /c/{id} | e..mail | EmailAddress | Agents greet the customer.", "PII1001", "PII4001")]
    [InlineData("get it | email | EmailAddress | Agents greet the customer.", "PII1001", "PII4001")]
    [InlineData("|||||||", "PII1001", "PII4001")]
    public async Task Line_that_does_not_fit_is_reported(string line, params string[] ids) =>
        Assert.Equal(ids, (await RunAsync(Name + line + "\n")).Select(d => d.Id));

    [Fact]
    public async Task Problem_stands_at_its_line()
    {
        var diagnostic = Assert.Single(await RunAsync(Email + "# comment\r\n" + Name + "\nGET /c | x", expectOthers: false), d => d.Id == "PII4001");

        var span = diagnostic.Location.GetLineSpan();
        Assert.Equal("/api/PiiExposure.txt", span.Path);
        Assert.Equal((4, 0, 10), (span.StartLinePosition.Line, span.StartLinePosition.Character, span.EndLinePosition.Character));
        Assert.StartsWith("Line 5: expected 'endpoint | wire path | category | reason'", diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stale_line_is_reported_at_its_line()
    {
        var diagnostic = Assert.Single(await RunAsync(Email + Name + "GET /gone | email | EmailAddress | Agents resend invoices to it.\n"));

        Assert.Equal("PII4002", diagnostic.Id);
        Assert.Equal(2, diagnostic.Location.GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public async Task Endpoint_that_cannot_be_evaluated_keeps_its_lines() =>
        Analyze.AssertQuiet(await Analyze.RunAsync(
            ["[Route(\"c\")] public class CController : ControllerBase { [HttpGet(\"{id}\")] public IActionResult Get(object body) => Ok(body); }"], Email));

    [Fact]
    public async Task Project_without_ASP_NET_Core_is_left_alone() =>
        Assert.Empty(await Analyze.RunAsync(Analyze.Compile(["public class CController { public string Email => \"\"; }"], ReferenceAssemblies.Net, usings: false), "nonsense"));

    [Theory]
    [InlineData("\0\uFFFF|\uD800|")]
    [InlineData("GET /c|a|EmailAddress|\u202e")]
    [InlineData("GET /c | [\"\\uzzzz\"] | EmailAddress | x y")]
    [InlineData("\r\r\r\n\n|")]
    public async Task Damaged_contract_never_crashes(string contract) => Assert.Contains(await RunAsync(contract), d => d.Id == "PII1001");

    private static async Task<IReadOnlyList<Microsoft.CodeAnalysis.Diagnostic>> RunAsync(string contract, bool expectOthers = true)
    {
        var all = await Analyze.RunAsync([Api], contract);
        return expectOthers ? all : [.. all.Where(d => d.Id == "PII4001")];
    }
}
