using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>What a project says of types that nobody can look into (wire-shape lines 10, 20 and 29): listed, they count as harmless; not listed, they do not.</summary>
public sealed class ProjectTypesTests
{
    private const string Types = """
        namespace Shop
        {
            using System.Text.Json;
            public class Masking : JsonConverter<string> { public override string? Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => r.GetString(); public override void Write(Utf8JsonWriter w, string v, JsonSerializerOptions o) => w.WriteStringValue("***"); }
            public class MaskingAll : JsonConverter<Person> { public override Person? Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => null; public override void Write(Utf8JsonWriter w, Person v, JsonSerializerOptions o) => w.WriteStringValue("***"); }
            public sealed class Customer { public int Id { get; set; } [JsonConverter(typeof(Masking))] public string Email { get; set; } = ""; }
            [JsonConverter(typeof(MaskingAll))] public sealed class Person { public string Email { get; set; } = ""; }
            public sealed class Envelope<T> { public T Data { get; set; } = default!; public string? UserEmail { get; set; } public object? Trace { get; set; } }
            public sealed class Fine { public int Id { get; set; } }
            public class Filter : IEndpointFilter { public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext c, EndpointFilterDelegate next) { var r = await next(c); return Same(r); } static object? Same(object? o) => o; }
        }
        """;

    [Theory]
    [InlineData("() => new Customer()", "PiiGuardMaskingConverters", "Masking", "PII1001")]
    [InlineData("() => new Customer()", "PiiGuardMaskingConverters", "Other, Shop.Masking", "PII1001")]
    [InlineData("() => new Customer[0]", "PiiGuardMaskingConverters", "Shop.Masking", "PII1001", "PII2002")]
    [InlineData("() => new Person()", "PiiGuardMaskingConverters", "Shop.MaskingAll", "PII1007")]
    [InlineData("() => new { People = new Person[0] }", "PiiGuardMaskingConverters", "Shop.MaskingAll", "PII1007")]
    [InlineData("() => new Envelope<Fine>()", "PiiGuardTransparentWrappers", "Shop.Envelope", "PII1001", "PII1007")]
    [InlineData("() => new Envelope<int>()", "PiiGuardTransparentWrappers", "Envelope", "PII1001", "PII1007")]
    [InlineData("() => new Fine()).AddEndpointFilter<Filter>(", "PiiGuardPassingFilters", "Filter", "PII1007")]
    [InlineData("() => new Fine()).AddEndpointFilter<Filter>(", "PiiGuardPassingFilters", "Shop.Filter", "PII1007")]
    public async Task Listed_type_is_harmless(string handler, string property, string value, params string[] without)
    {
        string[] sources = [Types, $$"""using Shop; public static class Api { public static void Map(WebApplication app) { app.MapGet("/c", {{handler}}); } }"""];

        Assert.Equal(without, (await Analyze.RunAsync(sources, strict: true)).Select(d => d.Id));
        Assert.Equal(without, (await Analyze.RunAsync(sources, strict: true, properties: [(property, "Shop.Nothing,Mask")])).Select(d => d.Id));
        Assert.Empty(await Analyze.RunAsync(sources, strict: true, properties: [(property, value)]));
    }

    [Fact]
    public async Task Converter_whose_attribute_takes_a_list_is_opaque_and_harms_nothing() => Assert.Equal(
        ["GET /c: email EmailAddress"],
        await Analyze.ExposuresAsync("""
            public sealed class MaskAttribute(params string[] x) : JsonConverterAttribute { public string[] X => x; }
            public sealed class Customer { [Mask("a", "b")] public string Kind { get; set; } = ""; public string Email { get; set; } = ""; }
            public static class Api { public static void Map(WebApplication app) => app.MapGet("/c", () => new Customer()); }
            """));

    [Fact]
    public async Task What_a_wrapper_holds_is_sent_in_its_place()
    {
        var found = await Analyze.RunAsync([Types, """using Shop; public sealed class Open { public string Phone { get; set; } = ""; } public static class Api { public static void Map(WebApplication app) { app.MapGet("/c", () => new Envelope<Open[]>()); } }"""],
            properties: [("PiiGuardTransparentWrappers", "Envelope")]);

        Assert.Equal("GET /c: [].phone PhoneNumber", Analyze.Describe(Assert.Single(found, d => d.Id == "PII1001")));
    }

    [Fact]
    public async Task Masking_converter_may_be_registered_for_all()
    {
        string[] sources = [Types, """using Shop; using Microsoft.Extensions.DependencyInjection; public static class Api { public static void Map(WebApplicationBuilder builder, WebApplication app) { builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.Converters.Add(new MaskingAll())); app.MapGet("/c", () => new Fine()); } }"""];

        Assert.Equal("PII1007", Assert.Single(await Analyze.RunAsync(sources, strict: true)).Id);
        Assert.Empty(await Analyze.RunAsync(sources, strict: true, properties: [("PiiGuardMaskingConverters", "Shop.MaskingAll")]));
    }
}
