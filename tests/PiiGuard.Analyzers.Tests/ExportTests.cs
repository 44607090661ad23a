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
    [InlineData("var m = new System.IO.MemoryStream(); new Csv(new System.IO.StreamWriter(m)).WriteRecords(users); return File(m.ToArray(), \"text/csv\");", "Email EmailAddress")]
    [InlineData("var m = new System.IO.MemoryStream(); var sheet = new Sheet(); sheet.Cell(1, 1).Value = user.FullName; return File(m, \"application/xlsx\");", "$ PersonName")]
    public async Task File_is_written_first(string body, string path) => Assert.Contains(path, Assert.Single(await ExposuresAsync(body)), StringComparison.Ordinal);

    [Theory]
    [InlineData("return File(part.Drawing, \"image/png\");")]
    [InlineData("return File(System.Text.Encoding.UTF8.GetBytes(user.Sku), \"text/plain\");")]
    [InlineData("var b = new System.Text.StringBuilder(); b.Append(part.Sku); return File(System.Text.Encoding.UTF8.GetBytes(b.ToString()), \"text/csv\");")]
    [InlineData("var m = new System.IO.MemoryStream(); new Csv(new System.IO.StreamWriter(m)).WriteRecords(new List<Part> { part }); return File(m.ToArray(), \"text/csv\");")]
    [InlineData("var sheet = new Sheet(); sheet.Cell(1, 1).Value = user.FullName; return Ok(new { saved = true });")]
    public async Task Harmless_file_is_silent(string body) => Assert.Empty(await ExposuresAsync(body));

    private static Task<IReadOnlyList<string>> ExposuresAsync(string body) =>
        Analyze.ExposuresAsync(Types, $$"""[Route("c")] public class CController(IExports exports) : ControllerBase { [HttpGet] public IActionResult Get(User user, List<User> users, Part part) { {{body}} } }""");
}
