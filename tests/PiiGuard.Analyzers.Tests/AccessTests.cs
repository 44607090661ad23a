using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

public sealed class AccessTests
{
    private const string Line = "GET /c | email | EmailAddress | Agents write to them.";
    private const string Model = "using Microsoft.AspNetCore.Authorization; public record Customer(int Id, string Email); ";

    [Theory]
    [InlineData("[Route(\"c\")] public class CController : ControllerBase { [HttpGet, AllowAnonymous] public Customer Get() => new(1, \"\"); }")]
    [InlineData("[Route(\"c\"), AllowAnonymous] public class CController : ControllerBase { [HttpGet] public Customer Get() => new(1, \"\"); }")]
    [InlineData("[AllowAnonymous] public abstract class Base : ControllerBase { } [Route(\"c\")] public class CController : Base { [HttpGet, Authorize] public Customer Get() => new(1, \"\"); }")]
    [InlineData("public class OpenAttribute : System.Attribute, IAllowAnonymous { } [Route(\"c\")] public class CController : ControllerBase { [HttpGet, Open] public Customer Get() => new(1, \"\"); }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) => app.MapGet(\"/c\", () => new Customer(1, \"\")).AllowAnonymous(); }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) => app.MapGet(\"/c\", () => new Customer(1, \"\")).RequireAuthorization().WithName(\"x\").AllowAnonymous(); }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) => app.MapGet(\"/c\", [AllowAnonymous] () => new Customer(1, \"\")); }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) => app.MapGroup(\"/c\").AllowAnonymous().MapGet(\"\", () => new Customer(1, \"\")); }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) { var g = app.MapGroup(\"/c\").AllowAnonymous(); g.MapGet(\"\", () => new Customer(1, \"\")); } }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) { var g = app.MapGroup(\"/c\"); g.AllowAnonymous(); g.MapGet(\"\", () => new Customer(1, \"\")); } }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) { app.MapGet(\"/c\", Get); } [AllowAnonymous] static Customer Get() => new(1, \"\"); }")]
    public async Task What_is_accepted_for_callers_who_log_in_is_not_accepted_for_anyone(string source)
    {
        var diagnostic = Assert.Single(await Analyze.RunAsync([Model + source], Line));
        Assert.Equal("GET /c returns personal data that PiiExposure.txt does not declare: email (EmailAddress, but not for anonymous callers)", diagnostic.GetMessage());
        Assert.Equal("anonymous", diagnostic.Properties["access"]);
        Assert.Empty(await Analyze.RunAsync([Model + source], Line + " | anonymous"));
    }

    [Theory]
    [InlineData("[Route(\"c\"), Authorize] public class CController : ControllerBase { [HttpGet] public Customer Get() => new(1, \"\"); }")]
    [InlineData("[Route(\"c\")] public class CController : ControllerBase { [HttpGet] public Customer Get() => new(1, \"\"); [HttpPost, AllowAnonymous] public void Post() { } }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) { app.MapGet(\"/c\", () => new Customer(1, \"\")); app.MapGet(\"/d\", () => 1).AllowAnonymous(); } }")]
    [InlineData("public static class Api { public static void Map(WebApplication app) => app.MapGet(\"/c\", () => { Inner(); return new Customer(1, \"\"); }); [AllowAnonymous] static void Inner() { } }")] // of a method that is called
    public async Task Word_is_stale_where_the_code_does_not_let_anyone_in(string source)
    {
        Assert.Empty(await Analyze.RunAsync([Model + source], Line));
        Assert.Equal(
            "Line 1: GET /c | email | EmailAddress is declared for anonymous callers, but the code does not let them in; delete 'anonymous'",
            Assert.Single(await Analyze.RunAsync([Model + source], Line + " | anonymous")).GetMessage());
    }
}
