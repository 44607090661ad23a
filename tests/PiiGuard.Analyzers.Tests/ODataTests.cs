using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>Endpoints that OData serves from a model (wire-shape line 33). What real apps send is compared by PiiGuard.WireOracle.</summary>
public sealed class ODataTests
{
    private const string Models = """
        using Microsoft.AspNetCore.OData.Query; using Microsoft.AspNetCore.OData.Routing.Controllers;
        public class Customer { public int Id { get; set; } public string Email { get; set; } = ""; public Customer? Friend { get; set; } public string? Ssn { get; set; } }
        public class Order { public int Id { get; set; } }
        public static class Store { public static IQueryable<Customer> All => null!; }
        """;

    private const string Startup = """
        namespace Microsoft.OData.ModelBuilder
        {
            public class ODataConventionModelBuilder { public Set<T> EntitySet<T>(string name) => new(); public Set<T> Singleton<T>(string name) => new(); public Set<T> EntityType<T>() => new(); public object GetEdmModel() => this; public void EnableLowerCamelCase() { } }
            public class Set<T> { public Set<T> EntityType => this; public void Ignore<P>(Func<T, P> member) { } public Set<T> Collection => this; public Set<T> Function(string name) => this; public Set<T> Action(string name) => this; }
            public class Options { public Options AddRouteComponents(string prefix, object model) => this; }
        }

        public static class Startup
        {
            public static void Add(Microsoft.OData.ModelBuilder.Options options)
            {
                var b = new Microsoft.OData.ModelBuilder.ODataConventionModelBuilder();
                b.EntitySet<Customer>("Customers").EntityType.Ignore(c => c.Ssn);
                b.EntitySet<Order>("Orders");
                b.Singleton<Customer>("Me");
                b.EntityType<Customer>().Collection.Function("Best");
                b.EntityType<Customer>().Action("Merge");
                options.AddRouteComponents("odata", b.GetEdmModel());
            }
        }
        """;

    [Theory]
    [InlineData("Customers", "[EnableQuery] public IQueryable<Customer> Get() => Store.All;", "GET /odata/Customers: value[].Email EmailAddress, value[].Friend.Email EmailAddress")]
    [InlineData("Customers", "[EnableQuery] public IActionResult GetCustomers() => Ok(Store.All);", "GET /odata/Customers: value[].Email EmailAddress, value[].Friend.Email EmailAddress")]
    [InlineData("Customers", "public Customer Get(int key) => Store.All.First();", "GET /odata/Customers({key}): *", "GET /odata/Customers/{key}: *")]
    [InlineData("Customers", "public Customer GetFriend(int key) => Store.All.First();", "GET /odata/Customers({key})/Friend: *", "GET /odata/Customers/{key}/Friend: *")]
    [InlineData("Customers", "public IActionResult Post(Customer c) => Ok(c);", "POST /odata/Customers: *")]
    [InlineData("Customers", "public IActionResult Patch(int key) => Ok(Store.All.First());", "PATCH /odata/Customers({key}): *", "PATCH /odata/Customers/{key}: *")]
    [InlineData("Customers", "[HttpGet] public Customer Best() => Store.All.First();", "GET /odata/Customers/Best(): *")]
    [InlineData("Customers", "[HttpPost] public Customer Merge(int key) => Store.All.First();", "POST /odata/Customers({key})/Merge: *", "POST /odata/Customers/{key}/Merge: *")]
    [InlineData("Orders", "public Customer GetBuyerFromOrder(int key) => Store.All.First();", "GET /odata/Orders({key})/Buyer: *", "GET /odata/Orders/{key}/Buyer: *")]
    [InlineData("Me", "public Customer Get() => Store.All.First();", "GET /odata/Me: *")]
    [InlineData("Customers", "[HttpGet(\"odata/Customers/Active\")] public Customer Active() => Store.All.First();", "GET /odata/Customers/Active: *")]
    [InlineData("Others", "[HttpGet(\"api/others\")] public Customer Active() => Store.All.First();", "GET /api/others: email EmailAddress, friend.email EmailAddress, friend.ssn GovernmentId, ssn GovernmentId")]
    [InlineData("Others", "public Customer Get() => Store.All.First();", "OthersController.Get: email EmailAddress, friend.email EmailAddress, friend.ssn GovernmentId, ssn GovernmentId")]
    public async Task Action_is_named_by_the_conventions_and_sends_what_the_model_holds(string controller, string action, params string[] expected) => Assert.Equal(
        expected.Select(e => e.Replace("*", "Email EmailAddress, Friend.Email EmailAddress", StringComparison.Ordinal)),
        await Analyze.ExposuresAsync(Models + FrameworkTests.OData, Startup, "using Microsoft.AspNetCore.OData.Query; using Microsoft.AspNetCore.OData.Routing.Controllers; public class " + controller + "Controller : ODataController { " + action + " }"));

    /// <summary>Where callers may not ask for it, what lies behind an entity is not sent.</summary>
    [Theory]
    [InlineData("Select", false)]
    [InlineData("Expand", true)]
    [InlineData("EnableQueryFeatures", true)]
    public async Task Navigation_is_sent_where_the_app_lets_callers_expand(string feature, bool expands) => Assert.Equal(
        ["GET /odata/Customers: value[].Email EmailAddress" + (expands ? ", value[].Friend.Email EmailAddress" : "")],
        await Analyze.ExposuresAsync(
            Models + FrameworkTests.OData, Startup,
            "public class Features { public Features AddOData(Action<Features> set) => this; public Features Select() => this; public Features Expand() => this; public Features EnableQueryFeatures() => this; }",
            $$"""public static class More { public static void Add(Features f) => f.AddOData(o => o.{{feature}}()); }""",
            "using Microsoft.AspNetCore.OData.Query; using Microsoft.AspNetCore.OData.Routing.Controllers; public class CustomersController : ODataController { [EnableQuery] public IQueryable<Customer> Get() => Store.All; }"));

    [Fact]
    public async Task Without_a_model_nothing_is_served_by_OData() => Assert.Equal(
        ["CustomersController.Get: email EmailAddress, friend.email EmailAddress, friend.ssn GovernmentId, ssn GovernmentId"],
        await Analyze.ExposuresAsync(Models + FrameworkTests.OData, "public class CustomersController : Microsoft.AspNetCore.OData.Routing.Controllers.ODataController { public Customer Get() => Store.All.First(); }"));

    [Fact]
    public async Task What_JSON_would_ignore_is_said_to_be_ignored_for_the_wrong_serialiser() => Assert.Contains(
        await Analyze.RunAsync([Models.Replace("public string? Ssn", "[JsonIgnore] public string? Phone { get; set; } public string? Ssn", StringComparison.Ordinal) + FrameworkTests.OData, Startup, "public class CustomersController : ControllerBase { public Customer Get(int key) => Store.All.First(); }"]),
        d => d.Id == "PII1005" && d.GetMessage(null).Contains("Phone (PhoneNumber)", StringComparison.Ordinal));
}
