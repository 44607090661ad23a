using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Tests.Verify;
using PiiGuard.TestUtilities;

namespace PiiGuard.Analyzers.Tests;

/// <summary>Code as it is while somebody types: cut off anywhere, without its references. No analyzer may throw.</summary>
public sealed class RobustnessTests
{
    private static readonly string Source = string.Concat(
        Directory.GetFiles(RepositoryRoot.File("samples", "CarrierApi", "Models"), "*.cs").Concat(Directory.GetFiles(RepositoryRoot.File("samples", "CarrierApi", "Endpoints"), "*.cs"))
            .Order(StringComparer.Ordinal).Select(File.ReadAllText).Select(t => t.Replace("using ", "//using ", StringComparison.Ordinal)));

    [Fact]
    public async Task Source_cut_off_anywhere_does_not_break_the_analyzers()
    {
        for (var length = 0; length < Source.Length; length += 97)
        {
            await Analyze.RunAsync(Analyze.Compile([Source[..length]]), suggestions: true);
        }
    }

    [Fact]
    public async Task Source_with_a_piece_missing_does_not_break_the_analyzers()
    {
        for (var at = 0; at < Source.Length - 40; at += 101)
        {
            await Analyze.RunAsync(Analyze.Compile([Source.Remove(at, 1 + (at % 40))]), suggestions: true);
        }
    }

    [Fact]
    public async Task Source_without_references_does_not_break_the_analyzers()
    {
        await Analyze.RunAsync(Analyze.Compile([Source], []));
        await Analyze.RunAsync(Analyze.Compile([Source], ReferenceAssemblies.AspNetCore.Where((_, i) => i % 2 == 0)));
        await Analyze.RunAsync(Analyze.Compile([Source], ReferenceAssemblies.AspNetCore.Where(r => r.Display!.Contains("Mvc", StringComparison.Ordinal))));
    }

    /// <summary>Handlers of every framework that the analyzers know, and answers that other methods make.</summary>
    private static readonly string Frameworks = """
        using Grpc.Core; using Proto; using Microsoft.AspNetCore.SignalR; using Microsoft.Azure.Functions.Worker; using Microsoft.Azure.Functions.Worker.Http; using HotChocolate.Types; using FastEndpoints;
        public interface IClient { Task Changed(Customer customer); }
        public class PageExportModel : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { public IActionResult OnGetExport() => new JsonResult(Store.Find()); }
        public class CustomerHub : Hub<IClient> { public async IAsyncEnumerable<Customer> Watch() { yield return Store.Find(); await Clients.All.Changed(Store.Find()); } }
        public class Notifier(IHubContext<CustomerHub> hub) { public Task Tell() => hub.Clients.All.SendCoreAsync("changed", [1, Store.Find()]); }
        public class CustomerService : Customers.CustomersBase { public override async Task Watch(Ask request, IServerStreamWriter<CustomerReply> stream, ServerCallContext context) => await stream.WriteAsync(new()); }
        public class Fns { [Function("Get")] public async Task<HttpResponseData> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "c/{id:int}")] HttpRequestData r) { var a = r.CreateResponse(); await a.WriteAsJsonAsync(Store.Find()); return a; } }
        [QueryType] public class Query { public IQueryable<Customer> Customers => Store.All; public async Task<Customer> GetAsync() => await Task.FromResult(Store.Find()); }
        [FastEndpoints.HttpGet("/a", "/b")] public class E : FastEndpoints.Endpoint<int> { public override void Configure() { Verbs(Http.POST); Routes("/c"); } public override Task HandleAsync(int request, System.Threading.CancellationToken ct) { Response = Store.Find(); return SendAsync(Store.Find()); } }
        public abstract class Crud<T> : ControllerBase { [Microsoft.AspNetCore.Mvc.HttpGet("{id}")] public IActionResult Get(int id) => Respond<T>(Load(id)); protected abstract T Load(int id); IActionResult Respond<V>(V value) => value is { } found ? Ok(new { found, more = new[] { value } }) : Local(); IActionResult Local() { return Inner(); IActionResult Inner() => Ok(Load(1)); } }
        [Route("x/[controller]/[action]")] public class XController : Crud<Customer> { protected override Customer Load(int id) => id switch { 1 => Store.Find(), _ => throw new Exception() }; [Microsoft.AspNetCore.Authorization.AllowAnonymous, AcceptVerbs("GET", "POST")] public object Other(dynamic x) => x ?? Other(x); }
        """;

    [Fact]
    public async Task Every_framework_with_tokens_missing_doubled_or_swapped_does_not_break_the_analyzers()
    {
        const int seed = 20261125;
        var random = new Random(seed);
        var tokens = Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText(Frameworks).GetRoot().DescendantTokens().Select(t => t.ToFullString()).ToList();
        for (var round = 0; round < 150; round++)
        {
            var changed = tokens.ToList();
            for (var change = 0; change <= round % 4; change++)
            {
                var (at, other) = (random.Next(changed.Count - 1), random.Next(changed.Count - 1));
                switch (random.Next(3))
                {
                    case 0:
                        changed.RemoveAt(at);
                        break;
                    case 1:
                        changed.Insert(at, changed[other]);
                        break;
                    default:
                        (changed[at], changed[other]) = (changed[other], changed[at]);
                        break;
                }
            }

            await Analyze.RunAsync(
                Analyze.Compile([string.Concat(changed), FrameworkTests.Models, FrameworkTests.Grpc, FrameworkTests.Functions, FrameworkTests.HotChocolate, FrameworkTests.FastEndpoints]), suggestions: true);
        }
    }

    [Fact]
    public async Task Every_framework_at_once_is_understood() => Assert.Equal(
        ["CustomerHub.Changed", "CustomerHub.Watch", "CustomerService.Watch", "GET /a", "GET /api/c/{id}", "GET /b", "GET /x/X/Get/{id}", "Notifier.changed", "POST /c", "PageExportModel.OnGetExport", "Query.Customers", "Query.GetAsync"],
        (await Analyze.RunAsync([Frameworks, FrameworkTests.Models, FrameworkTests.Grpc, FrameworkTests.Functions, FrameworkTests.HotChocolate, FrameworkTests.FastEndpoints]))
            .Select(d => d.Properties["endpoint"]!).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public async Task Generated_code_is_read_and_nothing_is_reported_in_it()
    {
        const string generated = "// <auto-generated/>\npublic class Customer { public string Email { get; set; } = \"\"; } [Route(\"g\")] public class GController : ControllerBase { [HttpGet] public Customer Get() => new(); }";
        var diagnostics = await Analyze.RunAsync(Analyze.Compile([generated, "[Route(\"h\")] public class HController : ControllerBase { [HttpGet] public Customer Get() => new(); }"]), suggestions: true);

        Assert.Equal(["GET /h"], diagnostics.Select(d => d.Properties["endpoint"]));
    }

    /// <summary>Where an expression is missing stands a name without letters.</summary>
    [Theory]
    [InlineData("public class W { public string A() => ; }")]
    [InlineData("public class W { public string A() { return string.Join(',', , ); } }")]
    [InlineData("public class W { public string A() { var b = new System.Text.StringBuilder(); b.Append(); b.Append( . ); return b.ToString(); } }")]
    public async Task Missing_expression_is_no_exception(string type) =>
        Assert.Empty(await Analyze.RunAsync(Analyze.Compile([type, """[Route("c")] public class CController : ControllerBase { [HttpGet] public IActionResult Get(W w) => Content(w.A(), "x/y"); }"""])));

    [Theory]
    [InlineData("public class Node<T> { public string Email { get; set; } = \"\"; public Node<Node<T>>? Next { get; set; } }", "new Node<int>()")]
    [InlineData("public class Node<T> { public string Email { get; set; } = \"\"; public Node<List<T>>? Next { get; set; } public Node<T[]>? Other { get; set; } }", "new Node<int>()")]
    [InlineData("public class A { public string Email { get; set; } = \"\"; public B? B { get; set; } } public class B { public A? A { get; set; } public List<B> Bs { get; set; } = []; }", "new A()")]
    [InlineData("public class L : List<L> { public string Email { get; set; } = \"\"; }", "new L()", false)]
    [InlineData("public class D : Dictionary<string, D> { }", "new D()", false)]
    public async Task Recursion_ends(string types, string value, bool found = true)
    {
        var exposures = await Analyze.ExposuresAsync(types + " [Route(\"c\")] public class CController : ControllerBase { [HttpGet] public IActionResult Get() => Ok(" + value + "); }");
        Assert.Equal(found, exposures.Any(e => e.StartsWith("GET /c: ", StringComparison.Ordinal) && e.Contains("email EmailAddress", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("[HttpGet, Produces(\"application/json\", null!)] public Customer Get() => new();")]
    [InlineData("[AcceptVerbs((string[])null!)] public Customer Get() => new();")]
    public async Task Null_among_the_arguments_of_an_attribute_stops_nothing(string action) =>
        Assert.Contains(await Analyze.RunAsync(["public class Customer { public string Email { get; set; } = \"\"; } [Route(\"c\")] public class CController : ControllerBase { " + action + " }"]), d => d.Id == "PII1001");

    /// <summary>Bodies are read in any order; two branches that say two things of one path are two findings.</summary>
    [Fact]
    public async Task Path_of_two_categories_is_named_with_both()
    {
        var found = Assert.Single(await Analyze.ExposuresAsync("""
            public class A { [Pii(PiiCategory.PhoneNumber)] public string Contact { get; set; } = ""; } public class B { [Pii(PiiCategory.EmailAddress)] public string Contact { get; set; } = ""; }
            [Route("c")] public class CController : ControllerBase { [HttpGet] public IActionResult Get(bool x) => x ? GetA() : GetB(); private IActionResult GetA() => Ok(new A()); private IActionResult GetB() => Ok(new B()); }
            """));
        Assert.Equal("GET /c: contact EmailAddress, contact PhoneNumber", found);
    }

    /// <summary>Neither the stack nor an hour is enough for code that somebody generated, if each part of it is followed.</summary>
    [Fact]
    public async Task Text_of_two_thousand_parts_and_a_chain_of_locals_are_read()
    {
        var sum = string.Join(" + ", Enumerable.Repeat("c.Email", 2_000));
        var locals = string.Concat(Enumerable.Range(1, 300).Select(i => $"var x{i} = x{i - 1} + x{i - 1}; "));
        Assert.Equal(
            ["GET /a: label EmailAddress", "GET /c: label EmailAddress"],
            await Analyze.ExposuresAsync($$"""
                public record Customer(int Id, string Email); public class Entry { public string Label { get; set; } = ""; }
                public static class Api
                {
                    public static Entry Make(Customer c) => new() { Label = {{sum}} };
                    public static void Map(WebApplication app)
                    {
                        app.MapGet("/a", (Customer c) => new { label = "x" + c.Email });
                        app.MapGet("/b", (Customer c) => { var x0 = c.Id.ToString(); {{locals}} return new { label = x300, more = {{sum.Replace("Email", "Id", StringComparison.Ordinal)}} }; });
                        app.MapGet("/c", (Customer c) => Make(c));
                    }
                }
                """));
    }

    /// <summary>What is made of itself, and a chain of a thousand calls, of what a text is put together.</summary>
    [Theory]
    [InlineData("string s = (string)(object)s; rows.Query(s); return Ok(rows.Query((string)s));")]
    [InlineData("var b = new System.Text.StringBuilder(); BUILT return File(System.Text.Encoding.UTF8.GetBytes(b.ToString()), \"text/csv\");")]
    [InlineData("var d = new Dictionary<string, object>(); d[\"a\"] = d; FILLED return Ok(d);")]
    [InlineData("var x = rowsCHAIN; var e = new Entry(); e.Label = x.Name; return Ok(e);")]
    [InlineData("SAME return Ok(new Entry { Label = Made(Made(Made(c.Email))) });")]
    public async Task Text_that_is_made_of_itself_ends(string body)
    {
        body = body.Replace("BUILT", string.Concat(Enumerable.Repeat("b.Append(b.ToString()).Append(c.Email); ", 30)), StringComparison.Ordinal)
            .Replace("FILLED", string.Concat(Enumerable.Range(0, 60).Select(i => $"d[\"k{i}\"] = new Dictionary<string, object> {{ [\"k\"] = d, [\"l\"] = new List<object> {{ d }} }}; ")), StringComparison.Ordinal)
            .Replace("CHAIN", string.Concat(Enumerable.Repeat(".Next()", 1_000)), StringComparison.Ordinal)
            .Replace("SAME", string.Concat(Enumerable.Range(0, 500).Select(i => $"var e{i} = new Entry(); e{i}.Label = Made(c.Email); ")), StringComparison.Ordinal);
        var found = await Analyze.RunAsync(Analyze.Compile(["public record Customer(int Id, string Email); public class Entry { public string Label { get; set; } = \"\"; } public class Rows { public string Name = \"\"; public Rows Next() => this; public dynamic Query(string sql) => sql; } [Route(\"c\")] public class CController(Rows rows) : ControllerBase { string Made(string s) => Made(s) + Made(s) + s; [HttpGet] public IActionResult Get(Customer c) { " + body + " } }"]));
        Assert.DoesNotContain(found, d => d.Id == "AD0001");
    }

    [Fact]
    public async Task File_of_ten_thousand_lines_is_analyzed()
    {
        var actions = string.Concat(Enumerable.Range(0, 2_500).Select(i => $"    [HttpGet(\"a{i}\")]\n    public IActionResult Get{i}(int id)\n    {{ var x = new Customer(); return id > {i} ? Ok(x) : NotFound(); }}\n\n"));
        Assert.Equal(2_500, (await Analyze.RunAsync(["public class Customer { public string Email { get; set; } = \"\"; }\n[Route(\"c\")]\npublic class CController : ControllerBase\n{\n" + actions + "}"])).Count(d => d.Id == "PII1001"));
    }
}
