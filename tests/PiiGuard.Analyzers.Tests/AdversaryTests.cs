using System.Text;
using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>Code that leads an analyzer astray: what is sent is reported, what cannot be told is not called stale.</summary>
public sealed class AdversaryTests
{
    private const string Models = """
        public class Customer { public int Id { get; set; } public string Email { get; set; } = ""; }
        public class Agent { public string Email { get; set; } = ""; }
        """;

    [Theory]
    [InlineData("[HttpGet(\"a\"), HttpPost(\"b\")] public Customer Get() => new();", "GET /c/a", "POST /c/b")]
    [InlineData("[Route(\"ad\"), Route(\"~/abs\"), HttpGet(\"ae\"), HttpPut] public Customer Get() => new();", "GET /c/ae", "PUT /abs", "PUT /c/ad")]
    [InlineData("[HttpGet(\"[action]\"), ActionName(\"renamed\")] public Customer Get() => new();", "GET /c/renamed")]
    [InlineData("[Route(\"x\")] public Customer Get() => new();", "* /c/x")]
    public async Task Verbs_and_templates_are_paired_as_routing_does(string action, params string[] endpoints) =>
        Assert.Equal(endpoints.Select(e => e + ": email EmailAddress"), await Analyze.ExposuresAsync(Models, $$"""[Route("c")] public class CController : ControllerBase { {{action}} }"""));

    [Fact]
    public async Task Override_without_attributes_has_the_route_of_what_it_overrides() =>
        Assert.Equal(["GET /c/abs/{id}: email EmailAddress"], await Analyze.ExposuresAsync(Models, """
            public abstract class Base : ControllerBase { [HttpGet("abs/{id}")] public abstract Customer Abs(int id); [NonAction] public virtual Customer None() => new(); }
            [Route("c")] public class CController : Base { public override Customer Abs(int id) => new(); public override Customer None() => new(); }
            """));

    [Fact]
    public async Task Inherited_action_is_judged_by_its_body_too() =>
        Assert.Equal(["GET /c: email EmailAddress"], await Analyze.ExposuresAsync(Models, """
            public abstract class Base : ControllerBase { [HttpGet] public IActionResult Get() => Ok(new Customer()); }
            [Route("c")] public class CController : Base { }
            """));

    [Fact]
    public async Task Groups_that_come_from_elsewhere_do_not_share_endpoints() =>
        Assert.Equal(["GET /agents/{id}: email EmailAddress", "GET /customers/{id}: email EmailAddress"], await Analyze.ExposuresAsync(Models, """
            public static class Api
            {
                public static void Map(WebApplication app) { app.MapGroup("/customers").MapCustomers(); app.MapGroup("/agents").MapAgents(); }
                static RouteGroupBuilder MapCustomers(this RouteGroupBuilder g) { g.MapGet("/{id}", () => new Customer()); return g; }
                static RouteGroupBuilder MapAgents(this RouteGroupBuilder g) { g.MapGet("/{id}", () => new Agent()); return g; }
            }
            """));

    [Theory]
    [InlineData("app.MapGet(\"/c\", H.Wrap<Customer>);", "item.email")]
    [InlineData("app.MapGet(\"/c\", H.Property);", "email")]
    [InlineData("app.MapMethods(\"/c\", [HttpMethods.Get], () => new Customer());", "email")]
    [InlineData("app.MapGet(\"/c\", () => new Dictionary<string, Customer>().ToArray());", "[].value.email")]
    [InlineData("app.MapGet(\"/c\", () => Tuple.Create(\"k\", new Customer()));", "item2.email")]
    [InlineData("app.MapGet(\"/c\", IResult () => { object o = new Customer(); return Results.Ok(o); });", "email")]
    public async Task Carrier_is_looked_into(string statement, string path) =>
        Assert.Equal([$"GET /c: {path} EmailAddress"], await Analyze.ExposuresAsync(Models, $$"""
            public class W<T> { public T Item { get; set; } = default!; }
            public static class H { public static W<T> Wrap<T>() => new(); public static Func<Customer> Property => () => new(); }
            public static class Api { public static void Map(WebApplication app) { {{statement}} } }
            """));

    [Theory]
    [InlineData("app.MapGet(\"/c\", () => Results.Ok(new Envelope()));")]
    [InlineData("app.MapGet(\"/c\", () => Results.Ok(new Dictionary<string, object>()));")]
    [InlineData("app.MapGet(\"/c\", () => { object[] a = new object[3]; return a; });")]
    [InlineData("app.MapGet(\"/c\", async (HttpContext c) => await c.Response.WriteAsJsonAsync(new Customer()));")]
    [InlineData("app.MapGet(\"/c\", () => Results.Text(\"{}\", \"application/json\"));")]
    [InlineData("app.MapGet(\"/c\", () => Results.Content(\"{}\", \"application/json\"));")]
    [InlineData("app.MapGet(\"/c\", (IResult? r) => { r ??= Results.Ok(new Customer()); return r; });")]
    [InlineData("app.MapGet(\"/c\", () => { IResult r = Results.NotFound(); (r, _) = (Results.Ok(new Customer()), 1); return r; });")]
    [InlineData("app.MapGet(\"/c\", () => System.Text.Json.Nodes.JsonNode.Parse(\"{}\"));")]
    [InlineData("app.MapGet(\"/c\", () => new Converted());")]
    [InlineData("app.MapGet(\"/c\", (IResult r) => r);")]
    public async Task Line_of_a_response_that_cannot_be_told_is_not_called_stale(string statement) =>
        Analyze.AssertQuiet(await Analyze.RunAsync(
            [Models, "[JsonConverter(typeof(object))] public class Converted { public string Email => \"\"; } public class Envelope { public object? Data { get; set; } } public static class Api { public static void Map(WebApplication app) { " + statement + " } }"],
            "GET /c | email | EmailAddress | Agents write to them.\n"));

    [Theory]
    [InlineData("public class R { [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)] public string Email { get; set; } = \"\"; }", null)]
    [InlineData("public class B { public string Phone { get; set; } = \"\"; } public class R : B { [JsonIgnore] public new string Phone { get; set; } = \"\"; }", "phone PhoneNumber")]
    [InlineData("public class B { [Pii(PiiCategory.Location)] public virtual string Zone { get; set; } = \"\"; } public class R : B { public override string Zone { get; set; } = \"\"; }", "zone Location")]
    [InlineData("public record Email(string Value); public record R(Email Email, Email Other);", "email.value EmailAddress, other.value EmailAddress")]
    [InlineData("public record Name(string First, string Last); public record R(Name FullName);", "fullName.first PersonName, fullName.last PersonName")]
    [InlineData("public class R { [JsonPropertyName(\"phone;mobile\")] public string PhoneNumber { get; set; } = \"\"; }", "[\"phone\\u003bmobile\"] PhoneNumber")]
    public async Task Shape_is_what_is_sent(string types, string? expected) =>
        Assert.Equal(
            expected is null ? [] : ["GET /r: " + expected],
            await Analyze.ExposuresAsync(types, "[Route(\"r\")] public class RController : ControllerBase { [HttpGet] public R Get() => throw new Exception(); }"));

    [Theory]
    [InlineData("public class Node : List<Node> { }")]
    [InlineData("public class Node : Dictionary<string, Node> { }")]
    [InlineData("public abstract class Node : IEnumerable<Node> { public abstract IEnumerator<Node> GetEnumerator(); System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator(); }")]
    [InlineData("public class Node : List<Twin> { } public class Twin : List<Node> { }")]
    [InlineData("public class Node : List<Grow<int>> { } public class Grow<T> : List<Grow<Grow<T>>> { }")]
    public async Task List_of_itself_ends_and_is_not_called_stale(string types)
    {
        const string contract = "GET /a | email | EmailAddress | Agents write to them.\nGET /b | r.email | EmailAddress | Agents write to them.\n";

        Analyze.AssertQuiet(await Analyze.RunAsync(
            [types + " public class Holder { public Node R { get; set; } = null!; } public static class Api { public static void Map(WebApplication app) { app.MapGet(\"/a\", Node () => throw new Exception()); app.MapGet(\"/b\", () => new Holder()); } }"], contract));
    }

    [Fact]
    public async Task Graph_of_entities_ends_soon_and_leaves_its_lines_alone()
    {
        var graph = new StringBuilder();
        for (var i = 0; i < 30; i++)
        {
            graph.Append($"public class E{i} {{ ");
            for (var n = 0; n < 5; n++)
            {
                graph.Append($"public E{(i * 7 + n * 11 + 1) % 30} R{n} {{ get; set; }} = null!; ");
            }

            graph.Append("} ");
        }

        Analyze.AssertQuiet(await Analyze.RunAsync(
            [graph + "public static class Api { public static void Map(WebApplication app) { app.MapGet(\"/x\", () => new E0()); } }"], "GET /x | r0.email | EmailAddress | Agents write to them.\n"));
    }
}
