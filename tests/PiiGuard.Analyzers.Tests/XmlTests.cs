using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>MVC that writes XML too: a caller who asks for it gets what JSON leaves out. What hosted apps send is compared in PiiGuard.WireOracle.</summary>
public sealed class XmlTests
{
    [Theory]
    [InlineData("AddXmlSerializerFormatters", "[JsonIgnore] public string Email { get; set; } = \"\";", "PII1005 Xml: Email")]
    [InlineData("AddXmlDataContractSerializerFormatters", "[JsonIgnore] public string Email { get; set; } = \"\";", "PII1005 DataContractXml: Email")]
    [InlineData("AddXmlSerializerFormatters", "public string Email { get; set; } = \"\";", "PII1001 SystemTextJson: email", "PII1001 Xml: Email")]
    [InlineData("AddXmlSerializerFormatters", "[XmlElement(\"email\")] public string Email { get; set; } = \"\";", "PII1001 SystemTextJson: email")] // one name, one line
    [InlineData("AddXmlSerializerFormatters", "[XmlAttribute(\"mail\")] public string Email { get; set; } = \"\";", "PII1001 SystemTextJson: email", "PII1001 Xml: mail")]
    [InlineData("AddXmlSerializerFormatters", "[XmlIgnore] public string Email { get; set; } = \"\";", "PII1001 SystemTextJson: email")]
    [InlineData("AddXmlDataContractSerializerFormatters", "[IgnoreDataMember] public string Email { get; set; } = \"\";", "PII1005 SystemTextJson: email")]
    [InlineData("AddXmlSerializerFormatters", "[IgnoreDataMember] public string Email { get; set; } = \"\";", "PII1005 SystemTextJson: email", "PII1005 Xml: Email")]
    [InlineData("AddXmlSerializerFormatters", "public string Email => \"\";", "PII1001 SystemTextJson: email")] // XML holds what can be read back
    [InlineData("AddXmlSerializerFormatters", "public string Email { get; private set; } = \"\";", "PII1001 SystemTextJson: email")] // the type cannot be written
    [InlineData("AddXmlSerializerFormatters", "[JsonIgnore] public string Email { get; set; } = \"\"; public List<int> Counts { get; private set; } = [];", "PII1005 Xml: Email")]
    [InlineData("AddXmlSerializerFormatters", "public string Email { get; set; } = \"\"; public Dictionary<string, int> Counts { get; set; } = [];", "PII1001 SystemTextJson: email")]
    [InlineData("AddXmlDataContractSerializerFormatters", "public Dictionary<string, string> Emails { get; set; } = [];", "PII1001 DataContractXml: Emails{}", "PII1001 SystemTextJson: emails{}")]
    public async Task What_goes_out_as_XML_is_reported_by_its_own_names(string formatters, string member, params string[] expected) =>
        Assert.Equal(expected, await RunAsync(formatters, $"public class Customer {{ {member} }}", "[HttpGet] public Customer Get() => new();"));

    [Theory]
    [InlineData("[HttpGet, Produces(\"application/json\")] public Customer Get() => new();")]
    [InlineData("[HttpGet] public IResult Get() => Results.Ok(new Customer());")] // written by System.Text.Json, whatever is asked for
    [InlineData("[HttpGet] public object Get() => new { new Customer().Email };")] // which XML cannot hold
    public async Task What_never_goes_out_as_XML_is_not(string action) =>
        Assert.Equal(["PII1001 SystemTextJson: email"], await RunAsync("AddXmlSerializerFormatters", "public class Customer { public string Email { get; set; } = \"\"; }", action));

    [Theory]
    [InlineData("AddXmlSerializerFormatters", "Xml")]
    [InlineData("AddXmlDataContractSerializerFormatters", "DataContractXml")]
    public async Task Run_time_type_behind_an_interface_goes_out_whole(string formatters, string writer) => Assert.Equal(
        [$"PII1006 {writer}: Email"],
        await RunAsync(formatters, "public interface IParty { int Id { get; } } public class Customer : IParty { public int Id { get; set; } [JsonIgnore] public string Email { get; set; } = \"\"; }", "[HttpGet] public IActionResult Get([FromServices] IParty party) => Ok(party);"));

    [Fact]
    public async Task Formatter_that_is_added_by_hand_counts() => Assert.Equal(["PII1005 Xml: Email"], Describe(await Analyze.RunAsync(["""
        using Microsoft.Extensions.DependencyInjection; using Microsoft.AspNetCore.Mvc.Formatters;
        public class Customer { [JsonIgnore] public string Email { get; set; } = ""; }
        [Route("c")] public class CController : ControllerBase { [HttpGet] public Customer Get() => new(); }
        public static class Startup { public static void Configure(IServiceCollection services) => services.AddControllers(o => o.OutputFormatters.Add(new XmlSerializerOutputFormatter())); }
        """])));

    [Fact]
    public async Task Minimal_endpoints_write_no_XML() => Assert.Equal(["PII1001 SystemTextJson: email"], Describe(await Analyze.RunAsync(["""
        using Microsoft.Extensions.DependencyInjection;
        public class Customer { public string Email { get; set; } = ""; }
        public static class Api { public static void Map(WebApplication app, IMvcBuilder mvc) { mvc.AddXmlSerializerFormatters(); app.MapGet("/c", () => new Customer()); } }
        """])));

    private static async Task<IEnumerable<string>> RunAsync(string formatters, string types, string action) => Describe(await Analyze.RunAsync([$$"""
        using Microsoft.Extensions.DependencyInjection; using System.Runtime.Serialization; using System.Xml.Serialization;
        {{types}}
        [Route("c")] public class CController : ControllerBase { {{action}} }
        public static class Startup { public static void Configure(IServiceCollection services) => services.AddControllers().{{formatters}}(); }
        """]));

    private static IEnumerable<string> Describe(IEnumerable<Microsoft.CodeAnalysis.Diagnostic> diagnostics) =>
        diagnostics.Where(d => d.Properties.ContainsKey("paths")).Select(d => $"{d.Id} {d.Properties["serializer"]}: {d.Properties["paths"]}").Order(StringComparer.Ordinal);
}
