using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

[Trait("rule", "PII1010")]
public sealed class OpenRootTests
{
    private const string Customer = "public class Customer { public string Email { get; set; } = \"\"; }";

    [Theory]
    [InlineData(Customer, "(Customer c) => c", true)]
    [InlineData(Customer, "async (Customer c) => { await Task.Yield(); return Results.Ok(c); }", true)]
    [InlineData("public record Customer(string Email);", "(Customer c) => c", true)]
    [InlineData("public class Customer<T> { public string Email { get; set; } = \"\"; public T Of { get; set; } = default!; }", "(Customer<int> c, Customer<string> d) => c.Of > 0 ? Results.Ok(c) : Results.Ok(d)", true)] // once
    [InlineData(Customer, "() => new Customer()", false)] // of that type and no other
    [InlineData(Customer, "(Customer c) => new[] { c }", false)] // written as declared
    [InlineData("public sealed class Customer { public string Email { get; set; } = \"\"; }", "(Customer c) => c", false)]
    [InlineData("public abstract class Customer { public string Email { get; set; } = \"\"; }", "(Customer c) => c", false)]
    [InlineData("public class Customer { public int Count { get; set; } }", "(Customer c) => c", false)]
    [InlineData("public class Customer { public virtual string Email { get; set; } = \"\"; }", "(Customer c) => c", false)]
    [InlineData("public class Customer { protected int N; public string Email { get; set; } = \"\"; }", "(Customer c) => c", false)]
    [InlineData("[System.ComponentModel.DataAnnotations.Schema.Table(\"c\")] public class Customer { public string Email { get; set; } = \"\"; }", "(Customer c) => c", false)]
    [InlineData("[JsonPolymorphic] public class Customer { public string Email { get; set; } = \"\"; }", "(Customer c) => c", false)]
    [InlineData(Customer + " public abstract class Vip : Customer { }", "(Customer c) => c", false)]
    [InlineData(Customer + " public class Page<T> : Customer { }", "(Customer c) => c", false)]
    [InlineData(Customer + " public class Repo<T> where T : Customer { }", "(Customer c) => c", false)]
    [InlineData(Customer + " public class Repo { public T Get<T>() where T : Customer => default!; }", "(Customer c) => c", false)]
    [InlineData("public class Customer { public string Email { get; private protected set; } = \"\"; }", "(Customer c) => c", false)]
    [InlineData("public class Customer<T> { public string Email { get; set; } = \"\"; } public class Vip : Customer<int> { }", "(Customer<string> c) => c", false)]
    [InlineData(Customer + " public class Vip : Customer { }", "(Customer c) => c", false)] // PII1006 looks at those
    public async Task Type_that_could_be_sealed_is_named(string type, string handler, bool named)
    {
        var compilation = Analyze.Compile([type, $$"""public static class Api { public static void Map(WebApplication app) { app.MapPost("/c", {{handler}}); app.MapPut("/c", {{handler}}); } }"""]);
        var found = await Analyze.RunAsync(compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new("PII1010", ReportDiagnostic.Info)])));

        Assert.Equal(named ? ["'Customer' is sent with personal data and is not sealed: a type that derives from it would be sent whole in its place"] : [], found.Where(d => d.Id == "PII1010").Select(d => d.GetMessage()));
        Assert.DoesNotContain(await Analyze.RunAsync(compilation), d => d.Id == "PII1010"); // off by default
    }
}
