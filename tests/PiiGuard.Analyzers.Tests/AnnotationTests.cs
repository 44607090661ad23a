using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

[Trait("rule", "PII1008")]
public sealed class AnnotationTests
{
    [Theory]
    [InlineData("public string Email { get; set; } = \"\";", "EmailAddress")]
    [InlineData("public List<string> Emails { get; } = [];", "EmailAddress")]
    [InlineData("public DateOnly? BirthDate { get; init; }", "BirthDate")]
    [InlineData("[Pii(PiiCategory.EmailAddress)] public string Email { get; set; } = \"\";", null)]
    [InlineData("[NotPii(\"of our own help desk\")] public string Email { get; set; } = \"\";", null)]
    [InlineData("[NotPii(\"\")] public string Email { get; set; } = \"\";", "EmailAddress")] // without a reason it has no effect
    [InlineData("public bool EmailConfirmed { get; set; }", null)]
    [InlineData("public string Sku { get; set; } = \"\";", null)]
    [InlineData("public static string Email { get; set; } = \"\";", null)]
    [InlineData("internal string Email { get; set; } = \"\";", null)]
    [InlineData("public Other Email { get; set; } = new();", null)] // what it holds is judged by itself
    public async Task Property_that_looks_personal_is_named(string property, string? category)
    {
        var found = await Analyze.RunAsync(Analyze.Compile(["public class Customer { " + property + " } public class Other { public int Count { get; set; } }"]), suggestions: true);

        Assert.Equal(category is null ? [] : [("PII1008", category)], found.Select(d => (d.Id, d.Properties["categories"])));
    }
}
