using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>Filters that make something else of an answer (wire-shape line 29), and options of JSON that stand elsewhere (line 18).</summary>
[Trait("rule", "PII1007")]
public sealed class AnswerFilterTests
{
    private const string Types = """
        public sealed class Dto { public int Id { get; set; } }
        public class Envelope : IEndpointFilter { public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext c, EndpointFilterDelegate next) { var r = await next(c); return new { data = r }; } }
        public class Timed : IEndpointFilter { public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext c, EndpointFilterDelegate next) { if (c.Arguments.Count == 0) { return Results.BadRequest(); } var r = await next(c); return r; } }
        """;

    [Theory]
    [InlineData(".AddEndpointFilterFactory((c, next) => async i => new { data = await next(i) })", true)]
    [InlineData(".AddEndpointFilterFactory((c, next) => i => next(i))", false)]
    [InlineData(".AddEndpointFilter(async (c, next) => Results.Ok(new { v = await next(c) }))", true)]
    [InlineData(".AddEndpointFilter(async (c, next) => { var r = Wrap(await next(c)); return r; })", true)]
    [InlineData(".AddEndpointFilter(async (c, next) => { var r = await next(c); r = new { r }; return r; })", true)]
    [InlineData(".AddEndpointFilter(async (c, next) => { var r = await next(c); return r is Dto d ? new { d } : r; })", true)]
    [InlineData(".AddEndpointFilter<Envelope>()", true)]
    [InlineData(".AddEndpointFilter(new Envelope())", true)]
    [InlineData(".WithName(\"x\").AddEndpointFilter<RouteHandlerBuilder, Envelope>()", true)]
    [InlineData(".AddEndpointFilter(async (c, next) => await next(c))", false)]
    [InlineData(".AddEndpointFilter((c, next) => next(c))", false)]
    [InlineData(".AddEndpointFilter(async (c, next) => { if (c.Arguments.Count > 3) { return Results.Problem(); } return await next(c).ConfigureAwait(false); })", false)]
    [InlineData(".AddEndpointFilter(async (c, next) => { var r = await next(c); return c.Arguments.Count == 0 ? Results.NotFound() : r; })", false)]
    [InlineData(".AddEndpointFilter<Timed>()", false)]
    [InlineData("", false)]
    public async Task Endpoint_behind_a_filter_that_replaces_its_answer_is_not_evaluable(string filter, bool replaces)
    {
        var expected = replaces ? ["PII1007"] : Array.Empty<string>();
        var source = "public static class Api { static object? Wrap(object? o) => o; public static void Map(WebApplication app) { PROGRAM } }";

        Assert.Equal(expected, (await Analyze.RunAsync([Types, source.Replace("PROGRAM", "app.MapGet(\"/c\", () => new Dto())" + filter + ";", StringComparison.Ordinal)], strict: true)).Select(d => d.Id));
        if (!filter.Contains("RouteHandlerBuilder", StringComparison.Ordinal))
        {
            Assert.Equal(expected, (await Analyze.RunAsync([Types, source.Replace("PROGRAM", "var g = app.MapGroup(\"/g\")" + filter + "; g.MapGet(\"/c\", () => new Dto());", StringComparison.Ordinal)], strict: true)).Select(d => d.Id));
        }
    }

    [Theory]
    [InlineData("", "b.AddControllers(o => o.Filters.Add<Wrap>());", true)]
    [InlineData("", "b.AddControllers(o => o.Filters.Add(new Wrap()));", true)]
    [InlineData("", "b.AddControllers(o => o.Filters.Add(typeof(Wrap)));", true)]
    [InlineData("[TypeFilter(typeof(Wrap))]", "", true)]
    [InlineData("[WrapAction]", "", true)]
    [InlineData("", "", false)]
    [InlineData("", "b.AddControllers(o => o.Filters.Add<Check>());", false)]
    [InlineData("[CheckAction]", "", false)]
    public async Task Action_behind_a_filter_that_replaces_its_answer_is_not_evaluable(string attribute, string program, bool replaces) => Assert.Equal(replaces ? ["PII1007"] : [], (await Analyze.RunAsync(
        [
            Types,
            """
            using Microsoft.AspNetCore.Mvc.Filters;
            public class Wrap : IAsyncResultFilter { public async Task OnResultExecutionAsync(ResultExecutingContext c, ResultExecutionDelegate next) { if (c.Result is ObjectResult o) { c.Result = new ObjectResult(new { data = o.Value }); } await next(); } }
            public class WrapActionAttribute : ActionFilterAttribute { public override void OnActionExecuted(ActionExecutedContext c) { if (c.Result is ObjectResult o) { o.Value = new { data = o.Value }; } } }
            public class Check : IActionFilter { public void OnActionExecuting(ActionExecutingContext c) { if (!c.ModelState.IsValid) { c.Result = new BadRequestObjectResult(c.ModelState); } } public void OnActionExecuted(ActionExecutedContext c) { } }
            public class CheckActionAttribute : ActionFilterAttribute { public override void OnActionExecuting(ActionExecutingContext c) { if (!c.ModelState.IsValid) { c.Result = new BadRequestResult(); } } }
            """,
            "using Microsoft.Extensions.DependencyInjection; public static class Start { public static void Add(IServiceCollection b) { " + program + " } }",
            "[Route(\"c\")] public class CController : ControllerBase { [HttpGet] " + attribute + " public Dto Get() => new(); }",
        ], strict: true)).Select(d => d.Id));

    [Theory]
    [InlineData("b.Configure<Microsoft.AspNetCore.Http.Json.JsonOptions>(o => o.SerializerOptions.PropertyNamingPolicy = null);", "GET /c: Email EmailAddress", "GET /m: email EmailAddress")]
    [InlineData("b.Configure<Microsoft.AspNetCore.Mvc.JsonOptions>(o => o.JsonSerializerOptions.PropertyNamingPolicy = null);", "GET /c: email EmailAddress", "GET /m: Email EmailAddress")]
    [InlineData("b.Configure<Own>(o => o.PropertyNamingPolicy = null);", "GET /c: email EmailAddress", "GET /m: email EmailAddress")]
    public async Task Options_of_json_are_found_under_both_names(string program, params string[] expected) => Assert.Equal(expected, await Analyze.ExposuresAsync(
        "using Microsoft.Extensions.DependencyInjection; public class Own { public object? PropertyNamingPolicy { get; set; } } public class P { public string Email => \"\"; } public static class Start { public static void Add(IServiceCollection b, WebApplication app) { " + program + " app.MapGet(\"/c\", () => new P()); } }",
        "[Route(\"m\")] public class MController : ControllerBase { [HttpGet] public P Get() => new(); }"));

    [Theory]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))] public enum Kind { A }", false)]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter<Kind>))] public enum Kind { A }", false)]
    [InlineData("[JsonConverter(typeof(Own))] public enum Kind { A } public class Own : JsonStringEnumConverter { }", true)]
    public async Task Converter_of_the_serialiser_writes_the_value(string type, bool isOpen) => Assert.Equal(isOpen ? ["PII1007"] : [], (await Analyze.RunAsync(
        [type + " public sealed class P { public Kind Kind { get; set; } }", "[Route(\"m\")] public class MController : ControllerBase { [HttpGet] public P Get() => new(); }"], strict: true)).Select(d => d.Id));

    [Theory]
    [InlineData("b.AddControllers().AddJsonOptions(Set);", true)]
    [InlineData("b.AddControllers().AddJsonOptions(o => Set(o));", true)]
    [InlineData("b.AddControllers().AddJsonOptions(o => Own(o.JsonSerializerOptions));", true)]
    [InlineData("b.AddControllers().AddJsonOptions(o => o.JsonSerializerOptions.Converters.Add(new JsonStringEnumConverter()));", false)]
    public async Task Options_that_are_set_elsewhere_leave_the_names_open(string program, bool isOpen) => Assert.Equal(isOpen ? ["PII1007"] : [], (await Analyze.RunAsync(
        [
            Types,
            "using Microsoft.Extensions.DependencyInjection; public static class Start { static void Set(JsonOptions o) { } static void Own(System.Text.Json.JsonSerializerOptions o) { } public static void Add(IServiceCollection b) { " + program + " } }",
            "[Route(\"m\")] public class MController : ControllerBase { [HttpGet] public Dto Get() => new(); }",
        ], strict: true)).Select(d => d.Id));
}
