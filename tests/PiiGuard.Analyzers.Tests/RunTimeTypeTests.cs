using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

[Trait("rule", "PII1006")]
public sealed class RunTimeTypeTests
{
    private const string Types = """
        public class Party { public int Id { get; set; } }
        public sealed class Customer : Party { public string Email { get; set; } = ""; }
        """;

    [Theory]
    [InlineData("""app.MapGet("/p", () => Api.Find());""", "email (EmailAddress, Customer)")]
    [InlineData("""app.MapGet("/p", () => Results.Ok(Api.Find()));""", "email (EmailAddress, Customer)")]
    [InlineData("""app.MapGet("/p", () => new[] { Api.Find() });""", null)] // System.Text.Json writes the declared type below the root
    [InlineData("""app.MapGet("/p", () => new { Party = Api.Find() });""", null)]
    [InlineData("""app.MapGet("/p", () => new Customer());""", null)] // PII1001 says it
    [InlineData("""app.MapGet("/p", () => 1);""", null)]
    public async Task Run_time_type_counts_at_the_root_of_a_body(string map, string? expected)
    {
        var diagnostics = await Analyze.RunAsync([Types + "public static class Api { public static Party Find() => new Customer(); public static void Map(WebApplication app) { " + map + " } }"]);

        var found = diagnostics.Where(d => d.Id == "PII1006").Select(d => d.GetMessage()).ToList();
        Assert.Equal(expected is null ? [] : [$"GET /p may also return, of types that can stand where another is declared: {expected}"], found);
    }

    /// <summary>What is made right here is of that type and of no other.</summary>
    [Theory]
    [InlineData("new Party { Id = 1 }", false)]
    [InlineData("Results.Ok(new Party())", false)]
    [InlineData("{ var p = new Party(); return p; }", false)]
    [InlineData("Array.Empty<int>().Where(i => i > 0).Select(i => new Party { Id = i }).OrderBy(p => p.Id).First()", false)]
    [InlineData("Array.Empty<int>().AsQueryable().Select(i => new Party { Id = i }).FirstOrDefault()", false)]
    [InlineData("Map<Party>(1)", false)]
    [InlineData("{ var p = new Party(); p = Find(); return p; }", true)]
    [InlineData("DateTime.Now.Year > 1 ? new Party() : Find()", true)]
    [InlineData("Array.Empty<int>().Select(i => Find()).First()", true)]
    [InlineData("Array.Empty<Party>().First()", true)]
    [InlineData("Map<Party, int>(1)", true)]
    public async Task Type_of_a_new_object_is_known(string answer, bool isOpen)
    {
        var diagnostics = await Analyze.RunAsync([Types + "public static class Api { static T Map<T>(object o) => default!; static T Map<T, TOther>(object o) => default!; static Party Find() => new Customer(); public static void Map(WebApplication app) => app.MapGet(\"/p\", () => " + answer + "); }"]);

        Assert.Equal(isOpen, diagnostics.Any(d => d.Id == "PII1006"));
    }

    /// <summary>What a method of the project makes is of the type that it declares where its syntax says so; also behind an interface, a mapping or a dispatcher.</summary>
    [Theory]
    [InlineData("new Party()", false)]
    [InlineData("{ var p = new Party(); p.Id = 1; return p; }", false)]
    [InlineData("{ Party p = new() { Id = 1 }; return p; }", false)]
    [InlineData("{ if (id > 1) { return null!; } return id == 1 ? new Party() : throw new InvalidOperationException(); }", false)]
    [InlineData("mapper.Map<Party>(id)", false)]
    [InlineData("new int[1].Select(i => new Party { Id = i }).OrderBy(p => p.Id).First()", false)]
    [InlineData("new int[1].Select(i => i.ToParty()).First()", false)]
    [InlineData("id.ToParty()", false)]
    [InlineData("Fill(new Party(), id)", false)]
    [InlineData("Fill(new Customer(), id)", true)]
    [InlineData("{ Party p = new Customer(); return p; }", true)]
    [InlineData("{ Party p = new(); p = known; return p; }", true)]
    [InlineData("{ Party p = new(); Swap(ref p); return p; }", true)]
    [InlineData("id > 1 ? new Party() : known", true)]
    [InlineData("known", true)]
    [InlineData("null!", true)]
    [InlineData("id.ToAny()", true)]
    [InlineData("new[] { known }.First()", true)]
    [InlineData("Kept(id, () => new Party())", true)] // which of its arguments it returns cannot be told
    [InlineData("new Party().Same()", true)]
    [InlineData("Again(id)", true)] // itself, without end
    public async Task Type_that_a_service_makes_is_known(string body, bool isOpen)
    {
        foreach (var call in new[] { "service.Find(1)", "await service.FindAsync(1)", "await dispatcher.SendAsync(new FindParty(1))" })
        {
            var found = call.Contains("dispatcher", StringComparison.Ordinal) ? "" : "public Party Find(int id) " + (body.StartsWith('{') ? body : "=> " + body + ";");
            var handled = found.Length > 0 ? "public Task<Party> FindAsync(int id) => Task.FromResult(Find(id));" : "public async Task<Party> HandleAsync(FindParty request) { var id = request.Id; " + (body.StartsWith('{') ? body[1..] : "return " + body + "; }");
            var diagnostics = await Analyze.RunAsync([Types + $$"""
                public interface IMapper { T Map<T>(object o); }
                public interface IParties { Party Find(int id); Task<Party> FindAsync(int id); }
                public interface IRequest<T>;
                public sealed record FindParty(int Id) : IRequest<Party>;
                public interface IDispatcher { Task<T> SendAsync<T>(IRequest<T> request); }
                public static class Mapping { public static Party ToParty(this int id) => new() { Id = id }; public static Party ToAny(this int id) => id > 1 ? new Party() : new Customer(); public static T Same<T>(this T party) => party; }
                public sealed class Parties(IMapper mapper, Party known) {{(found.Length > 0 ? ": IParties" : "")}}
                {
                    {{found}}
                    {{handled}}
                    private Party Again(int id) => Again(id);
                    private static T Kept<T>(int id, Func<T> make) => make();
                    private static T Fill<T>(T party, int id) where T : Party { party.Id = id; return party; }
                    private static void Swap(ref Party party) => party = new Customer();
                }
                public static class Api { public static void Map(WebApplication app) => app.MapGet("/p", async (IParties service, IDispatcher dispatcher) => { await Task.Yield(); return {{call}}; }); }
                """]);

            Assert.Equal(isOpen, diagnostics.Any(d => d.Id == "PII1006"));
        }
    }

    [Theory]
    [InlineData("public sealed class Party { public int Id { get; set; } }")]
    [InlineData("[JsonDerivedType(typeof(Customer), \"c\")] public class Party { } public sealed class Customer : Party { public string Note { get; set; } = \"\"; }")]
    [InlineData("public class Party { } public sealed class Product : Party { public string Sku { get; set; } = \"\"; }")]
    public async Task Nothing_is_added_by_sealed_polymorphic_or_impersonal_types(string types) =>
        Assert.DoesNotContain(await Analyze.RunAsync([types + " public static class Api { public static Party Find() => null!; public static void Map(WebApplication app) { app.MapGet(\"/p\", () => Api.Find()); } }"]), d => d.Id == "PII1006");

    [Theory]
    [InlineData("using P = Party; public sealed class Customer : P { public string Email { get; set; } = \"\"; }")]
    [InlineData("global using P = Party; public sealed class Customer : P { public string Email { get; set; } = \"\"; }")]
    [InlineData("namespace A.B { namespace C { public class Outer<T> { public sealed class Customer : global::Party { public string Email { get; set; } = \"\"; } } } }", false)] // of a generic type: which one?
    [InlineData("namespace A.B { namespace C { public class Outer { public sealed class Customer : global::Party { public string Email { get; set; } = \"\"; } } } }")]
    [InlineData("public class Middle : Party { } public class Next : Middle { } public sealed class Customer : Next { public string Email { get; set; } = \"\"; }")]
    [InlineData("public partial class Customer { public string Email { get; set; } = \"\"; } public partial class Customer : Party { }")]
    [InlineData("public sealed record Customer(string Email) : Named; public record Named; ", false)]
    public async Task Derived_type_is_found_however_its_base_is_written(string source, bool found = true) =>
        Assert.Equal(found, (await Analyze.RunAsync([source, "public class Party { public int Id { get; set; } } public static class Api { public static Party Find() => null!; public static void Map(WebApplication app) { app.MapGet(\"/p\", () => Api.Find()); } }"]))
            .Any(d => d.Id == "PII1006"));

    [Fact]
    public async Task Type_between_ours_and_one_of_the_framework_does_not_hide_ours() => Assert.Equal(
        "GET /p may also return, of types that can stand where another is declared: email (EmailAddress, Trouble)",
        Assert.Single(await Analyze.RunAsync(["public sealed class Trouble : HttpValidationProblemDetails { public string Email { get; set; } = \"\"; } public static class Api { public static ProblemDetails Find() => null!; public static void Map(WebApplication app) { app.MapGet(\"/p\", () => Api.Find()); } }"]), d => d.Id == "PII1006").GetMessage());

    [Theory]
    [InlineData("interface IMarker")]
    [InlineData("interface IMarker { int Id { get; } }")]
    [InlineData("abstract class IMarker")]
    public async Task Type_without_members_is_what_implements_it(string declaration)
    {
        var types = "public " + declaration + (declaration.EndsWith('}') ? "" : " { }") + " public sealed class Person : IMarker { public int Id { get; set; } public string Phone { get; set; } = \"\"; }";
        var diagnostics = await Analyze.RunAsync([types + " public static class Api { public static IMarker Find() => null!; public static void Map(WebApplication app) { app.MapGet(\"/p\", () => Api.Find()); } }"]);

        Assert.Equal("GET /p may also return, of types that can stand where another is declared: phone (PhoneNumber, Person)", Assert.Single(diagnostics).GetMessage());
    }

    [Theory]
    [InlineData(40, false)]
    [InlineData(41, true)]
    public async Task More_run_time_types_than_are_looked_at_are_said(int types, bool said)
    {
        var derived = string.Join(" ", Enumerable.Range(0, types).Select(i => $"public sealed class D{i} : Party {{ }}"));
        var compilation = Analyze.Compile(["public class Party { } " + derived + " public static class Api { public static Party Find() => null!; public static void Map(WebApplication app) { app.MapGet(\"/p\", () => Api.Find()); } }"]);
        var asked = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new("PII1007", Microsoft.CodeAnalysis.ReportDiagnostic.Warn)]));

        Assert.Equal(said, (await Analyze.RunAsync(asked)).Any(d => d.Id == "PII1007"));
    }

    [Fact]
    public async Task Declared_run_time_path_is_no_finding() =>
        Assert.Empty(await Analyze.RunAsync(
            [Types + """public static class Api { public static Party Find() => new Customer(); public static void Map(WebApplication app) { app.MapGet("/p", () => Api.Find()); } }"""],
            "GET /p | email | EmailAddress | Agents write to their customers.\n"));

    [Theory]
    [InlineData("""app.MapGet("/p", object () => new int[1].GetValue(0)!);""", true)]
    [InlineData("""app.MapGet("/p", (HttpContext c) => c.Response.WriteAsync(c.Request.Path));""", true)]
    [InlineData("""app.MapGet("/p", (HttpContext c) => c.Response.WriteAsync("x"));""", false)]
    [InlineData("""app.MapGet("/p", () => new { Any = (object)1 });""", true)]
    [InlineData("""app.MapGet("/p", () => new { Id = 1 });""", false)]
    [InlineData("""app.MapGet("/p", () => Results.NoContent());""", false)]
    [InlineData("""app.MapGet("/p", () => Results.Json(new { Id = 1 }, new JsonSerializerOptions { IncludeFields = true }));""", true)]
    [InlineData("""app.MapGet("/p", () => Results.Json(new { Id = 1 }, statusCode: 201));""", false)]
    [InlineData("""app.MapGet("/p", () => Results.Problem("x", extensions: new Dictionary<string, object?> { ["a"] = 1 }));""", true)]
    [InlineData("""app.MapGet("/p", () => Results.Problem("x"));""", false)]
    [InlineData("""app.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.Converters.Add(new Own())); app.MapGet("/p", () => new { Id = 1 });""", true)]
    [InlineData("""app.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter())); app.MapGet("/p", () => new { Id = 1 });""", false)]
    [InlineData("""app.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver { Modifiers = { _ => { } } }); app.MapGet("/p", () => new { Id = 1 });""", true)]
    [InlineData("""app.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.PropertyNamingPolicy = new Own()); app.MapGet("/p", () => new { Id = 1 });""", true)]
    [InlineData("""app.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower); app.MapGet("/p", () => new { Id = 1 });""", false)]
    public async Task What_cannot_be_evaluated_is_said_to_who_asks(string map, bool said)
    {
        var compilation = Analyze.Compile(["public static class Api { public static void Map(WebApplication app) { " + map + " } }"]);

        Assert.DoesNotContain(await Analyze.RunAsync(compilation), d => d.Id == "PII1007");
        var asked = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new("PII1007", Microsoft.CodeAnalysis.ReportDiagnostic.Warn)]));
        Assert.Equal(said, (await Analyze.RunAsync(asked)).Any(d => d.Id == "PII1007"));
    }
}
