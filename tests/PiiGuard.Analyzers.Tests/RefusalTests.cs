using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>An answer that refuses and quotes the request tells the caller nothing new; anything else that it quotes counts.</summary>
public sealed class RefusalTests
{
    private const string Types = """
        public class Signup { public string Email { get; set; } = ""; public string FullName { get; set; } = ""; }
        public static class Store { public static Signup Find() => new(); public static string Clean(string text) => text.Substring(1); }
        """;

    [Theory]
    [InlineData("return Conflict($\"{dto.Email} is taken\");")]
    [InlineData("return Conflict(new { message = \"taken\", email = dto.Email });")]
    [InlineData("return Conflict(new { message = $\"taken: {dto.Email}\" });")]
    [InlineData("return BadRequest(\"bad: \" + dto?.FullName);")]
    [InlineData("return Problem(detail: dto.Email + \" is taken\", statusCode: 409);")]
    [InlineData("return StatusCode(422, dto.Email);")]
    [InlineData("return NotFound(string.Format(\"{0} is unknown\", email));")]
    public async Task Quoting_the_request_is_silent(string body) => Assert.Empty(await ExposuresAsync(body));

    [Theory]
    [InlineData("return Ok(new { email = dto.Email });", "email EmailAddress")]
    [InlineData("return StatusCode(200, dto.Email);", "$ EmailAddress")]
    [InlineData("return Conflict($\"{Store.Find().Email} is taken, you said {dto.Email}\");", "$ EmailAddress")]
    [InlineData("return Conflict(new { email = Store.Find().Email });", "email EmailAddress")]
    [InlineData("dto = Store.Find(); return Conflict($\"{dto.Email} is taken\");", "$ EmailAddress")]
    [InlineData("return Refuse(Store.Find());", "$ EmailAddress")]
    [InlineData("return Refuse2(Store.Find());", "email EmailAddress")]
    [InlineData("return BadRequest(all.Select(a => a.Email));", "[] EmailAddress")]
    public async Task Anything_else_counts(string body, string path) => Assert.Equal(["POST /c: " + path], await ExposuresAsync(body));

    [Theory]
    [InlineData("app.MapPost(\"/c\", (Signup dto) => Results.Conflict($\"{dto.Email} is taken\"));", false)]
    [InlineData("app.MapPost(\"/c\", (Signup dto) => Results.Ok(dto.Email));", true)]
    [InlineData("app.MapPost(\"/c\", (Signup dto) => { if (dto.Email == \"\") { return Results.BadRequest(new { dto.FullName }); } return Results.NoContent(); });", false)]
    [InlineData("app.MapPost(\"/c\", Create); static IResult Create(Signup dto) => TypedResults.Conflict(dto.Email + \" is taken\");", false)]
    public async Task Mapped_handler(string map, bool isFound) => Assert.Equal(isFound, (await Analyze.ExposuresAsync(Types, "public static class P { public static void Map(WebApplication app) { " + map + " } }")).Count > 0);

    private static Task<IReadOnlyList<string>> ExposuresAsync(string body) => Analyze.ExposuresAsync(Types, $$"""
        [Route("c")] public class CController : ControllerBase
        {
            [HttpPost] public IActionResult Post(Signup dto, [FromQuery] string email, [FromQuery] List<Signup> all) { {{body}} }
            private IActionResult Refuse(Signup known) => Conflict($"{known.Email} is taken");
            private IActionResult Refuse2(Signup known) => Conflict(new { email = known.Email });
        }
        """);
}
