using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>
/// Handlers of frameworks beside MVC and minimal APIs. Those that ASP.NET Core does not bring are declared in the test as far as the
/// analyzers look at them: they are known by name.
/// </summary>
public sealed class FrameworkTests
{
    internal const string Models = """
        public class Customer { public int Id { get; set; } public string Email { get; set; } = ""; }
        public record Status(string State, int Count);
        public static class Store { public static Customer Find() => new(); public static IQueryable<Customer> All => new List<Customer>().AsQueryable(); }
        """;

    internal const string Grpc = """
        namespace Grpc.Core { public class BindServiceMethodAttribute(Type t, string n) : Attribute { public Type T => t; public string N => n; } public interface IServerStreamWriter<T> { Task WriteAsync(T value); } public class ServerCallContext { } }
        namespace Google.Protobuf.WellKnownTypes { public sealed class Timestamp { public long Seconds { get; set; } } public sealed class Any { public string TypeUrl { get; set; } = ""; } }
        namespace Proto
        {
            using Grpc.Core; using Google.Protobuf.WellKnownTypes;
            public sealed class Ask { }
            public sealed class CustomerReply { public string EmailAddress { get; set; } = ""; public Timestamp? BirthDate { get; set; } public List<LineReply> Lines { get; } = new(); }
            public sealed class LineReply { public string Msisdn { get; set; } = ""; }
            public sealed class AnyReply { public Any? Payload { get; set; } }
            public static class Customers { [BindServiceMethod(typeof(Customers), "BindService")] public abstract class CustomersBase {
                public virtual Task<CustomerReply> Get(Ask request, ServerCallContext context) => throw new NotImplementedException();
                public virtual Task Watch(Ask request, IServerStreamWriter<CustomerReply> stream, ServerCallContext context) => throw new NotImplementedException();
                public virtual Task<Ask> Delete(Ask request, ServerCallContext context) => throw new NotImplementedException(); } }
        }
        """;

    internal const string Functions = """
        namespace Microsoft.Azure.Functions.Worker
        {
            public class FunctionAttribute(string name) : Attribute { public string Name => name; }
            public enum AuthorizationLevel { Anonymous, Function }
            public class HttpTriggerAttribute : Attribute { public HttpTriggerAttribute(AuthorizationLevel level, params string[] methods) { } public string? Route { get; set; } }
            public class TimerTriggerAttribute(string cron) : Attribute { public string Cron => cron; }
        }
        namespace Microsoft.Azure.Functions.Worker.Http
        {
            public abstract class HttpRequestData { public HttpResponseData CreateResponse() => null!; }
            public abstract class HttpResponseData { public string Cookies { get; set; } = ""; }
            public static class HttpResponseDataExtensions { public static ValueTask WriteAsJsonAsync<T>(this HttpResponseData response, T instance) => default; public static Task WriteStringAsync(this HttpResponseData response, string value) => Task.CompletedTask; }
        }
        """;

    internal const string HotChocolate = """
        namespace HotChocolate { public class GraphQLIgnoreAttribute : Attribute { } public class GraphQLNameAttribute(string name) : Attribute { public string Name => name; } }
        namespace HotChocolate.Types { public class ObjectType<T> { } public class QueryTypeAttribute : Attribute { } public class MutationTypeAttribute : Attribute { } public class ExtendObjectTypeAttribute(Type t) : Attribute { public Type T => t; } }
        namespace Microsoft.Extensions.DependencyInjection { public class Builder { } public static class SchemaExtensions { public static Builder AddQueryType<T>(this Builder b) => b; } }
        """;

    internal const string FastEndpoints = """
        namespace FastEndpoints
        {
            public enum Http { GET, POST }
            public class HttpGetAttribute(params string[] routes) : Attribute { public string[] Routes => routes; }
            public abstract class BaseEndpoint { public virtual void Configure() { } protected void Get(params string[] routes) { } protected void Post(params string[] routes) { } protected void Verbs(params Http[] verbs) { } protected void Routes(params string[] routes) { } public void AllowAnonymous() { } protected void Group<T>() { } protected Task SendResultAsync(IResult result) => Task.CompletedTask; protected Task SendStringAsync(string content) => Task.CompletedTask; protected Task SendBytesAsync(byte[] bytes) => Task.CompletedTask; }
            public abstract class Group { protected void Configure(string prefix, Action<BaseEndpoint> configure) { } }
            public abstract class SubGroup<T> : Group { }
            public abstract class Endpoint<TRequest, TResponse> : BaseEndpoint { public TResponse Response { get; set; } = default!; public virtual Task HandleAsync(TRequest request, System.Threading.CancellationToken ct) => Task.CompletedTask; protected Task SendAsync(TResponse response) => Task.CompletedTask; }
            public abstract class Endpoint<TRequest> : Endpoint<TRequest, object?> { }
        }
        """;

    internal const string Carter = "namespace Carter { public interface ICarterModule { void AddRoutes(IEndpointRouteBuilder app); } }";

    internal const string OData = """
        namespace Microsoft.AspNetCore.OData.Results { public class SingleResult<T> { } public static class SingleResult { public static SingleResult<T> Create<T>(IQueryable<T> q) => new(); } }
        namespace Microsoft.AspNetCore.OData.Query { public class EnableQueryAttribute : Attribute { } }
        namespace Microsoft.AspNetCore.OData.Routing.Controllers { public abstract class ODataController : ControllerBase { } }
        """;

    [Theory]
    [InlineData("public IActionResult OnGetExport() => new JsonResult(Store.Find());", "CustomersModel.OnGetExport: email EmailAddress")]
    [InlineData("public async Task<IActionResult> OnPostAsync() { await Task.Yield(); return new OkObjectResult(Store.Find()); }", "CustomersModel.OnPostAsync: email EmailAddress")]
    [InlineData("public JsonResult OnGet() => new(new { Store.Find().Email });", "CustomersModel.OnGet: email EmailAddress")]
    [InlineData("public void OnGet() { }", null)]
    [InlineData("public IActionResult Ongoing() => new JsonResult(Store.Find());", null)]
    [InlineData("[Microsoft.AspNetCore.Mvc.RazorPages.NonHandler] public IActionResult OnGetExport() => new JsonResult(Store.Find());", null)]
    public async Task Razor_page_handler(string member, string? expected) => await AssertAsync(expected, $$"""
        public class CustomersModel : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { {{member}} }
        """);

    [Theory]
    [InlineData("public Customer Get() => Store.Find();", "CustomerHub.Get: email EmailAddress")]
    [InlineData("public async Task<Customer[]> List() { await Task.Yield(); return []; }", "CustomerHub.List: [].email EmailAddress")]
    [InlineData("public async IAsyncEnumerable<Customer> Watch() { await Task.Yield(); yield return Store.Find(); }", "CustomerHub.Watch: [].email EmailAddress")]
    [InlineData("public System.Threading.Channels.ChannelReader<Customer> Watch() => System.Threading.Channels.Channel.CreateUnbounded<Customer>().Reader;", "CustomerHub.Watch: [].email EmailAddress")]
    [InlineData("public Task Tell() => Clients.All.SendAsync(\"changed\", Store.Find());", "CustomerHub.changed: email EmailAddress")]
    [InlineData("public Task Tell(string to) => Clients.Group(to).SendCoreAsync(\"changed\", new object[] { 1, Store.Find() });", "CustomerHub.changed: email EmailAddress")]
    [InlineData("public Task Tell() => Clients.All.SendAsync(\"changed\", new { Store.Find().Email });", "CustomerHub.changed: email EmailAddress")]
    [InlineData("public Task Tell() => Clients.All.SendAsync(\"changed\", 1, new Status(\"\", 1));", null)]
    [InlineData("public Task Tell() => Clients.All.SendAsync(\"changed\", new { label = Store.Find().Email });", "CustomerHub.changed: label EmailAddress")]
    [InlineData("private Customer Get() => Store.Find();", null)]
    [InlineData("public override Task OnConnectedAsync() => Task.CompletedTask;", null)]
    public async Task SignalR_hub(string member, string? expected) => await AssertAsync(expected, "using Microsoft.AspNetCore.SignalR; public class CustomerHub : Hub { " + member + " }");

    [Theory]
    [InlineData("public Task Tell() => Clients.Others.Changed(Store.Find());", "TypedHub.Changed: email EmailAddress")]
    [InlineData("public Task Tell() { var all = Clients.All; return all.Changed(Store.Find()); }", "TypedHub.Changed: email EmailAddress")]
    [InlineData("public Task Tell(string id) => Clients.Client(id).Changed(Store.Find());", "TypedHub.Changed: email EmailAddress")]
    public async Task Typed_hub(string member, string? expected) => await AssertAsync(
        expected,
        "using Microsoft.AspNetCore.SignalR; public interface IClient { Task Changed(Customer customer); } public class TypedHub : Hub<IClient> { " + member + " }");

    [Fact]
    public async Task Hub_context_is_a_sender_too() => await AssertAsync(
        "Notifier.changed: email EmailAddress",
        "using Microsoft.AspNetCore.SignalR; public class CustomerHub : Hub { } public class Notifier(IHubContext<CustomerHub> hub) { public Task Tell() => hub.Clients.All.SendAsync(\"changed\", Store.Find()); }");

    [Theory]
    [InlineData("public override Task<CustomerReply> Get(Ask request, ServerCallContext context) => Task.FromResult(new CustomerReply());", "CustomerService.Get: birthDate BirthDate, emailAddress EmailAddress, lines[].msisdn PhoneNumber")]
    [InlineData("public override async Task Watch(Ask request, IServerStreamWriter<CustomerReply> stream, ServerCallContext context) => await stream.WriteAsync(new());", "CustomerService.Watch: [].birthDate BirthDate, [].emailAddress EmailAddress, [].lines[].msisdn PhoneNumber")]
    [InlineData("public override Task<Ask> Delete(Ask request, ServerCallContext context) => Task.FromResult(request);", null)]
    public async Task Grpc_service(string member, string? expected) => await AssertAsync(expected, "using Grpc.Core; using Proto; public class CustomerService : Customers.CustomersBase { " + member + " }", Grpc);

    /// <summary>The namespaces of protobuf-net are spelled otherwise than its assemblies.</summary>
    [Fact]
    public async Task Types_of_protobuf_net_are_found_in_its_assemblies()
    {
        var package = Analyze.Package("protobuf-net.Grpc", "namespace ProtoBuf.Grpc.Configuration { public class ServiceAttribute : System.Attribute { } }");
        Assert.Equal(["Shop.FindAsync: email EmailAddress"], await Analyze.ExposuresAsync(
            package, Models, "[ProtoBuf.Grpc.Configuration.Service] public interface IShop { ValueTask<Customer> FindAsync(); } public class Shop : IShop { public ValueTask<Customer> FindAsync() => new(Store.Find()); }"));
    }

    [Theory]
    [InlineData("public ValueTask<Reply> FindAsync(int id) => new(new Reply());", "Shop.FindAsync: email EmailAddress, hidden.phone PhoneNumber")]
    [InlineData("public async IAsyncEnumerable<Reply> FindAllAsync() { await Task.Yield(); yield return new(); } public ValueTask<Reply> FindAsync(int id) => throw new Exception();", "Shop.FindAllAsync: [].email EmailAddress, [].hidden.phone PhoneNumber", "Shop.FindAsync: email EmailAddress, hidden.phone PhoneNumber")]
    [InlineData("public ValueTask<Reply> Other() => new(new Reply()); ValueTask<Reply> IShop.FindAsync(int id) => Other();", "Shop.FindAsync: email EmailAddress, hidden.phone PhoneNumber")]
    public async Task Grpc_service_that_is_written_code_first(string members, params string[] expected) => Assert.Equal(expected, await Analyze.ExposuresAsync(
        """
        namespace ProtoBuf { public class ProtoContractAttribute : Attribute { public int ImplicitFields { get; set; } } public class ProtoMemberAttribute(int tag) : Attribute { public int Tag => tag; } public class ProtoIgnoreAttribute : Attribute { } }
        namespace ProtoBuf.Grpc.Configuration { public class ServiceAttribute : Attribute { } }
        """,
        $$"""
        using ProtoBuf; using ProtoBuf.Grpc.Configuration;
        [ProtoContract] public class Reply { [ProtoMember(1)] public string Email { get; set; } = ""; public string Msisdn { get; set; } = ""; [ProtoMember(2)] public Inner? Hidden { get; set; } }
        [ProtoContract(ImplicitFields = 1)] public class Inner { public string Phone { get; set; } = ""; [ProtoIgnore] public DateOnly BirthDate { get; set; } }
        [Service] public interface IShop { ValueTask<Reply> FindAsync(int id); IAsyncEnumerable<Reply> FindAllAsync() => throw new Exception(); }
        public class Shop : IShop { {{members}} }
        """));

    [Theory]
    [InlineData("[Function(\"GetCustomer\")] public IActionResult Run([HttpTrigger(AuthorizationLevel.Function, \"get\", Route = \"customers/{id:int}\")] HttpRequest r) => new OkObjectResult(Store.Find());", "GET /api/customers/{id}: email EmailAddress")]
    [InlineData("[Function(\"GetCustomer\")] public async Task<HttpResponseData> Run([HttpTrigger(AuthorizationLevel.Function, \"post\")] HttpRequestData r) { var a = r.CreateResponse(); await a.WriteAsJsonAsync(Store.Find()); return a; }", "POST /api/GetCustomer: Email EmailAddress")]
    [InlineData("[Function(\"GetCustomer\")] public async Task<HttpResponseData> Run([HttpTrigger(AuthorizationLevel.Function, \"get\")] HttpRequestData r) { var a = r.CreateResponse(); await a.WriteStringAsync(System.Text.Json.JsonSerializer.Serialize(Store.Find())); return a; }", "GET /api/GetCustomer: Email EmailAddress")]
    [InlineData("[Function(\"GetCustomer\")] public Task<Customer> Run([HttpTrigger(AuthorizationLevel.Function)] HttpRequestData r) => Task.FromResult(Store.Find());", "* /api/GetCustomer: email EmailAddress")]
    [InlineData("[Function(\"Nightly\")] public Customer Run([TimerTrigger(\"* * *\")] int t) => Store.Find();", null)]
    public async Task Azure_function(string member, string? expected) => await AssertAsync(expected, "using Microsoft.Azure.Functions.Worker; using Microsoft.Azure.Functions.Worker.Http; public class Fns { " + member + " }", Functions);

    [Theory]
    [InlineData("[QueryType] public static class Query { public static Customer GetCustomer(int id) => Store.Find(); }", "Query.GetCustomer: email EmailAddress")]
    [InlineData("[QueryType] public class Query { public IQueryable<Customer> Customers => Store.All; }", "Query.Customers: [].email EmailAddress")]
    [InlineData("[MutationType] public class Mutation { public async Task<Payload> AddAsync() { await Task.Yield(); return new(); } } public class Payload { public Customer GetCustomerAsync() => new(); [GraphQLIgnore] public string Phone => \"\"; [GraphQLName(\"dob\")] public DateOnly? BirthDate => null; }", "Mutation.AddAsync: customer.email EmailAddress, dob BirthDate")]
    [InlineData("[ExtendObjectType(typeof(Customer))] public class More { public string GetSsn() => \"\"; }", null)] // a bare text has no name on the wire but that of its field
    [InlineData("public class Query { public Customer GetCustomer(int id) => Store.Find(); } public static class Setup { public static void Add(Microsoft.Extensions.DependencyInjection.Builder b) => Microsoft.Extensions.DependencyInjection.SchemaExtensions.AddQueryType<Query>(b); }", "Query.GetCustomer: email EmailAddress")]
    [InlineData("public class Query : Base { } public class Base { public Customer GetCustomer(int id) => Store.Find(); public override string ToString() => \"\"; } public static class Setup { public static void Add(Microsoft.Extensions.DependencyInjection.Builder b) => Microsoft.Extensions.DependencyInjection.SchemaExtensions.AddQueryType<Described>(b); } public class Described : ObjectType<Query> { }", "Query.GetCustomer: email EmailAddress")]
    [InlineData("[QueryType] public class Query { public Box Find() => new(); } public class Box { public IParty? Holder => null; public Plain? Plain => null; } public interface IParty { int Id { get; } } public class Person : IParty { public int Id => 1; public string Email => \"\"; } public class Plain { public int Id => 1; } public class Odd : Plain { public string Phone => \"\"; }", "Query.Find: holder.email EmailAddress")] // behind an interface every type that implements it, behind a class that class
    [InlineData("[QueryType] public class Query { [GraphQLIgnore] public Customer Find() => Store.Find(); public Status State() => new(\"\", 1); }", null)]
    public async Task Graphql_root(string source, string? expected) => await AssertAsync(expected, "using HotChocolate; using HotChocolate.Types; " + source, HotChocolate);

    [Theory]
    [InlineData("public class E : Endpoint<int, Customer> { public override void Configure() { Get(\"/customers/{id}\"); AllowAnonymous(); } }", "GET /customers/{id}: email EmailAddress")]
    [InlineData("public class E : Endpoint<int, List<Customer>> { public override void Configure() { Verbs(Http.POST); Routes(\"/customers\"); } }", "POST /customers: [].email EmailAddress")]
    [InlineData("public class E : Endpoint<int, Customer> { static readonly string Path = \"/c\"; public override void Configure() => Get(Path); }", "E.HandleAsync: email EmailAddress")]
    [InlineData("[HttpGet(\"/customers\")] public class E : Endpoint<int, Customer> { }", "GET /customers: email EmailAddress")]
    [InlineData("public class E : Endpoint<int> { public override void Configure() => Get(\"/c\"); public override async Task HandleAsync(int request, System.Threading.CancellationToken ct) => await SendAsync(Store.Find()); }", "GET /c: email EmailAddress")]
    [InlineData("public class E : Endpoint<int> { public override void Configure() => Get(\"/c\"); public override Task HandleAsync(int request, System.Threading.CancellationToken ct) { Response = Store.Find(); return Task.CompletedTask; } }", "GET /c: email EmailAddress")]
    [InlineData("public class E : Endpoint<int> { public override void Configure() => Get(\"/c\"); public override Task HandleAsync(int request, System.Threading.CancellationToken ct) => SendResultAsync(TypedResults.Ok(Store.Find())); }", "GET /c: email EmailAddress")]
    [InlineData("public class E : Endpoint<int> { public override void Configure() => Get(\"/c\"); public override Task HandleAsync(int request, System.Threading.CancellationToken ct) => SendStringAsync(System.Text.Json.JsonSerializer.Serialize(Store.Find())); }", "GET /c: Email EmailAddress")]
    [InlineData("public class E : Endpoint<int> { public override void Configure() => Get(\"/c\"); public override Task HandleAsync(int request, System.Threading.CancellationToken ct) => Answer(request); Task Answer(int request) => SendAsync(Store.Find()); }", "GET /c: email EmailAddress")]
    [InlineData("public abstract class Base : Endpoint<int> { protected Task Respond<T>(T value) => SendAsync(new { data = value }); } public class E : Base { public override void Configure() => Get(\"/c\"); public override Task HandleAsync(int request, System.Threading.CancellationToken ct) => Respond(Store.Find()); }", "GET /c: data.email EmailAddress")]
    [InlineData("public class E : Endpoint<int, IResult> { public override void Configure() => Get(\"/c\"); public override Task HandleAsync(int request, System.Threading.CancellationToken ct) => SendResultAsync(Results.Ok(Store.Find())); }", "GET /c: email EmailAddress")]
    [InlineData("public class E : Endpoint<int, Customer> { public override void Configure() { Get(\"/c\"); Group<Inner>(); } } public class Outer : Group { public Outer() => Configure(\"api\", e => { }); } public class Inner : SubGroup<Outer> { public Inner() => Configure(\"v1\", e => { }); }", "GET /api/v1/c: email EmailAddress")]
    [InlineData("public class E : Endpoint<int, Customer> { public override void Configure() { Get(\"/c\"); Group<Own>(); } } public class Own : Group { static readonly string Prefix = \"x\"; public Own() => Configure(Prefix, e => { }); }", "E.HandleAsync: email EmailAddress")]
    [InlineData("public abstract class B : Endpoint<int, Customer> { public override void Configure() => Get(\"/c\"); } public class E : B { public override Task HandleAsync(int r, System.Threading.CancellationToken ct) => SendAsync(Store.Find()); }", "E.HandleAsync: email EmailAddress")]
    [InlineData("public abstract class B<T> : Endpoint<int, List<T>> { public override void Configure() => Get(\"/c\"); public override Task HandleAsync(int r, System.Threading.CancellationToken ct) => SendAsync([]); } public class E : B<Customer>;", "E.HandleAsync: [].email EmailAddress")]
    [InlineData("public class E : Endpoint<int, Status> { public override void Configure() => Get(\"/c\"); }", null)]
    [InlineData("public abstract class E : Endpoint<int, Customer> { public override void Configure() => Get(\"/c\"); }", null)]
    public async Task Fast_endpoint(string source, string? expected) => await AssertAsync(expected, "using FastEndpoints; using HttpGet = FastEndpoints.HttpGetAttribute; " + source, FastEndpoints);

    /// <summary>Methods of another version of the package than the one that is referenced, or of none: what they are handed is sent.</summary>
    [Theory]
    [InlineData("Task HandleAsync(int request, System.Threading.CancellationToken ct) => SendOkAsync(Store.Find(), ct);", "GET /c: email EmailAddress")]
    [InlineData("async Task HandleAsync(int request, System.Threading.CancellationToken ct) { var found = Store.Find(); await SendAsync(new { label = found.Email }, cancellation: ct); }", "GET /c: label EmailAddress")]
    [InlineData("async Task HandleAsync(int request, System.Threading.CancellationToken ct) { var found = Store.Find(); await SendCreatedAtAsync(\"c\", new { id = 1 }, found); }", "GET /c: email EmailAddress")]
    [InlineData("async Task HandleAsync(int request, System.Threading.CancellationToken ct) { await Task.Yield(); var rows = new[] { Store.Find() }.Select(c => new Row(c.Email)).ToList(); await SendOkAsync(rows, ct); } public record Row(string Who); public class Other { public record Row(string Who); public static Row Make(int rank) => new(rank.ToString()); }", "GET /c: [].who EmailAddress")]
    [InlineData("async Task HandleAsync(int request, System.Threading.CancellationToken ct) { var text = new System.Text.StringBuilder(); foreach (var c in new[] { Store.Find() }) { text.AppendLine(string.Join(',', 1, c.Email)); } await SendTextAsync(text.ToString(), contentType: \"text/csv\", cancellation: ct); }", "GET /c: $ EmailAddress")]
    [InlineData("async Task HandleAsync(int request, System.Threading.CancellationToken ct) { var text = new System.Text.StringBuilder(); foreach (var c in new[] { Store.Find() }) { text.AppendLine(string.Join(',', 1, c.Email)); } await SendStringAsync(text.ToString()); }", "GET /c: $ EmailAddress")]
    [InlineData("async Task HandleAsync(int request, System.Threading.CancellationToken ct) { var byDay = new[] { Store.Find() }.ToList().GroupBy(c => c.Id).ToDictionary(g => g.Key, g => g.Select(x => $\"{x.Email}\").ToList()); await SendAsync(byDay, cancellation: ct); }", "GET /c: {}[] EmailAddress")]
    [InlineData("Task HandleAsync(int request, System.Threading.CancellationToken ct) => SendNoContentAsync(ct);", null)]
    public async Task Fast_endpoint_of_another_version(string handler, string? expected)
    {
        var stubs = FastEndpoints.Replace("protected Task SendAsync(TResponse response) => Task.CompletedTask;", "", StringComparison.Ordinal);
        var found = await Analyze.RunAsync(Analyze.Compile(["using FastEndpoints; public class E : Endpoint<int> { public override void Configure() => Get(\"/c\"); public override " + handler + " }", Models, stubs]));

        Assert.Equal(expected is null ? [] : [expected], Analyze.Exposures(found));
    }

    [Theory]
    [InlineData("[WolverineGet(\"/customers/{id}\")] public static Customer Get(int id) => Store.Find();", "GET /customers/{id}: email EmailAddress")]
    [InlineData("[WolverinePost(\"/customers\")] public async Task<object> Post() { await Task.Yield(); return Store.Find(); }", "POST /customers: email EmailAddress")]
    [InlineData("public static Customer Get(int id) => Store.Find();", null)]
    public async Task Wolverine_route(string member, string? expected) => await AssertAsync(
        expected,
        "using Wolverine.Http; public class CustomerEndpoints { " + member + " }",
        "namespace Wolverine.Http { public abstract class WolverineHttpMethodAttribute(string template) : Attribute { public string Template => template; } public class WolverineGetAttribute(string t) : WolverineHttpMethodAttribute(t); public class WolverinePostAttribute(string t) : WolverineHttpMethodAttribute(t); }");

    /// <summary>Names by the conventions of ABP: the verb of the method's prefix, the service and the rest in kebab case.</summary>
    [Theory]
    [InlineData("public Task<Customer> GetAsync(int id) => throw new Exception();", "GET /api/app/loyal-customer/{id}: email EmailAddress")]
    [InlineData("public Task<List<Customer>> GetListAsync() => throw new Exception();", "GET /api/app/loyal-customer: [].email EmailAddress")]
    [InlineData("public Task<Customer> UpdateBillingDataAsync(int id, int planId) => throw new Exception();", "PUT /api/app/loyal-customer/{id}/billing-data/{planId}: email EmailAddress")]
    [InlineData("public Task<Customer> ConfirmAsync() => throw new Exception();", "POST /api/app/loyal-customer/confirm: email EmailAddress")]
    [InlineData("[Volo.Abp.RemoteService(false)] public Task<Customer> GetAsync(int id) => throw new Exception();", null)]
    [InlineData("protected Task<Customer> GetAsync(int id) => throw new Exception();", null)]
    public async Task Abp_service(string member, string? expected) => await AssertAsync(expected, Abp("public class LoyalCustomerAppService : Volo.Abp.Application.Services.ApplicationService { " + member + " }"), AbpTypes);

    [Fact]
    public async Task Abp_service_that_the_app_does_not_serve_is_none() => await AssertAsync(null, "public class CustomerAppService : Volo.Abp.Application.Services.ApplicationService { public Task<Customer> GetAsync(int id) => throw new Exception(); }", AbpTypes);

    private const string AbpTypes = """
        namespace Volo.Abp { public interface IRemoteService { } public class RemoteServiceAttribute(bool isEnabled = true) : Attribute { public bool IsEnabled { get; set; } = isEnabled; } }
        namespace Volo.Abp.Application.Services { public abstract class ApplicationService : Volo.Abp.IRemoteService { } }
        public class MvcOptionsOfAbp { public Conventional ConventionalControllers { get; } = new(); public class Conventional { public void Create(System.Reflection.Assembly a) { } } }
        """;

    private static string Abp(string service) => service + " public class Module { public void Configure(MvcOptionsOfAbp options) => options.ConventionalControllers.Create(typeof(Module).Assembly); }";

    [Fact]
    public async Task Identity_endpoints() => Assert.Equal(
        ["GET /identity/manage/info: email EmailAddress", "POST /identity/login: accessToken Credential, refreshToken Credential", "POST /identity/manage/2fa: recoveryCodes[] Credential, sharedKey Credential", "POST /identity/manage/info: email EmailAddress", "POST /identity/refresh: accessToken Credential, refreshToken Credential"],
        await Analyze.ExposuresAsync("""public class User; public static class App { public static void Map(Microsoft.AspNetCore.Builder.WebApplication app) => Microsoft.AspNetCore.Routing.IdentityApiEndpointRouteBuilderExtensions.MapIdentityApi<User>(app.MapGroup("/identity")); }"""));

    [Fact]
    public async Task Carter_module() => await AssertAsync(
        "GET /customers/{id}: email EmailAddress",
        "public class CustomerModule : Carter.ICarterModule { public void AddRoutes(IEndpointRouteBuilder app) => app.MapGet(\"/customers/{id}\", (int id) => Store.Find()); }",
        Carter);

    [Theory]
    [InlineData("[EnableQuery] public IQueryable<Customer> Get() => Store.All;", "CustomersController.Get: [].email EmailAddress")]
    [InlineData("[EnableQuery] public SingleResult<Customer> Get(int key) => SingleResult.Create(Store.All);", "CustomersController.Get: email EmailAddress")]
    [InlineData("[EnableQuery] public IActionResult Get() => Ok(Store.All);", "CustomersController.Get: [].email EmailAddress")]
    public async Task Odata_controller(string member, string? expected) => await AssertAsync(
        expected,
        "using Microsoft.AspNetCore.OData.Query; using Microsoft.AspNetCore.OData.Results; public class CustomersController : Microsoft.AspNetCore.OData.Routing.Controllers.ODataController { " + member + " }",
        OData);

    [Fact]
    public async Task Protobuf_any_is_not_evaluable()
    {
        var compilation = Analyze.Compile([Models, Grpc, "using Grpc.Core; using Proto; public static class Any { [BindServiceMethod(typeof(Any), \"B\")] public abstract class AnyBase { public virtual Task<AnyReply> Get() => null!; } } public class S : Any.AnyBase { public override Task<AnyReply> Get() => Task.FromResult(new AnyReply()); }"]);
        compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new("PII1007", Microsoft.CodeAnalysis.ReportDiagnostic.Warn)]));
        Assert.Equal("S.Get may return more than can be told from the code: some value in it is known at run time only", Assert.Single(await Analyze.RunAsync(compilation), d => d.Id == "PII1007").GetMessage());
    }

    [Theory]
    [InlineData("Get(\"/c\"); Group<Open>();", "PII1009")]
    [InlineData("Get(\"/c\");", "PII1001")]
    public async Task Fast_endpoint_is_open_where_its_group_is(string configure, string id) => Assert.Equal([id], (await Analyze.RunAsync(
        [
            "using FastEndpoints; public class E : Endpoint<int, Customer> { public override void Configure() { " + configure + " } } public class Open : Group { public Open() => Configure(\"x\", e => e.AllowAnonymous()); }", Models, FastEndpoints,
        ])).Select(d => d.Id));

    [Fact]
    public async Task Fast_endpoint_that_sends_bytes_is_not_evaluable() => Assert.Equal(["PII1007"], (await Analyze.RunAsync(
        ["using FastEndpoints; public class E : Endpoint<int> { public override void Configure() => Get(\"/c\"); public override Task HandleAsync(int request, System.Threading.CancellationToken ct) => SendBytesAsync([]); }", Models, FastEndpoints], strict: true)).Select(d => d.Id));

    private static async Task AssertAsync(string? expected, string source, params string[] framework) =>
        Assert.Equal(expected is null ? [] : [expected], await Analyze.ExposuresAsync([source, Models, .. framework]));
}
