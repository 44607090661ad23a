using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>Types of the base class library as members and bodies (wire-shape line 9): what only the value tells is said not to be evaluable.</summary>
[Trait("rule", "PII1007")]
public sealed class OpaqueTypeTests
{
    [Theory]
    [InlineData("System.Collections.Hashtable", true)]
    [InlineData("System.Collections.ArrayList", true)]
    [InlineData("System.Collections.IEnumerable", true)]
    [InlineData("System.Data.DataSet", true)]
    [InlineData("System.Data.DataTable", true)]
    [InlineData("System.Dynamic.ExpandoObject", true)]
    [InlineData("System.Net.Mail.MailMessage", true)]
    [InlineData("Exception", true)]
    [InlineData("List<System.Collections.Hashtable>", true)]
    [InlineData("Version", false)]
    [InlineData("Half", false)]
    [InlineData("byte[]", false)]
    [InlineData("ReadOnlyMemory<byte>", false)]
    [InlineData("Memory<int>", false)]
    [InlineData("System.Collections.Specialized.StringCollection", true)]
    [InlineData("DateOnly?", false)]
    [InlineData("Dictionary<int, TimeSpan>", false)]
    [InlineData("(int Count, string Sku)", false)]
    public async Task Type_of_the_base_class_library(string type, bool isOpaque)
    {
        var source = "public sealed class Dto { public VALUE Value { get; set; } = default!; } public static class Api { public static void Map(WebApplication app) { app.MapGet(\"/c\", () => new Dto()); app.MapGet(\"/d\", () => new Dto().Value); } }".Replace("VALUE", type, StringComparison.Ordinal);

        Assert.Equal(isOpaque ? ["PII1007", "PII1007"] : [], (await Analyze.RunAsync([source], strict: true)).Select(d => d.Id));
    }

    [Theory]
    [InlineData("Memory<Customer>", "", "value[].email")]
    [InlineData("Tuple<Customer, int>", "", "value.item1.email")]
    [InlineData("(Customer Of, int Count)", "", null)] // a tuple has fields alone
    [InlineData("(int Count, Customer[] Items)", "builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.IncludeFields = true);", "value.item2[].email")]
    [InlineData("(Customer Of, int Count)", "builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.IncludeFields = true);", "value.item1.email")]
    public async Task What_is_in_it_is_found(string type, string setup, string? path) => Assert.Equal(path is null ? [] : [$"GET /c: {path} EmailAddress"], await Analyze.ExposuresAsync(
        "using Microsoft.Extensions.DependencyInjection; public sealed class Customer { public string Email { get; set; } = \"\"; } public sealed class Dto { public " + type + " Value { get; set; } = default!; } public static class Api { public static void Map(WebApplicationBuilder builder, WebApplication app) { " + setup + " app.MapGet(\"/c\", () => new Dto()); } }"));
}
