using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>Files that a handler makes and sends: what is written into them counts, under <c>$</c> or under the names of a table's columns.</summary>
public sealed class ExportTests
{
    private const string Types = """
        public class User { public int Id { get; set; } public string FullName { get; set; } = ""; public string Email { get; set; } = ""; public byte[] Photo { get; set; } = []; public string Sku { get; set; } = ""; }
        public class Part { public string Sku { get; set; } = ""; public byte[] Drawing { get; set; } = []; }
        public class Csv(System.IO.TextWriter writer) { public void WriteRecords<T>(IEnumerable<T> rows) => writer.Write(rows); }
        public class Sheet { public Cell Cell(int row, int column) => new(); } public class Cell { public object Value { get; set; } = ""; }
        public static class CsvWriter { public static byte[] Write<T>(IEnumerable<T> rows) => System.Text.Encoding.UTF8.GetBytes(string.Join(";", typeof(T).GetProperties().Select(p => p.Name)) + rows.Count()); public static FileContentResult Rows(IEnumerable<string[]> rows) => new(System.Text.Encoding.UTF8.GetBytes(string.Join("\n", rows.Select(r => string.Join(";", r)))), "text/csv"); }
        public static class Csv2 { public static FileContentResult File<T>(IEnumerable<T> rows, params (string Name, Func<T, object> Of)[] columns) => new(System.Text.Encoding.UTF8.GetBytes(rows.Count() + columns.Length + ""), "text/csv"); }
        public static class ReportMetrics { public static void Tag<T>(T of, Func<T, object> by) { } public static IEnumerable<object> Distinct<T>(IEnumerable<T> of, Func<T, object> by) => of.Select(by); }
        public interface IBackup { byte[] Export(User user); byte[] Parts(Part part); }
        public class Backup : IBackup { public byte[] Export(User user) { var json = System.Text.Json.JsonSerializer.Serialize(new { user.Id, user.Email }); return System.Text.Encoding.UTF8.GetBytes(json); } public byte[] Parts(Part part) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(part); }
        public interface IExports { byte[] UsersCsv(List<User> users); }
        public class Exports : IExports { public byte[] UsersCsv(List<User> users) { var b = new System.Text.StringBuilder(); foreach (var u in users) { b.AppendLine($"{u.FullName};{u.Email}"); } return System.Text.Encoding.UTF8.GetBytes(b.ToString()); } }
        """;

    [Theory]
    [InlineData("File(user.Photo, \"image/jpeg\")", "$ PersonPhoto")]
    [InlineData("File(System.Text.Encoding.UTF8.GetBytes(user.Email), \"text/plain\")", "$ EmailAddress")]
    [InlineData("File(System.Text.Encoding.UTF8.GetBytes($\"{user.FullName}\"), \"text/csv\")", "$ PersonName")]
    [InlineData("File(System.Text.Encoding.UTF8.GetBytes(string.Join(\"\\n\", users.Select(u => u.Email))), \"text/csv\")", "$ EmailAddress")]
    [InlineData("File(exports.UsersCsv(users), \"text/csv\")", "$ PersonName")]
    [InlineData("File(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { user.Email }), \"application/json\")", "Email EmailAddress")]
    [InlineData("new FileContentResult(user.Photo, \"image/png\")", "$ PersonPhoto")]
    [InlineData("Content(user.FullName, \"text/plain\")", "$ PersonName")]
    public async Task File_is_what_was_put_into_it(string value, string path) => Assert.Equal(["GET /c: " + path], await ExposuresAsync("return " + value + ";"));

    [Theory]
    [InlineData("var b = new System.Text.StringBuilder(\"name\"); foreach (var u in users) { b.AppendLine($\"{u.Id};{u.Email}\"); } return File(System.Text.Encoding.UTF8.GetBytes(b.ToString()), \"text/csv\");", "$ EmailAddress")]
    [InlineData("var b = new System.Text.StringBuilder(); foreach (var u in users) { b.AppendLine(System.Text.Json.JsonSerializer.Serialize(new { u.Email })); } return File(System.Text.Encoding.UTF8.GetBytes(b.ToString()), \"application/x-ndjson\");", "Email EmailAddress")]
    [InlineData("var b = new System.Text.StringBuilder(); foreach (var u in users) { b.AppendLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $\"{u.Id};{u.Email}\")); } return File(System.Text.Encoding.UTF8.GetBytes(b.ToString()), \"text/csv\");", "$ EmailAddress")]
    [InlineData("var m = new System.IO.MemoryStream(); new Csv(new System.IO.StreamWriter(m)).WriteRecords(users); return File(m.ToArray(), \"text/csv\");", "Email EmailAddress")]
    [InlineData("var m = new System.IO.MemoryStream(); var sheet = new Sheet(); sheet.Cell(1, 1).Value = user.FullName; return File(m, \"application/xlsx\");", "$ PersonName")]
    public async Task File_is_written_first(string body, string path) => Assert.Contains(path, Assert.Single(await ExposuresAsync(body)), StringComparison.Ordinal);

    /// <summary>Rows that a method of the project writes, of whatever type they are; cards of somebody, by their media type.</summary>
    [Theory]
    [InlineData("return File(CsvWriter.Write(users), \"text/csv\");", "Email EmailAddress")]
    [InlineData("return CsvWriter.Rows(users.Select(u => new[] { u.Sku, u.Email }));", "$ EmailAddress")]
    [InlineData("return Csv2.File(users, (\"sku\", u => u.Sku), (\"mail\", u => u.Email));", "$ EmailAddress")]
    [InlineData("return users.Count > 0 ? Csv2.File(users.Where(u => u.FullName != \"\"), (\"mail\", u => u.Email)) : NotFound();", "$ EmailAddress")]
    [InlineData("return File(exports.UsersCsv(users), \"text/x-vcard\");", "$ PersonName")]
    [InlineData("return Content(part.Sku, \"text/vcard; charset=utf-8\");", "$ PersonName")]
    public async Task Table_or_card_is_what_stands_in_it(string body, string path) => Assert.Contains(path, Assert.Single(await ExposuresAsync(body)), StringComparison.Ordinal);

    [Theory]
    [InlineData("return File(CsvWriter.Write(new List<Part> { part }), \"text/csv\");")]
    [InlineData("return CsvWriter.Rows(users.Select(u => new[] { u.Sku, \"email\" }));")]
    [InlineData("return Csv2.File(users.Where(u => u.Email != \"\").OrderBy(u => u.FullName), (\"sku\", u => u.Sku));")]
    [InlineData("ReportMetrics.Tag(user, u => u.Email); _ = ReportMetrics.Distinct(users, u => u.FullName); return File(part.Drawing, \"image/png\");")] // no file is made of it
    [InlineData("return File(part.Drawing, \"image/png\");")]
    [InlineData("return File(System.Text.Encoding.UTF8.GetBytes(user.Sku), \"text/plain\");")]
    [InlineData("var b = new System.Text.StringBuilder(); b.Append(part.Sku); return File(System.Text.Encoding.UTF8.GetBytes(b.ToString()), \"text/csv\");")]
    [InlineData("var m = new System.IO.MemoryStream(); new Csv(new System.IO.StreamWriter(m)).WriteRecords(new List<Part> { part }); return File(m.ToArray(), \"text/csv\");")]
    [InlineData("var sheet = new Sheet(); sheet.Cell(1, 1).Value = user.FullName; return Ok(new { saved = true });")]
    public async Task Harmless_file_is_silent(string body) => Assert.Empty(await ExposuresAsync(body));

    /// <summary>A document that a service or the handler of a request writes, and hands over in an object of its own: by the syntax, as the code stands in another file.</summary>
    [Theory]
    [InlineData("b.AppendLine($\"{u.Id};{u.Email}\");", "$ EmailAddress")]
    [InlineData("b.AppendLine(string.Join(';', u.Id, u.FullName, u.Email));", "$ PersonName")]
    [InlineData("b.Append(u.FullName).Append(';').AppendLine(u.Email);", "$ EmailAddress")]
    [InlineData("b.AppendLine($\"{u.Id};{u.Sku}\");", null)]
    [InlineData("b.AppendLine(Mask(u.Email));", null)]
    public async Task Document_is_what_somebody_else_writes(string line, string? path)
    {
        var write = "{ var b = new System.Text.StringBuilder(); foreach (var u in users) { " + line + " } return new(System.Text.Encoding.UTF8.GetBytes(b.ToString()), \"users.csv\"); } static string Mask(string s) => s.Substring(1);";
        const string More = "public sealed record ExportFile(byte[] Content, string Name); public interface IWriter { ExportFile Build(int id); } public sealed record GetUsersFile(int Id); public interface ISender { Task<T> Send<T>(object request); }";
        foreach (var (maker, call) in new[] { ("class Writer(List<User> users) : IWriter { public ExportFile Build(int id) " + write + " }", "writer.Build(1)"), ("class Handler(List<User> users) { public ExportFile Handle(GetUsersFile request) " + write + " }", "await sender.Send<ExportFile>(new GetUsersFile(1))") })
        {
            var found = await Analyze.ExposuresAsync(Types, More, maker, """[Route("c")] public class CController(IWriter writer, ISender sender) : ControllerBase { [HttpGet] public async Task<IActionResult> Get() { await Task.Yield(); var file = """ + call + """; return File(file.Content, "text/csv", file.Name); } }""");

            Assert.Equal(path is null ? [] : ["GET /c: " + path], found);
        }
    }

    /// <summary>JSON that a service makes bytes of.</summary>
    [Theory]
    [InlineData("backup.Export(new User())", "GET /c: Email EmailAddress")]
    [InlineData("backup.Parts(new Part())", null)]
    public async Task Bytes_of_a_service_are_what_they_were_made_of(string bytes, string? path) => Assert.Equal(
        path is null ? [] : [path],
        await Analyze.ExposuresAsync(Types, """[Route("c")] public class CController(IBackup backup) : ControllerBase { [HttpGet] public IActionResult Get() => File(""" + bytes + """, "application/octet-stream"); }"""));

    /// <summary>Requests that share a name are told apart by the types around them.</summary>
    [Fact]
    public async Task Document_of_a_nested_request_is_what_its_own_handler_writes()
    {
        const string Requests = "public interface ISender { Task<Result<string>> Send(object request); } public class Result<T> { public bool IsSuccess { get; set; } public T Value { get; set; } = default!; }";
        static string Slice(string name, string value) => $$"""public static class {{name}} { public record Query(int Id); public class Handler(List<User> users) { public async Task<Result<string>> Handle(Query request) { await Task.Yield(); var csv = new System.Text.StringBuilder("x"); foreach (var u in users) { csv.Append({{value}}).Append(';'); } return new() { Value = csv.ToString() }; } } public static void Map(WebApplication app) => app.MapGet("/{{name}}", async (ISender sender) => { var result = await sender.Send(new Query(1)); return result.IsSuccess ? Results.File(System.Text.Encoding.UTF8.GetBytes(result.Value), "text/csv") : Results.NotFound(); }); }""";

        Assert.Equal(["GET /Mails: $ EmailAddress"], await Analyze.ExposuresAsync(Types, Requests, Slice("Parts", "u.Sku"), Slice("Mails", "u.Email")));

        const string Elsewhere = "public class Query; public class OtherHandler(List<User> users) { public string Handle(Query request) { var csv = new System.Text.StringBuilder(); foreach (var u in users) { csv.Append(u.Email); } return csv.ToString(); } }";
        Assert.Empty(await Analyze.ExposuresAsync(Types, Requests, Elsewhere, Slice("Parts", "u.Sku"))); // another one of that name
    }

    /// <summary>What a problem says, and what middleware and exception handlers write.</summary>
    [Theory]
    [InlineData("return Problem($\"{users.First().Email}\");", "GET /c: detail EmailAddress")]
    [InlineData("var known = users.First(); return Problem(title: \"x\", detail: known.Email + \" is taken\");", "GET /c: detail EmailAddress")]
    [InlineData("return Problem(\"no such user\");", null)]
    public async Task Problem_tells_what_its_text_tells(string body, string? path) => Assert.Equal(path is null ? [] : [path], await ExposuresAsync(body));

    [Theory]
    [InlineData("class Teller(RequestDelegate next) { public async Task InvokeAsync(HttpContext context, User user) { await context.Response.WriteAsJsonAsync(user); } }", "Teller.InvokeAsync")]
    [InlineData("class Trouble : Microsoft.AspNetCore.Diagnostics.IExceptionHandler { public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception e, System.Threading.CancellationToken c) { await context.Response.WriteAsJsonAsync(new { e.Message, user = new User() }, c); return true; } }", "Trouble.TryHandleAsync")]
    [InlineData("class Quiet(RequestDelegate next) { public Task InvokeAsync(HttpContext context) => next(context); }", null)]
    public async Task Middleware_that_writes_is_an_endpoint(string type, string? name)
    {
        var found = await Analyze.ExposuresAsync(Types, "public " + type);

        Assert.Equal(name is null, found.Count == 0);
        Assert.All(found, f => Assert.StartsWith(name + ": ", f, StringComparison.Ordinal));
    }

    private static Task<IReadOnlyList<string>> ExposuresAsync(string body) =>
        Analyze.ExposuresAsync(Types, $$"""[Route("c")] public class CController(IExports exports) : ControllerBase { [HttpGet] public IActionResult Get(User user, List<User> users, Part part) { {{body}} } }""");
}
