namespace PiiGuard.CodeFixes.Tests;

public sealed class SealTypeFixTests
{
    private const string Source = """
        using Microsoft.AspNetCore.Mvc;

        [Route("c")]
        public class CController : ControllerBase
        {
            [HttpGet("c")]
            public Customer GetCustomer([FromServices] Customer customer) => customer;

            [HttpGet("p")]
            public Party GetParty([FromServices] Party party) => party;
        }

        /// <summary>Who pays.</summary>
        public class Customer
        {
            public string Email { get; set; } = "";
        }

        public partial record Party(string Phone);

        """;

    [Fact]
    public async Task Type_is_sealed()
    {
        Assert.Equal(["Seal 'Customer'"], await Fixing.TitlesAsync(new SealTypeFix(), Source, "PII1010"));

        Assert.Contains("/// <summary>Who pays.</summary>\npublic sealed class Customer\n{", await Fixing.ApplyAsync(new SealTypeFix(), Source, "PII1010", "Customer"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_types_of_a_project_are_sealed()
    {
        var text = await Fixing.ApplyToAllAsync(new SealTypeFix(), Source, "PII1010");

        Assert.Contains("public sealed class Customer", text, StringComparison.Ordinal);
        Assert.Contains("public sealed partial record Party(string Phone);", text, StringComparison.Ordinal);
    }
}
