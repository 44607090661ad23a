using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>Answers without a type of their own: rows of dictionaries, trees of JSON, dynamic objects, texts that helpers make, values that no member names.</summary>
public sealed class LooseJsonTests
{
    private const string Types = """
        public class User { public int Id { get; set; } public string FullName { get; set; } = ""; public string Email { get; set; } = ""; public string Sku { get; set; } = ""; }
        public class Patient { public int Id { get; set; } public string Gender { get; set; } = ""; public string Diagnosis { get; set; } = ""; }
        public class Share { public string Diagnosis { get; set; } = ""; public int Count { get; set; } }
        public class Part { public string Sku { get; set; } = ""; }
        public interface IUsers { User One(); List<User> All(); List<Part> Parts(); List<Patient> Patients(); string Read(int id); string CreateToken(User u); string GetPhoneNumber(int id); string GetSku(int id); System.Data.IDataReader Rows(); }
        public static class Texts { public static string ToJson(this object o) => System.Text.Json.JsonSerializer.Serialize(o); public static string Named(string s) => s; }
        public abstract class Base(IUsers users) : ControllerBase
        {
            protected IUsers Users => users;
            protected IActionResult Out(object data) => Content(System.Text.Json.JsonSerializer.Serialize(data), "application/json");
            protected IActionResult Twice(object data) => Out(data);
        }
        """;

    private const string Data = """
        public static class Dapper { public static Task<IEnumerable<dynamic>> QueryAsync(this System.Data.IDbConnection c, string sql) => null!; } public interface IRows { dynamic QuerySingle(string sql); }
        public class Adapter(string sql) { public int Fill(System.Data.DataTable table) => sql.Length; }
        public interface IJson { string Serialize(object value, string fields); }
        public interface IRoot { int Count { get; } } public class UserRoot : IRoot { public int Count => 1; public List<User> Users { get; set; } = []; } public class PartRoot : IRoot { public int Count => 1; public List<Part> Parts { get; set; } = []; }
        public class Raw(string json) : IActionResult { public Task ExecuteResultAsync(ActionContext context) => Task.FromResult(json); }
        """;

    /// <summary>Rows without a type have the columns that the query names.</summary>
    [Theory]
    [InlineData("Get(System.Data.IDbConnection db) => Ok(db.QueryAsync(\"select id, p.full_name, coalesce(p.mail, '') as email from people p\").Result);", "[].email EmailAddress, [].full_name PersonName")]
    [InlineData("Get(IRows db) { var row = db.QuerySingle(\"SELECT Id, Name FROM [dbo].[Customers]\"); return Ok(row); }", "Name PersonName")]
    [InlineData("Get() { var t = new System.Data.DataTable(); new Adapter(\"select surname from people\").Fill(t); return Ok(t); }", "surname PersonName")]
    [InlineData("Get() { var t = new System.Data.DataTable(); t.Columns.Add(\"Surname\"); return Ok(t); }", "Surname PersonName")]
    [InlineData("Get(System.Data.IDbConnection db) => Ok(db.QueryAsync(\"select sku, title from parts where email = @mail\").Result);", null)]
    [InlineData("Get(System.Data.IDbConnection db) => Ok(db.QueryAsync(\"select * from people\").Result);", null)]
    [InlineData("Get(IJson json) { IRoot root = new UserRoot(); return Answer(root, json); } IActionResult Answer(IRoot root, IJson json) { var text = json.Serialize(root, \"\"); return new Raw(text); }", "users[].email EmailAddress, users[].fullName PersonName")]
    [InlineData("Get(IJson json) => Answer(new PartRoot(), json); IActionResult Answer(IRoot root, IJson json) { var text = json.Serialize(root, \"\"); return new Raw(text); }", null)]
    public async Task Row_has_the_columns_of_its_query(string action, string? paths) => Assert.Equal(
        paths is null ? [] : ["GET /c: " + paths],
        (await Analyze.ExposuresAsync(Types, Linq, Data, $$"""[Route("c")] public class CController(IUsers users) : Base(users) { [HttpGet] public IActionResult {{action}} }""")).Select(e => string.Join(": ", e.Split(": ")[0], string.Join(", ", e.Split(": ")[1].Split(", ").Order(StringComparer.Ordinal)))));

    private const string Linq = """
        namespace Newtonsoft.Json.Linq
        {
            public abstract class JToken : IEnumerable<JToken> { public IEnumerator<JToken> GetEnumerator() => null!; System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => null!; public static JToken FromObject(object o) => null!; }
            public class JProperty(string name, object? content) : JToken { public object? Of => (name, content); }
            public class JObject(params object[] content) : JToken { public object? this[string key] { get => null; set { } } public void Add(string key, object? value) { } public new static JObject FromObject(object o) => new(o); public int Count => content.Length; }
            public class JArray(params object[] content) : JToken { public void Add(JToken? item) { } public int Count => content.Length; }
        }
        """;

    [Theory]
    [InlineData("Get() { var rows = new List<Dictionary<string, object>>(); foreach (var u in Users.All()) { rows.Add(new Dictionary<string, object> { [\"id\"] = u.Id, [\"mail\"] = u.Email }); } return Ok(rows); }", "[].mail EmailAddress")]
    [InlineData("Get() { var rows = new List<Dictionary<string, object>>(); foreach (var u in Users.All()) { var row = new Dictionary<string, object>(); row[\"mail\"] = u.Email; rows.Add(row); } return Ok(rows); }", "[].mail EmailAddress")]
    [InlineData("Get() => Ok(Users.All().Select(u => new Dictionary<string, object> { { \"id\", u.Id }, { \"contact\", u.Email } }).ToList());", "[].contact EmailAddress")]
    [InlineData("Get() { var r = Users.Rows(); return Ok(new Dictionary<string, object> { [\"surname\"] = r[\"Surname\"] }); }", "surname PersonName")]
    [InlineData("Get() => Ok(new Dictionary<string, object> { [\"user\"] = new Dictionary<string, object> { [\"mail\"] = Users.One().Email } });", "mail EmailAddress, user.mail EmailAddress")] // one type, so its keys are known wherever it stands
    [InlineData("Get() => Ok(new System.Text.Json.Nodes.JsonObject { [\"mail\"] = Users.One().Email });", "mail EmailAddress")]
    [InlineData("Get() => Ok(new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { [\"mail\"] = Users.One().Email }));", "[].mail EmailAddress")]
    [InlineData("Get() => Ok(System.Text.Json.JsonSerializer.SerializeToNode(Users.One()));", "Email EmailAddress, FullName PersonName")]
    [InlineData("Get() => Content(new Newtonsoft.Json.Linq.JObject { [\"mail\"] = Users.One().Email }.ToString(), \"application/json\");", "mail EmailAddress")]
    [InlineData("Get() { var o = new Newtonsoft.Json.Linq.JObject(new Newtonsoft.Json.Linq.JProperty(\"mail\", Users.One().Email)); return Ok(o); }", "mail EmailAddress")]
    [InlineData("Get() { var a = new Newtonsoft.Json.Linq.JArray(); a.Add(new Newtonsoft.Json.Linq.JObject { { \"mail\", Users.One().Email } }); return Ok(a); }", "[].mail EmailAddress")]
    [InlineData("Get() => Ok(Newtonsoft.Json.Linq.JObject.FromObject(Users.One()));", "Email EmailAddress, FullName PersonName")]
    [InlineData("Get() { dynamic o = new System.Dynamic.ExpandoObject(); o.mail = Users.One().Email; return Ok(o); }", "mail EmailAddress")]
    [InlineData("Get() => Out(Users.One());", "Email EmailAddress, FullName PersonName")]
    [InlineData("Get() => Twice(Users.One());", "Email EmailAddress, FullName PersonName")]
    [InlineData("Get() => Content(Users.One().ToJson());", "Email EmailAddress, FullName PersonName")]
    public async Task Loose_json_is_what_was_put_there(string action, string paths) =>
        Assert.Equal(["GET /c: " + paths], (await ExposuresAsync(action)).Select(e => string.Join(": ", e.Split(": ")[0], string.Join(", ", e.Split(": ")[1].Split(", ").Order(StringComparer.Ordinal)))));

    [Theory]
    [InlineData("Get() => Ok(Users.All().Select(u => new Dictionary<string, object> { { \"id\", u.Id }, { \"contact\", u.Sku } }).ToList());")]
    [InlineData("Get() => Ok(new Newtonsoft.Json.Linq.JObject(new Newtonsoft.Json.Linq.JProperty(\"label\", Users.One().Sku)));")]
    [InlineData("Get() => Ok(Newtonsoft.Json.Linq.JArray.FromObject(Users.Parts()));")]
    [InlineData("Get() { dynamic o = new System.Dynamic.ExpandoObject(); o.label = Users.One().Sku; return Ok(o); }")]
    [InlineData("Get() => Out(Users.Parts());")]
    [InlineData("Get() => Content(Users.Parts().ToJson());")]
    [InlineData("Get() { var o = new Newtonsoft.Json.Linq.JObject { [\"mail\"] = Users.One().Email }; return Ok(new { sent = true }); }")]
    public async Task Harmless_loose_json_is_silent(string action) => Assert.Empty(await ExposuresAsync(action));

    /// <summary>A value that no member names is told by the name that it had before.</summary>
    [Theory]
    [InlineData("IActionResult", "Get() => Ok(Users.One().Email);", "$ EmailAddress")]
    [InlineData("string", "Get() => Users.One().Email;", "$ EmailAddress")]
    [InlineData("IActionResult", "Get() { var mail = Users.One().Email; return Ok(mail); }", "$ EmailAddress")]
    [InlineData("IActionResult", "Get() => Ok($\"Hello {Users.One().FullName}\");", "$ PersonName")]
    [InlineData("IActionResult", "Get() => Ok(Users.All().Select(u => u.Email).Distinct().ToList());", "[] EmailAddress")]
    [InlineData("IEnumerable<string>", "Get() => Users.All().Select(u => u.Email);", "[] EmailAddress")]
    [InlineData("string[]", "Get() => Users.All().Select(u => u.Email).ToArray();", "[] EmailAddress")]
    [InlineData("IActionResult", "Get() => Content(Users.One().Email);", "$ EmailAddress")]
    [InlineData("IActionResult", "Get() => Ok(Users.CreateToken(Users.One()));", "$ Credential")]
    [InlineData("IActionResult", "Get() => Ok(Users.GetPhoneNumber(1));", "$ PhoneNumber")]
    public async Task Bare_value_is_told_by_its_former_name(string type, string action, string path) => Assert.Equal(["GET /c: " + path], await ExposuresAsync(action, type));

    /// <summary>A dictionary by what is put under keys that are no constants, or by what selects its values, else its keys.</summary>
    [Theory]
    [InlineData("Get() => Ok(Users.All().ToDictionary(u => u.Id, u => u.Email));", "{} EmailAddress")]
    [InlineData("Get() => Ok(Users.All().ToDictionary(u => u.Email, u => u.Id));", "{} EmailAddress")]
    [InlineData("Get() { var d = new Dictionary<int, string>(); foreach (var u in Users.All()) { d[u.Id] = u.Email; } return Ok(d); }", "{} EmailAddress")]
    [InlineData("Get() { var d = new Dictionary<int, string>(); foreach (var u in Users.All()) { d.Add(u.Id, u.Email); } return Ok(d); }", "{} EmailAddress")]
    [InlineData("Get() => Ok(Users.All().ToDictionary(u => u.Id, u => u.Sku));", null)]
    [InlineData("Get() => Ok(Users.All().GroupBy(u => u.Email).Select(g => new { g.Key, Count = g.Count() }));", "[].key EmailAddress")]
    [InlineData("Get() => Ok(Users.Patients().GroupBy(p => p.Gender).Select(g => new { Gender = g.Key, Count = g.Count() }));", null)] // of how many, and of none of them
    [InlineData("Get() => Ok(Users.Patients().GroupBy(p => p.Diagnosis).Select(g => new Share { Diagnosis = g.Key, Count = g.Count() }));", null)]
    public async Task Dictionary_and_group(string action, string? path) => Assert.Equal(path is null ? [] : ["GET /c: " + path], await ExposuresAsync(action));

    [Theory]
    [InlineData("IActionResult", "Get() => Ok(Users.One().Sku);")]
    [InlineData("IActionResult", "Get() => Ok(Users.Read(1));")]
    [InlineData("IActionResult", "Get() => Ok(Users.GetSku(1));")]
    [InlineData("IActionResult", "Get() => Ok(Users.All().Select(u => u.Sku));")]
    [InlineData("IActionResult", "Get() => Ok(Users.All().Select(u => u.Email).Count());")]
    [InlineData("IActionResult", "Get() => Ok(Users.One().Email.Length);")]
    [InlineData("IActionResult", "Get() => Ok(Users.One().Email == \"a\");")]
    [InlineData("IActionResult", "Get() => Users.One().Email.Length > 0 ? Ok(\"email\") : NotFound();")]
    public async Task Harmless_bare_value_is_silent(string type, string action) => Assert.Empty(await ExposuresAsync(action, type));

    private static async Task<IReadOnlyList<string>> ExposuresAsync(string action, string type = "IActionResult") =>
        await Analyze.ExposuresAsync(Types, Linq, $$"""[Route("c")] public class CController(IUsers users) : Base(users) { [HttpGet] public {{type}} {{action}} }""");
}
