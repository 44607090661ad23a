using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

public sealed class ShapeTests
{
    [Theory]
    [InlineData("public class R { public Inner Customer { get; set; } = new(); } public class Inner { public string Name { get; set; } = \"\"; }", "customer.name PersonName")]
    [InlineData("public class Party { public string GivenName { get; set; } = \"\"; } public class R : Party { }", "givenName PersonName")]
    [InlineData("public record R(DateOnly Dob);", "dob BirthDate")]
    [InlineData("public record R([property: JsonPropertyName(\"x_mail\")] string Email);", "x_mail EmailAddress")]
    [InlineData("public class R { [JsonPropertyName(\"msisdn\")] public string Number { get; set; } = \"\"; }", "msisdn PhoneNumber")]
    [InlineData("public class R { [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Email { get; set; } }", "email EmailAddress")]
    [InlineData("public class R { [JsonIgnore(Condition = JsonIgnoreCondition.Never)] public string? Email { get; set; } }", "email EmailAddress")]
    [InlineData("public class R { [JsonInclude] internal string Email { get; set; } = \"\"; }", "email EmailAddress")]
    [InlineData("public class R { [JsonInclude] public string Email = \"\"; }", "email EmailAddress")]
    [InlineData("public class R { public string FullName => \"\"; }", "fullName PersonName")]
    [InlineData("public class R { public List<string> Emails { get; set; } = []; }", "emails[] EmailAddress")]
    [InlineData("public class R { public Dictionary<string, string> PhoneNumbers { get; set; } = []; }", "phoneNumbers{} PhoneNumber")]
    [InlineData("public class R { public Dictionary<string, C> ById { get; set; } = []; } public class C { public string Email { get; set; } = \"\"; }", "byId{}.email EmailAddress")]
    [InlineData("public class R { public R? Next { get; set; } public string Email { get; set; } = \"\"; }", "email EmailAddress, next.email EmailAddress")] // one generation of a tree
    [InlineData("public interface R { string Email { get; } }", "email EmailAddress")]
    [InlineData("public interface IPerson { string Email { get; } } public interface R : IPerson { }", "email EmailAddress")]
    [InlineData("public struct R { public string Email { get; set; } }", "email EmailAddress")]
    [InlineData("public class R { public DateTime? BirthDate { get; set; } }", "birthDate BirthDate")]
    [InlineData("public class R { public string IMSI { get; set; } = \"\"; }", "imsi DeviceId")]
    [InlineData("public class R { public P<Customer> Page { get; set; } = new(); } public class P<T> { public T[] Items { get; set; } = []; } public class Customer { public string Name { get; set; } = \"\"; }", "page.items[].name PersonName")]
    [InlineData("public class R { [Pii(PiiCategory.Location)] public string Where { get; set; } = \"\"; }", "where Location")]
    [InlineData("public record R([Pii(PiiCategory.Health)] string Notes);", "notes Health")]
    [InlineData("public class R { [Pii(PiiCategory.Location)] public Point At { get; set; } = new(); } public class Point { public int X { get; set; } }", "at Location")]
    [InlineData("public class R { [NotPii(\" \")] public string Email { get; set; } = \"\"; }", "email EmailAddress")] // no reason, no effect
    public async Task Personal_data_is_found(string types, string expected) => Assert.Equal(["GET /r: " + expected], await RunAsync(types));

    [Theory]
    [InlineData("public class R { [JsonIgnore] public string Email { get; set; } = \"\"; }")]
    [InlineData("public class R { [JsonIgnore(Condition = JsonIgnoreCondition.Always)] public string Email { get; set; } = \"\"; }")]
    [InlineData("public record R([property: JsonIgnore] string Email);")]
    [InlineData("public class R { public string Email = \"\"; }")] // fields are not sent
    [InlineData("public class R { internal string Email { get; set; } = \"\"; }")]
    [InlineData("public class R { public string Email { private get; set; } = \"\"; }")]
    [InlineData("public class R { public static string Email { get; set; } = \"\"; }")]
    [InlineData("public class R { public string Email { set { } } }")]
    [InlineData("public interface IPerson { string Email { get; } } public class R : IPerson { string IPerson.Email => \"\"; }")]
    [InlineData("public class R { public string this[string email] => email; }")]
    [InlineData("public class R { public bool EmailConfirmed { get; set; } public int EmailTemplateId { get; set; } }")]
    [InlineData("public class R { public System.Net.IPAddress? BindAddress { get; set; } }")]
    [InlineData("public class R { public Product Product { get; set; } = new(); } public class Product { public string Name { get; set; } = \"\"; }")]
    [InlineData("public class R { [NotPii(\"The address of our own help desk\")] public string Email { get; set; } = \"\"; }")]
    [InlineData("public record R([NotPii(\"The address of our own help desk\")] string Email);")]
    [InlineData("public class R { [NotPii(\"Our own company\")] public Sender From { get; set; } = new(); } public class Sender { public string Email { get; set; } = \"\"; }")]
    [InlineData("public class B { public virtual string Email { get; set; } = \"\"; } public class R : B { [JsonIgnore] public override string Email { get; set; } = \"\"; }")]
    [InlineData("public class R { public Type? Kind { get; set; } public Exception? Error { get; set; } public Uri? Home { get; set; } }")]
    [InlineData("public class R { public DateTime Created { get; set; } public Guid CustomerId { get; set; } public decimal Total { get; set; } }")]
    public async Task Nothing_is_found(string types) => Assert.Empty(await RunAsync(types));

    /// <summary>Identity marks all that it keeps of a user; the flags and the id among it are not personal for that.</summary>
    [Fact]
    public async Task Marks_of_Identity_on_its_own_members_do_not_count() => Assert.Equal(
        ["GET /c: nick OnlineId"],
        await Analyze.ExposuresAsync(
            "namespace Microsoft.AspNetCore.Identity { public class IdentityUser { [PersonalData] public virtual string Id { get; set; } = \"\"; [PersonalData] public virtual bool EmailConfirmed { get; set; } } }",
            """public class AppUser : Microsoft.AspNetCore.Identity.IdentityUser { [Microsoft.AspNetCore.Identity.PersonalData] public string Nick { get; set; } = ""; } [Route("c")] public class CController : ControllerBase { [HttpGet] public AppUser Get() => throw new Exception(); }"""));

    /// <summary>A type whose name says nothing is named by what is around it.</summary>
    [Theory]
    [InlineData("public static class GetUser { public record Response(int Id, string Name); }", "GetUser.Response", true)]
    [InlineData("public static class GetProduct { public record Response(int Id, string Name); }", "GetProduct.Response", false)]
    [InlineData("namespace Features.Customers { public record Dto(int Id, string Name); }", "Features.Customers.Dto", true)]
    [InlineData("public static class GetUser { public record Product(int Id, string Name); }", "GetUser.Product", false)]
    public async Task Nested_type_is_named_by_its_holder(string types, string type, bool isPersonal) => Assert.Equal(
        isPersonal ? ["GET /c: name PersonName"] : [],
        await Analyze.ExposuresAsync("[Route(\"c\")] public class CController : ControllerBase { [HttpGet] public " + type + " Get() => throw new Exception(); }", types));

    [Fact]
    public async Task Attributes_of_Identity_are_honoured() =>
        Assert.Equal(
            ["GET /r: favouriteColour Other, mail EmailAddress"],
            await RunAsync("""
                public class R
                {
                    [Microsoft.AspNetCore.Identity.PersonalData] public string FavouriteColour { get; set; } = "";
                    [Microsoft.AspNetCore.Identity.ProtectedPersonalData, JsonPropertyName("mail")] public string Email { get; set; } = "";
                }
                """));

    [Fact]
    public async Task Classifications_of_Extensions_Compliance_are_honoured_by_name() =>
        Assert.Equal(
            ["GET /r: shoeSize Other"],
            await RunAsync("""
                namespace Microsoft.Extensions.Compliance.Classification
                {
                    public class DataClassificationAttribute : Attribute;
                    public sealed class NoDataClassificationAttribute : DataClassificationAttribute;
                }
                public sealed class PrivateDataAttribute : Microsoft.Extensions.Compliance.Classification.DataClassificationAttribute;
                public sealed class PublicDataAttribute : Microsoft.Extensions.Compliance.Classification.DataClassificationAttribute;
                public class R
                {
                    [PrivateData] public int ShoeSize { get; set; }
                    [PublicData] public string Colour { get; set; } = "";
                    [Microsoft.Extensions.Compliance.Classification.NoDataClassification] public string Email { get; set; } = "";
                }
                """));

    [Fact]
    public async Task Deep_recursion_through_generics_ends() =>
        Assert.NotEmpty(await RunAsync("public class R { public string Email { get; set; } = \"\"; public G<int>? Next { get; set; } } public class G<T> { public G<G<T>>? Next { get; set; } public string Email { get; set; } = \"\"; }"));

    private static Task<IReadOnlyList<string>> RunAsync(string types) =>
        Analyze.ExposuresAsync(types, "[Route(\"r\")] public class RController : ControllerBase { [HttpGet] public R Get() => throw new Exception(); }");
}
