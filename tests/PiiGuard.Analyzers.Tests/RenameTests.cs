using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>Members whose own names say nothing: what stood in them before had one that does.</summary>
public sealed class RenameTests
{
    private const string Types = """
        public class Account { public int Id { get; set; } public string UserName { get; set; } = ""; public string FirstName { get; set; } = ""; public string LastName { get; set; } = ""; public string DisplayName { get; set; } = ""; public string Title { get; set; } = ""; public string Theme { get; set; } = ""; public Account? Manager { get; set; } public int Points { get; set; } public System.DateTime Joined { get; set; } }
        public class Item { public string Sku { get; set; } = ""; public string Title { get; set; } = ""; }
        public class Db { public IQueryable<Account> Accounts => null!; public IQueryable<Item> Items => null!; public IQueryable<T> Set<T>() => null!; }
        public class Profile { protected Mapping<TFrom, TTo> CreateMap<TFrom, TTo>() => null!; }
        public class Mapping<TFrom, TTo> { public Mapping<TFrom, TTo> ForMember(Func<TTo, object?> to, Action<From<TFrom>> from) => this; public Mapping<TFrom, TTo> Map<T>(Func<TTo, T> to, Func<TFrom, T> from) => this; }
        public class From<TFrom> { public void MapFrom(Func<TFrom, object?> from) { } public void Ignore() { } }
        """;

    [Theory]
    [InlineData("static List<Entry> Make(Db db) => db.Accounts.Select(u => new Entry { Label = u.UserName }).ToList();", "OnlineId")]
    [InlineData("static Entry Make(Account u) => new() { Label = u.UserName }; static Entry Other() => new() { Label = \"none\" };", "OnlineId")] // a placeholder
    [InlineData("static List<Entry> Make(Db db) => db.Accounts.Select(u => new Entry { Label = u.FirstName + \" \" + u.LastName }).ToList();", "PersonName")]
    [InlineData("static List<Entry> Make(Db db) => db.Accounts.Select(u => new Entry { Label = $\"{u.LastName}, {u.FirstName}\" }).ToList();", "PersonName")]
    [InlineData("static List<Entry> Make(Db db) => db.Accounts.AsEnumerable().Select(u => new Entry { Label = string.Join(\" \", u.FirstName, u.LastName) }).ToList();", "PersonName")]
    [InlineData("static List<Entry> Make(Db db) => db.Accounts.Select(u => new Entry { Label = u.Manager!.UserName.Trim() }).ToList();", "OnlineId")]
    [InlineData("static Entry Make(Account u) => new() { Label = u.Manager?.UserName ?? u.UserName };", "OnlineId")]
    [InlineData("static Entry Make(Account u) => new() { Label = u.Points > 1 ? u.UserName : (string)u.FirstName };", "OnlineId")]
    [InlineData("static Entry Make(Db db) => new() { Label = db.Accounts.Select(u => u.UserName).First() };", "OnlineId")]
    [InlineData("static void Make(Db db) { Entry e = new() { Label = db.Accounts.First().UserName }; }", "OnlineId")]
    [InlineData("static Entry Of(Account u) { var e = new Entry { Label = u.UserName }; return e; }", "OnlineId")]
    [InlineData("static IQueryable<Entry> As(IQueryable<Account> all) => all.Select(a => new Entry { Label = a.UserName });", "OnlineId")]
    [InlineData("class P : Profile { P() { CreateMap<Account, Entry>().ForMember(d => d.Label, o => o.MapFrom(s => s.UserName)); } }", "OnlineId")]
    [InlineData("class P : Profile { P() { CreateMap<Account, Entry>().Map<string>(d => d.Label, s => s.UserName); } }", "OnlineId")]
    [InlineData("static Entry Make(Customer c) => new() { Label = c.Name }; public class Customer { public string Name { get; set; } = \"\"; }", "PersonName")] // the type of a parameter, or of what is gone over, tells whose it is
    [InlineData("static List<Entry> Make(Db db) => db.Set<Customer>().Select(c => new Entry { Label = c.Name }).ToList(); public class Customer { public string Name { get; set; } = \"\"; }", "PersonName")]
    [InlineData("static List<Entry> Make(List<Customer> customers) => customers.Where(c => c.Name != \"\").Select(c => new Entry { Label = c.Name }).ToList(); public class Customer { public string Name { get; set; } = \"\"; }", "PersonName")]
    [InlineData("static void Fill(Entry e, Account u) { e.Label = u.UserName; }", "OnlineId")] // by a statement
    [InlineData("static Entry Make(Account u) { var e = new Entry(); e.Label = u.UserName; return e; }", "OnlineId")]
    [InlineData("static Entry Make(Account u) => new() { Label = Sign(u) }; static string Sign(Account a) => $\"{a.FirstName} {a.LastName}\";", "PersonName")] // by a method that makes the text
    [InlineData("static Entry Make(Account u) => new() { Label = Of(u) }; static string Of(Account a) => Sign(a); static string Sign(Account a) { if (a.Points > 1) { return \"\"; } return a.LastName; }", "PersonName")]
    [InlineData("static Entry Make(Person p) => new() { Label = p.Shown }; public class Person { public string First { get; set; } = \"\"; public string LastName { get; set; } = \"\"; public string Shown => $\"{LastName}, {First}\"; }", "PersonName")] // by a property that does
    [InlineData("static List<Entry> Make(IClients clients) { var all = new List<Entry>(); foreach (var c in clients.All()) { all.Add(new Entry { Label = c.Name }); } return all; } public interface IClients { List<Client> All(); } public class Client { public string Name { get; set; } = \"\"; }", "PersonName")]
    [InlineData("static async Task<Entry> Make(IRepository customerRepository) { var x = await customerRepository.GetByIdAsync(1); return new Entry { Label = x.Name }; } public interface IRepository { Task<Client> GetByIdAsync(int id); } public class Client { public string Name { get; set; } = \"\"; }", "PersonName")]
    [InlineData("static async Task<Entry> Make(IShop shop) { var x = await shop.GetCustomerAsync(1); return new Entry { Label = x.Name }; } public interface IShop { Task<Client> GetCustomerAsync(int id); } public class Client { public string Name { get; set; } = \"\"; }", "PersonName")]
    [InlineData("static Entry Make(System.Data.IDataReader reader) => new() { Label = reader[\"FullName\"].ToString()! };", "PersonName")] // by a column
    [InlineData("static Entry Make(System.Data.IDataReader reader) => new() { Label = reader.GetString(reader.GetOrdinal(\"Surname\")) };", "PersonName")]
    [InlineData("static List<Entry> Make(Query q) => q.Run<Entry, Customer, Entry>(\"…\", (e, c) => { e.Label = c.Name; return e; }); public class Query { public List<R> Run<A, B, R>(string sql, Func<A, B, R> map) => []; } public class Customer { public string Name { get; set; } = \"\"; }", "PersonName")]
    [InlineData("static Entry Make(Account u) => new() { Label = Joined(u.FirstName, u.LastName) }; static string Joined(string a, string b) => a + \" \" + b;", "PersonName")] // what it is handed
    [InlineData("static Entry Make(Account u, string letter) => new() { Label = letter.Replace(\"{name}\", u.UserName) };", "OnlineId")]
    [InlineData("static Task<List<Entry>> Make(Rows db) => db.QueryAsync<Entry>(\"select top 5 u.FullName as Label, count(*) as N from Users u\"); public class Rows { public Task<List<T>> QueryAsync<T>(string sql) => null!; }", "PersonName")]
    [InlineData("static List<Entry> Make(Author a) => [new Entry { Label = a.Photos.First(p => p.IsMain).Url }]; public class Author { public List<Photo> Photos { get; set; } = []; } public class Photo { public string Url { get; set; } = \"\"; public bool IsMain { get; set; } }", "PersonPhoto")]
    [InlineData("static Entry Make(Run r) => new() { Label = r.TriggeredBy.DisplayName }; public class Run { public Account TriggeredBy { get; set; } = null!; }", "PersonName")]
    public async Task Member_is_told_by_what_it_is_given_elsewhere(string maker, string category) =>
        Assert.Equal(["GET /c: [].label " + category], await AnswersAsync("public class Entry { public string Label { get; set; } = \"\"; }", maker));

    [Theory]
    [InlineData("public record Entry(int Rank, string Label);", "static Entry Make(Account u) => new(1, u.UserName);")]
    [InlineData("public record Entry(int Rank, string Label);", "static Entry Make(Account u) => new Entry(Label: u.UserName, Rank: 1);")]
    [InlineData("public class Entry { public Entry(Account u) { Label = u.UserName; } public string Label { get; set; } }", "")]
    [InlineData("public class Entry { public Entry(Account u) => this.Label = u.UserName; public string Label { get; set; } }", "")]
    [InlineData("public class Entry { public string Label { get; set; } = \"\"; public static implicit operator Entry(Account u) => new() { Label = u.UserName }; }", "")]
    [InlineData("public class Entry { public Entry(int rank, string label) { Rank = rank; Label = label; } public int Rank { get; } public string Label { get; } }", "static List<Entry> Make(Db db) => db.Accounts.Select(u => new Entry(u.Id, u.UserName)).ToList();")]
    [InlineData("public class Entry(string label) { public string Label { get; } = label; }", "static Entry Make(Account u) => new(u.UserName);")]
    public async Task Constructor_tells_as_well(string entry, string maker) => Assert.Equal(["GET /c: [].label OnlineId"], await AnswersAsync(entry, maker));

    [Theory]
    [InlineData("static Entry Make(Item i) => new() { Label = i.Title };")]
    [InlineData("static Entry Make(Account u) => new() { Label = u.Title }; static Entry Other(Item i) => new() { Label = i.Title };")]
    [InlineData("static Entry Make(Account u) => new() { Label = u.UserName }; static Entry Other(Item i) => new() { Label = i.Title };")] // of two kinds nobody knows which
    [InlineData("static Entry Make(Account u) => new() { Label = Mask(u.UserName) }; static string Mask(string s) => s.Substring(1);")]
    [InlineData("static Entry Make(Account u) => new() { Label = $\"Welcome back, {u.UserName}\" };")] // a sentence
    [InlineData("static Entry Make(Account u) => new() { Label = u.Points.ToString() };")]
    [InlineData("static Entry Make(Account u) => new() { Label = u.UserName }; class Space { public class Entry { } }")] // which of the two
    [InlineData("class P : Profile { P() { CreateMap<Account, Entry>().ForMember(d => d.Label, o => o.Ignore()); } }")]
    [InlineData("static void Fill(Entry e, Account u, Item i) { e.Label = u.UserName; e.Label = i.Title; }")]
    [InlineData("static Entry Make(Account u) => new() { Label = Sign(u) }; static string Sign(Account a) => $\"{a.FirstName} {a.LastName}\"; class Other { static string Sign(Item i) => i.Title; }")] // of two methods of a name nobody knows which
    [InlineData("static Entry Make(Account u) => new() { Label = Sign(u) }; static string Sign(Account a) { if (a.Points > 1) { return a.Title; } return a.UserName.Substring(1); }")]
    [InlineData("static Entry Make(Account u) => new() { Label = u.Points.ToString(\"N\") }; class Named { public string UserName = \"\"; public override string ToString() => UserName; }")]
    [InlineData("static async Task<Entry> Make(IShop customerService) { var x = await customerService.GetProductAsync(1); return new Entry { Label = x.Name }; } public interface IShop { Task<Thing> GetProductAsync(int id); } public class Thing { public string Name { get; set; } = \"\"; }")]
    public async Task What_is_given_anything_else_too_is_not(string maker) => Assert.Empty(await AnswersAsync("public class Entry { public string Label { get; set; } = \"\"; }", maker));

    [Fact]
    public async Task What_keeps_its_name_through_a_constructor_is_judged_by_it() => Assert.Empty(await Analyze.ExposuresAsync(
        "public class Pet { public int Id { get; set; } public DateOnly DateOfBirth { get; set; } } public record PetSummary(int Id, DateOnly DateOfBirth);",
        """[Route("c")] public class CController(IEnumerable<Pet> pets) : ControllerBase { [HttpGet] public List<PetSummary> Get() => pets.Select(p => new PetSummary(p.Id, p.DateOfBirth)).ToList(); }"""));

    /// <summary>A mapper makes it of whatever it is given.</summary>
    [Theory]
    [InlineData("mapper.Map<List<Entry>>(db.Accounts.ToList())", true)]
    [InlineData("mapper.Map<List<Entry>>(db.Items.ToList())", false)]
    [InlineData("mapper.ProjectTo<Entry>(db.Accounts)", true)]
    [InlineData("mapper.ProjectTo<Entry>(db.Items)", false)]
    public async Task Mapped_type_counts(string mapping, bool isPersonal) => Assert.Equal(
        isPersonal ? ["GET /c: [].label OnlineId"] : [],
        await Analyze.ExposuresAsync(
            Types,
            """
            public class Entry { public string Label { get; set; } = ""; }
            public interface IMapper { T Map<T>(object from); IQueryable<T> ProjectTo<T>(IQueryable<object> from); }
            public class P : Profile { P() { CreateMap<Account, Entry>().ForMember(d => d.Label, o => o.MapFrom(s => s.UserName)); CreateMap<Item, Entry>().ForMember(d => d.Label, o => o.MapFrom(s => s.Title)); } }
            """,
            $$"""[Route("c")] public class CController(Db db, IMapper mapper) : ControllerBase { [HttpGet] public IActionResult Get() => Ok({{mapping}}); }"""));

    /// <summary>Where others make it of something else, those count that the response calls: by their names, or by what a handler is sent.</summary>
    [Theory]
    [InlineData("service.People()", true)]
    [InlineData("service.Items()", false)]
    [InlineData("sender.Send(new GetPeople())", true)]
    [InlineData("sender.Send(new GetItems())", false)]
    [InlineData("service.All()", false)] // whoever that is
    [InlineData("service.All().Concat(service.People()).ToList()", true)]
    [InlineData("service.Both()", true)] // one method makes both
    [InlineData("service.Items().Concat(service.People()).ToList()", false)]
    public async Task Makers_that_are_called_count(string call, bool isPersonal) => Assert.Equal(
        isPersonal ? ["GET /c: [].label OnlineId"] : [],
        await Analyze.ExposuresAsync(
            Types,
            """
            public class Entry { public string Label { get; set; } = ""; }
            public interface IRequest<T> { } public interface ISender { T Send<T>(IRequest<T> request); }
            public class GetPeople : IRequest<List<Entry>> { } public class GetItems : IRequest<List<Entry>> { }
            public class PeopleHandler(Db db) { public List<Entry> Handle(GetPeople request) => db.Accounts.Select(a => new Entry { Label = a.UserName }).ToList(); }
            public class ItemsHandler(Db db) { public List<Entry> Handle(GetItems request) => db.Items.Select(i => new Entry { Label = i.Title }).ToList(); }
            public interface IService { List<Entry> People(); List<Entry> Items(); List<Entry> All(); List<Entry> Both(); }
            public class Service(Db db) : IService
            {
                public List<Entry> People() { var all = db.Accounts.Select(a => new Entry { Label = a.UserName }).ToList(); all.Insert(0, new Entry { Label = "-- nobody --" }); return all; }
                public List<Entry> Items() => db.Items.Select(i => new Entry { Label = i.Title }).ToList();
                public List<Entry> All() => [];
                public List<Entry> Both() { var all = new List<Entry>(); all.AddRange(db.Accounts.Select(a => new Entry { Label = a.UserName })); all.AddRange(db.Items.Select(i => new Entry { Label = i.Title })); return all; }
            }
            """,
            $$"""[Route("c")] public class CController(IService service, ISender sender) : ControllerBase { [HttpGet] public List<Entry> Get() => {{call}}; }"""));

    [Theory]
    [InlineData("name = User.FindFirst(System.Security.Claims.ClaimTypes.Email)?.Value", "name EmailAddress")]
    [InlineData("who = User.FindFirst(\"preferred_username\")!.Value", "who OnlineId")]
    [InlineData("sub = User.FindFirst(\"role\")!.Value", null)]
    [InlineData("codes = await manager.GenerateNewTwoFactorRecoveryCodesAsync(1)", "codes[] Credential")]
    [InlineData("key = await manager.GetAuthenticatorKeyAsync()", "key Credential")]
    [InlineData("to = await manager.GetEmailAsync()", "to EmailAddress")]
    [InlineData("left = await manager.CountRecoveryCodesAsync()", null)]
    [InlineData("rows = db.Accounts.GroupBy(a => a.UserName).Where(g => g.Count() > 1).Select(g => new { g.Key, Count = g.Count() })", "rows[].key OnlineId")]
    [InlineData("rows = db.Accounts.GroupBy(a => a.UserName).Select(g => new Group { Key = g.Key })", "rows[].key OnlineId")]
    [InlineData("rows = db.Items.GroupBy(i => i.Sku).Select(g => new { g.Key, Count = g.Count() })", null)]
    public async Task What_is_asked_for_has_a_name(string value, string? path) => Assert.Equal(
        path is null ? [] : ["GET /c: " + path],
        await Analyze.ExposuresAsync(
            Types,
            """
            public class UserManager { public Task<IEnumerable<string>> GenerateNewTwoFactorRecoveryCodesAsync(int n) => null!; public Task<string> GetAuthenticatorKeyAsync() => null!; public Task<string> GetEmailAsync() => null!; public Task<int> CountRecoveryCodesAsync() => null!; }
            public class Group { public string Key { get; set; } = ""; }
            """,
            $$"""[Route("c")] public class CController(Db db, UserManager manager) : ControllerBase { [HttpGet] public async Task<IActionResult> Get() { await Task.Yield(); return Ok(new { {{value}} }); } }"""));

    [Fact]
    public async Task Reason_of_the_project_itself_counts() =>
        Assert.Empty(await AnswersAsync("public class Entry { [PiiGuard.NotPii(\"of a test\")] public string Label { get; set; } = \"\"; }", "static Entry Make(Account u) => new() { Label = u.UserName };"));

    /// <summary>A text keeps what it is in a local, and in a text that is made of it.</summary>
    [Theory]
    [InlineData("var label = u.UserName; return Ok(new { label });")]
    [InlineData("var label = $\"{u.FirstName} {u.LastName}\"; return Ok(new { label });")]
    [InlineData("var label = string.IsNullOrEmpty(u.FirstName) ? u.LastName : u.FirstName; return Ok(new { label });")]
    [InlineData("var label = u.UserName; label = label.Trim(); return Ok(new { label });")]
    [InlineData("return Ok(new { label = u.UserName.ToLowerInvariant() });")]
    [InlineData("return Ok(new { label = string.Join(\" \", u.FirstName, u.LastName) });")]
    [InlineData("var label = u.Points switch { 1 => u.FirstName, _ => u.LastName }; return Ok(new { label });")]
    [InlineData("return Ok(new { label = Sign(u) }); static string Sign(Account a) => a.LastName;")]
    [InlineData("var label = new List<string>(); label.Add(u.UserName); return Ok(new { label });")]
    [InlineData("var label = new[] { u }.Select(x => x.UserName).ToList(); return Ok(new { label });")]
    [InlineData("var b = new System.Text.StringBuilder(); b.Append(u.FirstName).Append(' ').AppendLine($\"{u.LastName}\"); return Ok(new { label = b.ToString() });")]
    public async Task Local_is_what_it_was_made_of(string body) =>
        Assert.Equal(["GET /c: label"], (await Analyze.ExposuresAsync(Types, $$"""[Route("c")] public class CController : ControllerBase { [HttpGet] public IActionResult Get(Account u) { {{body}} } }""")).Select(e => string.Join(' ', e.Split(' ')[..3]).TrimEnd('[', ']')));

    [Theory]
    [InlineData("var label = Mask(u.UserName); return Ok(new { label });")]
    [InlineData("var maskedUserName = u.UserName; return Ok(new { label = maskedUserName });")]
    [InlineData("var label = u.Theme; return Ok(new { label });")]
    public async Task Local_that_is_masked_is_not(string body) =>
        Assert.Empty(await Analyze.ExposuresAsync(Types, $$"""[Route("c")] public class CController : ControllerBase { static string Mask(string s) => s.Substring(1); [HttpGet] public IActionResult Get(Account u) { {{body}} } }"""));

    private static Task<IReadOnlyList<string>> AnswersAsync(string entry, string maker) => Analyze.ExposuresAsync(
        Types, entry, "public class Makers { " + maker + " }", """[Route("c")] public class CController(IService service) : ControllerBase { [HttpGet] public List<Entry> Get() => service.All(); } public interface IService { List<Entry> All(); }""");
}
