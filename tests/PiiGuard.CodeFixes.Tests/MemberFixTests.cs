using Microsoft.CodeAnalysis.CodeFixes;

namespace PiiGuard.CodeFixes.Tests;

public sealed class MemberFixTests
{
    private const string Controller = """
        using Microsoft.AspNetCore.Mvc;

        [Route("c")]
        public class CController : ControllerBase
        {
            [HttpGet]
            public Customer Get() => new();
        }

        """;

    private const string Class = """
        public class Customer
        {
            public int Id { get; set; }

            /// <summary>Where to write.</summary>
            public string Email { get; set; } = "";
        }
        """;

    [Fact]
    public async Task Member_is_left_out_by_the_serialiser_that_writes_it()
    {
        var text = await Fixing.ApplyAsync(new IgnoreMemberFix(), Controller + Class, "PII1001", "'email'");

        Assert.Contains("    /// <summary>Where to write.</summary>\n    [JsonIgnore]\n    public string Email", text, StringComparison.Ordinal);
        Assert.StartsWith("using System.Text.Json.Serialization;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PII1001", await Fixing.RulesAsync(text));
    }

    [Fact]
    public async Task Member_of_a_record_is_left_out_by_its_property()
    {
        var text = await Fixing.ApplyAsync(new IgnoreMemberFix(), Controller.Replace("new()", "new(1, \"\")", StringComparison.Ordinal) + "public record Customer(int Id, string Email);", "PII1001", "'email'");

        Assert.Contains("record Customer(int Id, [property: JsonIgnore] string Email)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PII1001", await Fixing.RulesAsync(text));
    }

    [Fact]
    public async Task Each_member_is_offered_once_and_one_of_an_anonymous_type_is_not()
    {
        Assert.Equal(
            ["Leave 'email' out of every response: [JsonIgnore]", "Leave 'phone' out of every response: [JsonIgnore]"],
            await Fixing.TitlesAsync(new IgnoreMemberFix(), Controller + "public class Customer { public string Email { get; set; } = \"\"; public string Phone { get; set; } = \"\"; public Customer? Parent { get; set; } }", "PII1001"));
        Assert.Empty(await Fixing.TitlesAsync(new IgnoreMemberFix(), Controller.Replace("Customer Get() => new()", "IActionResult Get() => Ok(new { Email = Request.Path.ToString() })", StringComparison.Ordinal), "PII1001"));
    }

    [Fact]
    public async Task Condition_is_replaced()
    {
        var text = await Fixing.ApplyAsync(
            new IgnoreMemberFix(), "using System.Text.Json.Serialization;\n" + Controller + "public class Customer { [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Email { get; set; } }", "PII1001", "'email'");

        Assert.Contains("{ [JsonIgnore] public string? Email", text.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("WhenWritingNull", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PII1001", await Fixing.RulesAsync(text));
    }

    [Theory]
    [InlineData("public required string Email { get; set; }")]
    [InlineData("[System.Text.Json.Serialization.JsonRequired] public string Email { get; set; } = \"\";")]
    public async Task Required_member_is_not_left_out(string member) => Assert.Empty(await Fixing.TitlesAsync( // every response would throw
        new IgnoreMemberFix(), Controller.Replace("new()", "Store.Find()", StringComparison.Ordinal) + "public static class Store { public static Customer Find() => null!; } public class Customer { " + member + " }", "PII1001"));

    [Theory]
    [InlineData("[Newtonsoft.Json.JsonIgnore] public string Email", "[JsonIgnore]")]
    [InlineData("[System.Obsolete, Newtonsoft.Json.JsonIgnore] public string Email", "[JsonIgnore]")]
    [InlineData("[System.Runtime.Serialization.IgnoreDataMember] public string Email", "[JsonIgnore]")]
    public async Task Attribute_of_the_wrong_serialiser_is_replaced(string member, string expected)
    {
        var text = await Fixing.ApplyAsync(new ReplaceIgnoreFix(), Controller + "public class Customer { " + member + " { get; set; } = \"\"; }", "PII1005", "which writes it");

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Newtonsoft", text, StringComparison.Ordinal);
        Assert.DoesNotContain("IgnoreDataMember", text, StringComparison.Ordinal);
        Assert.Equal(member.Contains("Obsolete", StringComparison.Ordinal), text.Contains("Obsolete", StringComparison.Ordinal));
        Assert.DoesNotContain("PII1005", await Fixing.RulesAsync(text));
    }

    [Fact]
    public async Task Everything_that_looks_protected_is_protected_at_once()
    {
        var text = await Fixing.ApplyToAllAsync(
            new ReplaceIgnoreFix(),
            Controller + """
                [Microsoft.AspNetCore.Mvc.Route("d")] public class DController : Microsoft.AspNetCore.Mvc.ControllerBase { [Microsoft.AspNetCore.Mvc.HttpGet] public Customer Get() => new(); }
                public class Customer { [Newtonsoft.Json.JsonIgnore] public string Email { get; set; } = ""; [Newtonsoft.Json.JsonIgnore] public string Phone { get; set; } = ""; }
                """,
            "PII1005");

        Assert.Equal(2, text.Split("[JsonIgnore]").Length - 1);
        Assert.DoesNotContain("PII1005", await Fixing.RulesAsync(text));
    }

    [Fact]
    public async Task Every_suggestion_is_answered_by_yes_at_once() => Assert.Empty(await Fixing.RulesAsync(
        await Fixing.ApplyToAllAsync(new AnnotateMemberFix(), "public class Customer { public string Email { get; set; } = \"\"; public string Phone { get; set; } = \"\"; } public record Person(string FirstName);", "PII1008")));

    [Fact]
    public void Dotnet_format_finds_one_fix_of_all_for_each_rule_that_the_readme_names()
    {
        // It applies every one of them, so that a second would undo, or be undone.
        var fixes = new CodeFixProvider[] { new DeclareInContractFix(), new IgnoreMemberFix(), new ReplaceIgnoreFix(), new MinimalResponseFix(), new AnnotateMemberFix() };
        Assert.All(
            fixes.SelectMany(f => f.FixableDiagnosticIds).Distinct(),
            id => Assert.Single(fixes, f => f.FixableDiagnosticIds.Contains(id) && f.GetFixAllProvider()?.GetSupportedFixAllScopes().Contains(FixAllScope.Solution) == true));
    }

    [Fact]
    public async Task Suggestion_is_answered_by_yes()
    {
        var text = await Fixing.ApplyAsync(new AnnotateMemberFix(), Class, "PII1008", "It is:");

        Assert.Contains("    [Pii(PiiCategory.EmailAddress)]\n    public string Email", text, StringComparison.Ordinal);
        Assert.StartsWith("using PiiGuard;", text, StringComparison.Ordinal);
        Assert.Empty(await Fixing.RulesAsync(text));
    }

    [Fact]
    public async Task Suggestion_is_answered_by_no_as_soon_as_there_is_a_reason()
    {
        var text = await Fixing.ApplyAsync(new AnnotateMemberFix(), "public record Desk(int Id, string CustomerEmail);", "PII1008", "It is not:");

        Assert.Contains("record Desk(int Id, [NotPii(\"\")] string CustomerEmail)", text, StringComparison.Ordinal);
        Assert.Equal(["PII1008"], await Fixing.RulesAsync(text));
        Assert.Empty(await Fixing.RulesAsync(text.Replace("\"\"", "\"the address of our own help desk\"", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("public class Customer { public Address? Home { get; set; } } public class Address { }")] // an object: what it holds is judged by itself
    [InlineData("public class Customer { [PiiGuard.Pii(PiiGuard.PiiCategory.PhoneNumber)] public string Phone { get; set; } = \"\"; }")]
    [InlineData("public class Customer { public bool IsEmailVerified { get; set; } private string Email { get; set; } = \"\"; public static string Phone { get; set; } = \"\"; }")]
    [InlineData("public class Product { public string Name { get; set; } = \"\"; }")]
    public async Task Nothing_is_suggested(string source) => Assert.Empty(await Fixing.RulesAsync(source));
}
