namespace PiiGuard.CodeFixes.Tests;

public sealed class MinimalResponseFixTests
{
    private const string Head = """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;

        public class Customer { public int Id { get; set; } public string? Region { get; set; } public string Email { get; set; } = ""; public Address? Home { get; set; } }
        public class Address { public string Street { get; set; } = ""; }
        public static class Store { public static Customer Get() => new(); public static Customer? Find() => null; public static Task<Customer> GetAsync() => Task.FromResult(Get()); public static List<Customer> All() => []; public static Customer[] Array() => []; }

        """;

    [Theory]
    [InlineData("[HttpGet] public IActionResult Get() => Ok(Store.Get());", "public IActionResult Get() => Ok(GetCustomerResponse.From(Store.Get()));")]
    [InlineData("[HttpGet] public Customer Get() => Store.Get();", "public GetCustomerResponse Get() => GetCustomerResponse.From(Store.Get());")]
    [InlineData("[HttpGet] public async Task<ActionResult<Customer>> GetAsync() => await Store.GetAsync();", "public async Task<ActionResult<GetCustomerResponse>> GetAsync() => GetCustomerResponse.From(await Store.GetAsync());")]
    [InlineData("[HttpGet] public List<Customer> List() => Store.All();", "public List<ListCustomerResponse> List() => Store.All().Select(ListCustomerResponse.From).ToList();")]
    [InlineData("[HttpGet] public Customer[] List() => Store.Array();", "public ListCustomerResponse[] List() => Store.Array().Select(ListCustomerResponse.From).ToArray();")]
    [InlineData("[HttpGet] public IActionResult Get() { var x = Store.Find(); return x is null ? NotFound() : Ok(x); }", "return x is null ? NotFound() : Ok(GetCustomerResponse.From(x));")]
    [InlineData("[HttpGet] public Customer? Get() => Store.Find();", "public GetCustomerResponse? Get() => (Store.Find() is { } found ? GetCustomerResponse.From(found) : null);")]
    [InlineData("[HttpGet] [ProducesResponseType(typeof(Customer), 200)] public IActionResult GetCustomer() => Ok(Store.Get());", "[ProducesResponseType(typeof(GetCustomerResponse), 200)]")]
    [InlineData("[HttpPost] public IActionResult Add() => CreatedAtAction(nameof(Add), Store.Get());", "CreatedAtAction(nameof(Add), AddCustomerResponse.From(Store.Get()))")]
    public async Task Response_is_projected_to_a_record_without_what_is_not_declared(string action, string expected)
    {
        var text = await Fixing.ApplyAsync(new MinimalResponseFix(), Head + "[Route(\"c\")] public class CController : ControllerBase { " + action + " }", "PII1001", "Send a new");

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Contains("Response(int Id, string? Region)", text, StringComparison.Ordinal);
        Assert.Contains("Response From(Customer value) => new(value.Id, value.Region);", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PII1001", await Fixing.RulesAsync(text));
    }

    [Fact]
    public async Task Lambda_of_a_minimal_api_is_projected() => Assert.Contains(
        "app.MapGet(\"/c\", () => Results.Ok(CustomerResponse.From(Store.Get())))",
        await Fixing.ApplyAsync(new MinimalResponseFix(), Head + "public static class Api { public static void Map(WebApplication app) { app.MapGet(\"/c\", () => Results.Ok(Store.Get())); } }", "PII1001", "Send a new"),
        StringComparison.Ordinal);

    [Fact]
    public async Task Credential_beside_it_is_left_out_too() => Assert.Contains(
        "GetCustomer2Response(int Id);".TrimEnd(';'),
        await Fixing.ApplyAsync(
            new MinimalResponseFix(),
            "using Microsoft.AspNetCore.Mvc; public class Customer2 { public int Id { get; set; } public string Email { get; set; } = \"\"; public string Password { get; set; } = \"\"; } [Route(\"c\")] public class CController : ControllerBase { [HttpGet] public Customer2 Get() => new(); }",
            "PII1001",
            "Send a new"),
        StringComparison.Ordinal);

    [Fact]
    public async Task Naming_policy_of_the_project_is_that_of_the_paths() => Assert.Contains(
        "GetCustomer3Response(int Id)",
        await Fixing.ApplyAsync(
            new MinimalResponseFix(),
            "using Microsoft.AspNetCore.Mvc; using Microsoft.Extensions.DependencyInjection; public class Customer3 { public int Id { get; set; } public string Email { get; set; } = \"\"; public string FirstName { get; set; } = \"\"; } [Route(\"c\")] public class CController : ControllerBase { [HttpGet] public Customer3 Get() => new(); }"
                + " public static class Setup { public static void Add(IServiceCollection s) => s.AddControllers().AddJsonOptions(o => o.JsonSerializerOptions.PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.SnakeCaseLower); }",
            "PII1001",
            "Send a new"),
        StringComparison.Ordinal);

    /// <summary>What the serialiser is told of a member stays: a converter may mask it.</summary>
    [Fact]
    public async Task Attributes_of_the_serialiser_go_along()
    {
        var text = await Fixing.ApplyAsync(
            new MinimalResponseFix(),
            """
            using System.Text.Json; using System.Text.Json.Serialization; using Microsoft.AspNetCore.Mvc;
            public class Masked : JsonConverter<string> { public override string Read(ref Utf8JsonReader r, System.Type t, JsonSerializerOptions o) => ""; public override void Write(Utf8JsonWriter w, string v, JsonSerializerOptions o) => w.WriteStringValue("***"); }
            public class Trip { [JsonConverter(typeof(Masked))] public string Blob { get; set; } = ""; [JsonPropertyName("n"), JsonNumberHandling(JsonNumberHandling.WriteAsString)] public int Count { get; set; } [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? From { get; set; } public string Email { get; set; } = ""; }
            [Route("c")] public class CController : ControllerBase { [HttpGet] public Trip Get() => new(); }
            """,
            "PII1001",
            "Send a new");

        Assert.Contains("[property: JsonConverter(typeof(Masked))] string Blob", text, StringComparison.Ordinal);
        Assert.Contains("[property: JsonPropertyName(\"n\")][property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] int Count", text, StringComparison.Ordinal);
        Assert.Contains("[property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? From", text, StringComparison.Ordinal);
        Assert.Contains("GetTripResponse.Of(new())", text, StringComparison.Ordinal); // a member is called From
        Assert.DoesNotContain("PII1001", await Fixing.RulesAsync(text));
    }

    [Theory]
    [InlineData("public class Body { public int Id { get; set; } public Inner Data { get; set; } = new(); } public class Inner { public int Number { get; set; } public string Email { get; set; } = \"\"; }", "public Body Get() => new();")] // more would go than what is undeclared
    [InlineData("public class Body { public int Clone { get; set; } public string Email { get; set; } = \"\"; }", "public Body Get() => new();")] // a record has one already
    [InlineData("public class Body { public int EqualityContract { get; set; } public string Email { get; set; } = \"\"; }", "public Body Get() => new();")]
    [InlineData("public class Body { public int From { get; set; } public int Of { get; set; } public int FromSource { get; set; } public string Email { get; set; } = \"\"; }", "public Body Get() => new();")] // no name is left for what makes one
    [InlineData("public class Body { [System.Text.Json.Serialization.JsonConverter(typeof(Own))] public string Blob { get; set; } = \"\"; public string Email { get; set; } = \"\"; private class Own; }", "public Body Get() => new();")] // which cannot be named elsewhere
    [InlineData("public class Body { [System.Text.Json.Serialization.JsonNumberHandling((System.Text.Json.Serialization.JsonNumberHandling)3)] public int Count { get; set; } public string Email { get; set; } = \"\"; }", "public Body Get() => new();")]
    [InlineData("public class Body { public int Id { get; set; } public string Email { get; set; } = \"\"; } public interface IApi { Body Get(); }", "public Body Get() => new();")]
    [InlineData("public class Body { public int Id { get; set; } public string Email { get; set; } = \"\"; }", "public Body Get() => new(); private Body Again() => Get();")]
    [InlineData("", "public IActionResult Get() => Ok(new Body()); private class Body { public int Id { get; set; } public string Email { get; set; } = \"\"; }")]
    public async Task Nothing_is_offered_where_a_record_cannot_take_the_place(string types, string action) => Assert.Empty(await Fixing.TitlesAsync(
        new MinimalResponseFix(), "using Microsoft.AspNetCore.Mvc; " + types + " [Route(\"c\")] public class CController : ControllerBase" + (types.Contains("IApi", StringComparison.Ordinal) ? ", IApi" : "") + " { [HttpGet] " + action + " }", "PII1001"));

    [Theory]
    [InlineData("[HttpGet] public IActionResult Get() => Ok(new { Store.Get().Email });")] // there is no type to project from
    [InlineData("[HttpGet] public Task<Customer> Get() => Store.GetAsync();")] // nor a value
    public async Task Nothing_is_offered_where_the_values_are_not_seen(string action) =>
        Assert.Empty(await Fixing.TitlesAsync(new MinimalResponseFix(), Head + "[Route(\"c\")] public class CController : ControllerBase { " + action + " }", "PII1001"));
}
