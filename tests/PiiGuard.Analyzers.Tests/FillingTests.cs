using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>Objects whose types do not tell what they carry: the code that makes them does.</summary>
public sealed class FillingTests
{
    private const string Types = """
        public sealed class Dto { public int Id { get; set; } public string Email { get; set; } = ""; }
        public class User { public int Id { get; set; } public string FirstName { get; set; } = ""; public string LastName { get; set; } = ""; public string Email { get; set; } = ""; public string Sku { get; set; } = ""; }
        public class Env { public bool Success { get; set; } public object? Data { get; set; } public Env() { } public Env(object? d) { Data = d; } public static Env Of(object d) => new(d); public static Env Named(object d) => new() { Data = d }; }
        public class Env<T> { public T? Data { get; set; } public object? Extra { get; set; } public static implicit operator Env<T>(T value) => new() { Data = value }; }
        public record Answer(bool Ok, object? Data);
        public class Outer { public class Inner<T> { public T? Data { get; set; } } }
        public class Option { public string Value { get; set; } = ""; public string Label { get; set; } = ""; }
        public record Card(string Title, string Subtitle);
        public abstract class Base : ControllerBase
        {
            protected IActionResult Sent(object d) => Ok(new Env { Data = d });
            protected IActionResult Custom(object? r = null) => Ok(new { success = true, data = r });
            protected IActionResult Generic<T>(T data) => Ok(new { success = true, data });
            protected async Task<IActionResult> Later<T>(Task<T> t) => Ok(new { result = await t });
            protected IActionResult Array<T>(IEnumerable<T> x) => Ok(x.ToArray());
            protected IActionResult Nested<T>(T d) => Ok(new Outer.Inner<T> { Data = d });
            protected IActionResult Arrays<T>(T d) => Ok(new Dictionary<string, T[]> { ["x"] = [d] });
            protected IActionResult Mapped<T, TOut>(T value, Func<T, TOut> map) => Ok(map(value));
            protected IActionResult Plain(object o) => Ok(o);
        }
        """;

    [Theory]
    [InlineData("Get() => Ok(new Env { Data = new Dto() });", "data.email EmailAddress")]
    [InlineData("Get() => Ok(new Env(new Dto()));", "data.email EmailAddress")]
    [InlineData("Get() => Ok(Env.Of(new Dto()));", "data.email EmailAddress")]
    [InlineData("Get() => Ok(Env.Named(new List<Dto>()));", "data[].email EmailAddress")]
    [InlineData("Get() { var r = new Env(); r.Data = new Dto(); return Ok(r); }", "data.email EmailAddress")]
    [InlineData("Get() { _env.Data = new Dto(); return Ok(_env); } private readonly Env _env = new();", "data.email EmailAddress")]
    [InlineData("Get() => Ok(new Env<object> { Data = new Dto() });", "data.email EmailAddress")]
    [InlineData("Get() => Ok(new Env<int> { Extra = new Dto() });", "extra.email EmailAddress")]
    [InlineData("Get() => Ok(new Answer(true, new Dto()));", "data.email EmailAddress")]
    [InlineData("Get() => Ok(new { user = (object)new Dto() });", "user.email EmailAddress")]
    [InlineData("Get(bool b) => Ok(new { user = b ? (object)new Dto() : new { Msisdn = Request.Path.ToString() } });", "user.email EmailAddress, user.msisdn PhoneNumber")]
    [InlineData("Get() => Sent(new Dto());", "data.email EmailAddress")]
    [InlineData("Get() => Custom(new Dto());", "data.email EmailAddress")]
    [InlineData("Get() => Custom(new { items = new List<Dto>() });", "data.items[].email EmailAddress")]
    [InlineData("Get() => Generic(new Dto());", "data.email EmailAddress")]
    [InlineData("Get() => Generic(new List<Dto>());", "data[].email EmailAddress")]
    [InlineData("Get() => Array(new List<Dto>());", "[].email EmailAddress")]
    [InlineData("Get() => Nested(new Dto());", "data.email EmailAddress")]
    [InlineData("Get() => Arrays(new Dto());", "{}[].email EmailAddress")]
    [InlineData("Get() => Mapped(1, i => new Dto());", "email EmailAddress")]
    [InlineData("Get() => Ok(ToDictionary(new User())); static Dictionary<string, object> ToDictionary(User u) => new() { [\"mail\"] = u.Email };", "mail EmailAddress")]
    [InlineData("Get() => Ok(ToList(new User())); static List<object> ToList(User u) => [new { mail = u.Email }];", "[].mail EmailAddress")]
    [InlineData("Get() => Twice(new Dto()); IActionResult Twice(object d) => Sent(d);", "data.email EmailAddress")]
    [InlineData("Get() => Thrice(new Dto()); IActionResult Thrice(object d) => Wrapped(d); IActionResult Wrapped(object d) => Ok(Env.Named(d));", "data.email EmailAddress")]
    [InlineData("Get() => Mapped(1, i => new { Msisdn = Request.Path.ToString() });", "msisdn PhoneNumber")]
    [InlineData("Get() => Mapped(1, Make); static Dto Make(int i) => new();", "email EmailAddress")]
    [InlineData("Get() { object o = new Dto(); return Plain(o); }", "email EmailAddress")]
    public async Task Member_of_any_type_is_what_was_put_there(string action, string paths) =>
        Assert.Equal(["GET /c: " + paths], await Analyze.ExposuresAsync(Types, "[Route(\"c\")] public class CController : Base { [HttpGet] public IActionResult " + action + " }"));

    /// <summary>Results of the project's own, and services behind an interface, answer as their code does.</summary>
    [Theory]
    [InlineData("Get() => new Own(new Dto());", "data.email EmailAddress")]
    [InlineData("Get() => new Primary(new Dto());", "data.email EmailAddress")]
    [InlineData("Get() => new Twice(new Dto());", "data.email EmailAddress")]
    [InlineData("Get([FromServices] IService s) => s.Answer(1);", "email EmailAddress")]
    [InlineData("Get([FromServices] IService s) => Ok(s.Raw());", "[].email EmailAddress")]
    [InlineData("Get([FromServices] IService s) => Ok(s.Enveloped());", "data.email EmailAddress")]
    public async Task Own_result_or_service_is_read(string action, string paths) =>
        Assert.Equal(["GET /c: " + paths], await Analyze.ExposuresAsync(
            Types,
            """
            public class Own : ObjectResult { public Own(object? d) : base(new { success = true, data = d }) { StatusCode = 200; } }
            public class Primary(object? d) : ObjectResult(new { data = d });
            public class Twice : ObjectResult { public Twice(object? d) : base(null) { Value = new { data = d }; } }
            public interface IService { IActionResult Answer(int id); object Raw(); Env Enveloped(); }
            public class Service : IService { public IActionResult Answer(int id) => new OkObjectResult(new Dto()); public object Raw() => new List<Dto>(); public Env Enveloped() => new() { Data = new Dto() }; }
            """,
            "[Route(\"c\")] public class CController : Base { [HttpGet] public IActionResult " + action + " }"));

    [Theory]
    [InlineData("public class First : IService { public object Raw() => new Dto(); } public class Second : IService { public object Raw() => 1; }", "PII1001")]
    [InlineData("public abstract class First : IService { public abstract object Raw(); } public class Second : First { public override object Raw() => new Dto(); }", "PII1007")] // an abstract one is not followed
    [InlineData("", "PII1007")]
    public async Task Service_is_what_implements_it(string classes, params string[] ids) => Assert.Equal(ids, (await Analyze.RunAsync(
        [Types, "public interface IService { object Raw(); } " + classes + " [Route(\"c\")] public class CController : Base { [HttpGet] public IActionResult Get([FromServices] IService s) => Ok(s.Raw()); }"], strict: true)).Select(d => d.Id));

    [Fact]
    public async Task Declared_envelope_that_is_filled_is_what_is_sent() =>
        Assert.Equal(["PII1001"], (await Analyze.RunAsync([Types, "[Route(\"c\")] public class CController : ControllerBase { [HttpGet] public ActionResult<Env> Get() => new Env { Data = new Dto() }; }"])).Select(d => d.Id));

    [Fact]
    public async Task Task_that_a_helper_awaits_is_what_it_gives() =>
        Assert.Equal(["GET /c: result.email EmailAddress"], await Analyze.ExposuresAsync(Types, "[Route(\"c\")] public class CController : Base { [HttpGet] public Task<IActionResult> Get() => Later(Task.FromResult(new Dto())); }"));

    [Fact]
    public async Task Value_that_becomes_the_declared_type_is_sent_as_that() =>
        Assert.Equal(["GET /c: data.email EmailAddress"], await Analyze.ExposuresAsync(Types, "[Route(\"c\")] public class CController : ControllerBase { [HttpGet] public Env<Dto> Get() => new Dto(); }"));

    [Theory]
    [InlineData("users.Select(u => new { id = u.Id, text = u.FirstName + \" \" + u.LastName })", "[].text PersonName")]
    [InlineData("users.Select(u => new { u.Id, key = $\"{u.Email}\" })", "[].key EmailAddress")]
    [InlineData("users.Select(u => new Option { Value = u.Sku, Label = u.Email })", "[].label EmailAddress")]
    [InlineData("users.Select(u => new Card(u.FirstName, u.Email)).ToList()", "[].subtitle EmailAddress, [].title PersonName")]
    [InlineData("new { items = users.Select(u => new Option { Label = u.LastName }) }", "items[].label PersonName")]
    [InlineData("new Env { Data = users.Select(u => new Option { Label = u.LastName }) }", "data[].label PersonName")]
    public async Task Value_under_another_name_is_what_it_was(string value, string paths) =>
        Assert.Equal(["GET /c: " + paths], await Analyze.ExposuresAsync(Types, "[Route(\"c\")] public class CController : Base { [HttpGet] public IActionResult Get([FromServices] IQueryable<User> users) => Ok(" + value + "); }"));

    [Theory]
    [InlineData("Ok(new Dictionary<string, string> { [\"email\"] = u.Email });", "email EmailAddress")]
    [InlineData("Ok(new Dictionary<string, object> { { \"contact\", u.Email }, { \"user\", new Dto() } });", "contact EmailAddress, user.email EmailAddress")]
    [InlineData("Made(u); IActionResult Made(User v) { IDictionary<string, string> d = new Dictionary<string, string>(); d[\"firstName\"] = v.FirstName; d.Add(\"x\", v.Email); return Ok(d); }", "firstName PersonName, x EmailAddress")]
    [InlineData("Ok(new { user = new Dictionary<string, object?> { [\"email\"] = u.Email } });", "user.email EmailAddress")]
    [InlineData("Ok(new Env { Data = new Dictionary<string, object?> { [\"email\"] = u.Email } });", "data.email EmailAddress")]
    [InlineData("Ok(new System.Text.Json.Nodes.JsonObject { [\"email\"] = u.Email, [\"sku\"] = u.Sku });", "email EmailAddress")]
    [InlineData("Ok(new List<object> { new Dto(), 1 });", "[].email EmailAddress")]
    [InlineData("Ok(new object[] { new { u.LastName } });", "[].lastName PersonName")]
    [InlineData("Made(u); IActionResult Made(User v) { var l = new List<object>(); l.Add(new { v.Email }); return Ok(l); }", "[].email EmailAddress")]
    [InlineData("Made(u); IActionResult Made(User v) { object[] a = [new Dto()]; return Ok(a); }", "[].email EmailAddress")]
    public async Task Lists_and_dictionaries_hold_what_was_put_there(string action, string paths) =>
        Assert.Equal(["GET /c: " + paths], await Analyze.ExposuresAsync(Types, "[Route(\"c\")] public class CController : Base { [HttpGet] public IActionResult Get([FromServices] User u) => " + action + " }"));

    [Theory]
    [InlineData("users.Select(u => new Option { Value = u.Sku, Label = u.Sku })")]
    [InlineData("users.Select(u => new { has = u.Email != null, length = u.Email.Length, hash = Hash(u.Email) })")]
    [InlineData("new { Email = \"Email is already taken\", Password = \"Too weak\" }")]
    [InlineData("new { error = new { username = new[] { \"taken\" } }, phone = (string?)null }")]
    [InlineData("new Env { Data = users.Select(u => u.Sku) }")]
    [InlineData("new Env { Data = null }")]
    [InlineData("new Dictionary<string, string> { [\"email\"] = \"is taken\", [\"sku\"] = users.First().Sku }")]
    public async Task Nothing_personal_is_found_where_nothing_is(string value) =>
        Analyze.AssertQuiet(await Analyze.RunAsync([Types, "[Route(\"c\")] public class CController : Base { [HttpGet] public IActionResult Get([FromServices] IQueryable<User> users) => Ok(" + value + "); private static int Hash(string s) => s.Length; }"]));

    [Theory]
    [InlineData("Get([FromServices] Env env) => Ok(env);")]
    [InlineData("Get([FromServices] object o) => Ok(new Env { Data = o });")]
    [InlineData("Get([FromServices] Func<Env> make) { var e = make(); e.Data ??= 1; return Ok(e); }")]
    [InlineData("Get([FromServices] Func<object> make) => Custom(make());")]
    public async Task What_is_put_there_elsewhere_is_not_evaluable(string action) =>
        Assert.Equal(["PII1007"], (await Analyze.RunAsync([Types, "[Route(\"c\")] public class CController : Base { [HttpGet] public IActionResult " + action + " }"], strict: true)).Select(d => d.Id));

    [Fact]
    public async Task Member_that_is_filled_with_what_is_known_leaves_nothing_open() =>
        Assert.Equal(["PII1001"], (await Analyze.RunAsync([Types, "[Route(\"c\")] public class CController : Base { [HttpGet] public IActionResult Get() => Ok(new { user = (object)new Dto() }); }"], strict: true)).Select(d => d.Id));

    [Fact(Timeout = 20_000)]
    public async Task Local_that_goes_into_itself_is_read_once()
    {
        var lines = string.Concat(Enumerable.Range(0, 40).Select(i => $"error = error ?? (b == {i} ? BadRequest(\"{i}\") : null); "));

        Assert.Equal(["PII1001"], (await Analyze.RunAsync([Types, "[Route(\"c\")] public class CController : ControllerBase { [HttpGet] public IActionResult Get(int b) { IActionResult? error = null; " + lines + "return error ?? Ok(new Dto()); } }"], strict: true)).Select(d => d.Id));
    }

    /// <summary>Two thousand of each: a look at the whole body for each of them would take minutes.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Long_body_is_read_once()
    {
        var lines = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"var l{i} = u.Sku; d[\"k{i}\"] = l{i}; o.Label = l{i}; "));

        Assert.Equal(["GET /c: k EmailAddress"], await Analyze.ExposuresAsync(
            Types, "[Route(\"c\")] public class CController : ControllerBase { [HttpGet] public IActionResult Get([FromServices] User u) { var d = new Dictionary<string, object>(); var o = new Option(); " + lines + "d[\"k\"] = u.Email; return Ok(d); } }"));
    }
}
