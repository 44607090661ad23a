using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>Answers that are made by delegates which a method is handed, and those that the handler serialises itself.</summary>
public sealed class MadeAnswerTests
{
    private const string Models = """
        public record Customer(int Id, string Email);
        public class Error { public string Code = ""; }
        public class ErrorOr<T> { public T Value => default!; public R Match<R>(Func<T, R> a, Func<List<Error>, R> b) => a(Value); public Task<R> MatchAsync<R>(Func<T, Task<R>> a, Func<List<Error>, Task<R>> b) => a(Value); public void Switch(Action<T> a, Action<Error> b) { } }
        public interface IRequest<T> { } public interface ISender { Task<T> Send<T>(IRequest<T> r); }
        public record GetC(int Id) : IRequest<ErrorOr<Customer>>; public record GetP(int Id) : IRequest<Customer>;
        public class Result<T> { public bool IsSuccess; public T Value => default!; }
        public static class Ext {
          public static IActionResult ToActionResult<T>(this Result<T> r) => r.IsSuccess ? new OkObjectResult(r.Value) : new BadRequestResult();
          public static async Task<IResult> ToResult<T>(this Task<ErrorOr<T>> t) { var r = await t; return r.Match(v => Results.Ok(v), e => Results.Problem()); }
        }
        """;

    [Theory]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(int id) { var r = await s.Send(new GetC(id)); return r.Match(c => Ok(c), e => Problem()); }")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(int id) { var r = await s.Send(new GetC(id)); return r.Match<IActionResult>(Ok, e => Problem()); }")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(int id) => (await s.Send(new GetC(id))).Match<IActionResult>(c => Ok(c), e => BadRequest(e));")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(int id) => await (await s.Send(new GetC(id))).MatchAsync<IActionResult>(async c => { await Task.Yield(); return Ok(c); }, e => Task.FromResult<IActionResult>(Problem()));")]
    [InlineData("[HttpGet] public IActionResult Get(Result<Customer> r) => r.ToActionResult();")]
    [InlineData("[HttpGet] public Task<IResult> Get(int id) => s.Send(new GetC(id)).ToResult();")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(int id) { try { return Ok(await s.Send(new GetP(id))); } catch (Exception e) { return StatusCode(500, e.Message); } }")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(int id) => await Try(async () => Ok(await s.Send(new GetP(id)))); async Task<IActionResult> Try(Func<Task<IActionResult>> f) { try { return await f(); } catch { return BadRequest(); } }")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(int id) => await Run(() => s.Send(new GetP(id))); async Task<IActionResult> Run<T>(Func<Task<T>> f) => Ok(await f());")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(int id) { IActionResult result; switch (id) { case 1: result = NotFound(); break; default: result = Ok(await s.Send(new GetP(id))); break; } return result; }")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(int id) { var o = new { success = true, data = await s.Send(new GetP(id)) }; return new JsonResult(o); }")]
    [InlineData("[HttpGet] public async Task<Microsoft.AspNetCore.Http.HttpResults.Results<Microsoft.AspNetCore.Http.HttpResults.Ok<Customer>, Microsoft.AspNetCore.Http.HttpResults.NotFound>> Get(int id) => await s.Send(new GetP(id)) is { } c ? TypedResults.Ok(c) : TypedResults.NotFound();")]
    public async Task Answer_of_a_delegate_is_read(string action) => Assert.Equal(["PII1001 GET /c returns personal data that PiiExposure.txt does not declare: PATHemail (EmailAddress)".Replace("PATH", action.Contains("data = ", StringComparison.Ordinal) ? "data." : "", StringComparison.Ordinal)], await RunAsync(action));

    /// <summary>A result that writes itself may do so in any form; what it is handed is named, and that it is a guess is said.</summary>
    [Theory]
    [InlineData("public class Answer(object data) : IActionResult { public Task ExecuteResultAsync(ActionContext context) => context.HttpContext.Response.WriteAsync(data.ToString()!); }")]
    [InlineData("public class Answer<T>(T data) : IActionResult { public Task ExecuteResultAsync(ActionContext context) => context.HttpContext.Response.WriteAsync(data!.ToString()!); }")]
    public async Task Result_that_writes_itself_is_told_by_what_it_is_handed(string result)
    {
        var made = result.Contains("<T>", StringComparison.Ordinal) ? "new Answer<Customer>(c)" : "new Answer(c)";
        var found = await Analyze.RunAsync([Models, result, $$"""[Route("c")] public class CController : ControllerBase { [HttpGet] public IActionResult Get(Customer c) => {{made}}; }"""], strict: true);

        Assert.Equal(["PII1001", "PII1007"], found.Select(d => d.Id).Where(i => i is "PII1001" or "PII1007").Order());
    }

    [Theory]
    [InlineData("[HttpGet] public IActionResult Get(Customer c) => Content(System.Text.Json.JsonSerializer.Serialize(c), \"application/json\");", "Email")]
    [InlineData("[HttpGet] public async Task Get(Customer c) => await Response.WriteAsync(System.Text.Json.JsonSerializer.Serialize(c));", "Email")]
    [InlineData("[HttpGet] public async Task Get(Customer c) => await System.Text.Json.JsonSerializer.SerializeAsync(Response.Body, c);", "Email")]
    [InlineData("[HttpGet] public string Get(Customer c) => System.Text.Json.JsonSerializer.Serialize(c);", "Email")]
    [InlineData("[HttpGet] public IActionResult Get(Customer c) { var json = System.Text.Json.JsonSerializer.Serialize(new { c.Email }); return Content(json, \"application/json\"); }", "Email")]
    [InlineData("[HttpGet] public IActionResult Get(Customer c) => new ContentResult { Content = System.Text.Json.JsonSerializer.Serialize(c), ContentType = \"application/json\" };", "Email")]
    [InlineData("[HttpGet] public IActionResult Get(Customer c) => Ok(System.Text.Json.JsonSerializer.Serialize(c, new System.Text.Json.JsonSerializerOptions(System.Text.Json.JsonSerializerDefaults.Web)));", "email")]
    public async Task Text_that_is_made_of_an_object_is_read(string action, string path) => Assert.Contains(path + " (EmailAddress)", Assert.Single(await RunAsync(action)), StringComparison.Ordinal);

    [Theory]
    [InlineData("[HttpGet] public IActionResult Get(string json) => Content(json, \"application/json\");")]
    [InlineData("[HttpGet] public IActionResult Get(Customer c) { var json = \"\"; json += System.Text.Json.JsonSerializer.Serialize(c); return Content(json); }")]
    [InlineData("[HttpGet] public IActionResult Get([FromServices] Func<int, IActionResult> f) => f(1);")]
    [InlineData("[HttpGet] public IActionResult Get(Customer c, [FromServices] Func<Customer, IActionResult> f) => new ErrorOr<Customer>().Match(f, e => Problem());")]
    [InlineData("[HttpGet] public IActionResult Get([FromServices] Func<IActionResult> f) => Run(f); IActionResult Run(Func<IActionResult> g) => g();")]
    [InlineData("[HttpGet] public async Task Get(Customer c) => await Response.WriteAsync($\"Hello {c.Email}\");")]
    [InlineData("[HttpGet] public async Task Get(Customer c) => await Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(c.Email));")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(Customer c) { using var w = new System.IO.StreamWriter(Response.Body); await w.WriteAsync(c.Email); return new EmptyResult(); }")]
    [InlineData("[HttpGet] public async Task Get(Customer c) => await Send(Response, c); static Task Send(HttpResponse r, Customer c) => r.WriteAsync(c.Email);")]
    public async Task What_is_not_told_is_said_to_be_so(string action)
    {
        var compilation = Analyze.Compile([Models, Controller(action)]);
        compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new("PII1007", Microsoft.CodeAnalysis.ReportDiagnostic.Warn)]));

        Assert.Contains(await Analyze.RunAsync(compilation), d => d.Id == "PII1007");
    }

    [Theory]
    [InlineData("Response.StatusCode = 201; Response.Headers.Append(\"X-Count\", \"1\"); return Ok(new { Total = 1 });")]
    [InlineData("if (HttpContext.User.Identity is null) { Response.Redirect(\"/\"); } return Ok(new { Total = 1 });")]
    public async Task What_writes_no_body_leaves_nothing_open(string body) =>
        Assert.Empty(await Analyze.RunAsync([Models, Controller("[HttpGet] public IActionResult Get() { " + body + " }")], strict: true));

    [Theory]
    [InlineData("async (HttpContext c) => { var t = await Microsoft.AspNetCore.Authentication.AuthenticationHttpContextExtensions.GetTokenAsync(c, \"x\"); c.Response.StatusCode = t is null ? 401 : 200; return new { Total = 1 }; }", false)]
    [InlineData("(HttpContext c) => Results.Ok(new { Total = c.User.Claims.Count() })", false)]
    [InlineData("(HttpContext c) => { Own.Write(c); }", true)]
    [InlineData("(HttpResponse r) => { var kept = r; }", true)]
    [InlineData("(HttpContext c) => Own.Write(c)", true)]
    public async Task Handler_that_is_handed_the_context_is_asked_where_it_goes(string handler, bool isOpen) => Assert.Equal(isOpen ? ["PII1007"] : [], (await Analyze.RunAsync(
        [Models, "public static class Own { public static void Write(HttpContext c) { } } public static class Api { public static void Map(WebApplication app) { app.MapGet(\"/c\", " + handler + "); } }"], strict: true)).Select(d => d.Id));

    private static string Controller(string action) => "[Route(\"c\")] public class CController(ISender s) : ControllerBase { " + action + " }";

    private static async Task<IEnumerable<string>> RunAsync(string action) =>
        (await Analyze.RunAsync([Models, Controller(action)])).Where(d => d.Id is "PII1001" or "PII1004").Select(d => d.Id + " " + d.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
}
