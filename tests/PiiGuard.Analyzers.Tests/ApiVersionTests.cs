using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>Versions of one route are endpoints of their own: the one without the fix is the finding.</summary>
public sealed class ApiVersionTests
{
    /// <summary>The shape of Asp.Versioning.</summary>
    private static readonly Microsoft.CodeAnalysis.MetadataReference Versioning = Analyze.Package("Asp.Versioning.Http", """
        namespace Asp.Versioning
        {
            public class ApiVersion(int major, int minor) { public (int, int) Number => (major, minor); }
            public class ApiVersionSet { }
            public class ApiVersionSetBuilder { public ApiVersionSetBuilder HasApiVersion(ApiVersion version) => this; public ApiVersionSet Build() => new(); }
            [AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
            public class ApiVersionAttribute : Attribute { public ApiVersionAttribute(string version) { } public ApiVersionAttribute(double version) { } public bool Deprecated { get; set; } }
            [AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
            public class MapToApiVersionAttribute : Attribute { public MapToApiVersionAttribute(string version) { } public MapToApiVersionAttribute(double version) { } }
        }
        namespace Microsoft.AspNetCore.Builder
        {
            public static class Versions
            {
                public static Asp.Versioning.ApiVersionSetBuilder NewApiVersionSet(this IEndpointRouteBuilder endpoints) => new();
                public static T WithApiVersionSet<T>(this T builder, Asp.Versioning.ApiVersionSet set) where T : IEndpointConventionBuilder => builder;
                public static T HasApiVersion<T>(this T builder, double version) where T : IEndpointConventionBuilder => builder;
                public static T HasApiVersion<T>(this T builder, int major, int? minor = null) where T : IEndpointConventionBuilder => builder;
                public static T MapToApiVersion<T>(this T builder, double version) where T : IEndpointConventionBuilder => builder;
            }
        }
        """);

    private const string Models = """
        public class Customer { public int Id { get; set; } public string Email { get; set; } = ""; }
        public class Fixed { public int Id { get; set; } }
        """;

    [Fact]
    public async Task Fixed_version_does_not_cover_the_one_before() => Assert.Equal(["GET /v{version}/c v1.0: email EmailAddress"], await Analyze.ExposuresAsync(Versioning, Models, """
        using Asp.Versioning;
        namespace Old { [ApiVersion("1.0", Deprecated = true), Route("v{version:apiVersion}/c")] public class CController : ControllerBase { [HttpGet] public Customer Get() => new(); } }
        namespace New { [ApiVersion(2.0), Route("v{version:apiVersion}/c")] public class CController : ControllerBase { [HttpGet] public Fixed Get() => new(); } }
        """));

    [Fact]
    public async Task Action_is_an_endpoint_in_each_version_of_its_controller_or_in_its_own() => Assert.Equal(
        ["GET /c v1.0: email EmailAddress", "GET /c v2.0: [].email EmailAddress", "GET /c/{id} v1.0: email EmailAddress", "GET /c/{id} v2.0: email EmailAddress"],
        await Analyze.ExposuresAsync(Versioning, Models, """
        using Asp.Versioning;
        [ApiVersion("1"), ApiVersion("2.0"), Route("c")] public class CController : ControllerBase
        {
            [HttpGet("{id}")] public Customer One(int id) => new();
            [HttpGet, MapToApiVersion(1.0)] public Customer Get1() => new();
            [HttpGet, MapToApiVersion("2.0")] public Customer[] Get2() => [];
        }
        """));

    [Theory]
    [InlineData("app.MapGet(\"/c\", () => new Customer()).HasApiVersion(1.0).HasApiVersion(2, 0);", "GET /c v1.0", "GET /c v2.0")]
    [InlineData("var v1 = app.MapGroup(\"/c\").HasApiVersion(1.0); v1.MapGet(\"\", () => new Customer());", "GET /c v1.0")]
    [InlineData("var all = app.MapGroup(\"/c\").HasApiVersion(1.0).HasApiVersion(2.0); all.MapGet(\"\", () => new Customer()).MapToApiVersion(2.0);", "GET /c v2.0")]
    [InlineData("var set = app.NewApiVersionSet().HasApiVersion(new Asp.Versioning.ApiVersion(1, 1)).Build(); app.MapGet(\"/c\", () => new Customer()).WithApiVersionSet(set);", "GET /c v1.1")]
    [InlineData("app.MapGroup(\"/c\").HasApiVersion(1, 0).MapOld(); } static void MapOld(this RouteGroupBuilder group) { group.MapGet(\"\", () => new Customer());", "GET /c v1.0")]
    public async Task Minimal_endpoint_is_one_in_each_version(string map, params string[] endpoints) =>
        Assert.Equal(endpoints.Select(e => e + ": email EmailAddress"), await Analyze.ExposuresAsync(Versioning, Models, $$"""
            public static class Api { public static void Map(WebApplication app) { {{map}} } }
            """));

    [Fact]
    public async Task Another_version_of_an_endpoint_is_a_line_that_is_missing()
    {
        const string Contract = "GET /c v1.0 | email | EmailAddress | Agents write to them.\n";
        const string Controller = """[Asp.Versioning.ApiVersion("1.0")/*more*/, Route("c")] public class CController : ControllerBase { [HttpGet] public Customer Get() => new(); }""";
        Assert.Empty(await Run(Controller));

        var found = Assert.Single(await Run(Controller.Replace("/*more*/", ", Asp.Versioning.ApiVersion(\"2.0\")", StringComparison.Ordinal)));
        Assert.Equal(("PII1001", "GET /c v2.0"), (found.Id, found.Properties["endpoint"]));

        static Task<IReadOnlyList<Microsoft.CodeAnalysis.Diagnostic>> Run(string controller) => Analyze.RunAsync(Analyze.Compile([Models, controller], [.. ReferenceAssemblies.AspNetCore, Versioning]), Contract);
    }
}
