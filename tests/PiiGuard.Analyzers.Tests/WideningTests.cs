using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

/// <summary>A response that grows is a finding, however it grows: the contract of before does not cover it.</summary>
[Trait("rule", "PII1001")]
public sealed class WideningTests
{
    private const string Before = """
        public sealed class CustomerDto { public int Id { get; set; } public string Email { get; set; } = ""; /*property*/ }
        public class CustomerEntity { public int Id { get; set; } public string Email { get; set; } = ""; public string Phone { get; set; } = ""; }
        [Route("v1/c")] public class V1Controller : ControllerBase
        {
            [HttpGet] /*attribute*/ public IActionResult Get(bool all) { /*branch*/ return Ok(/*value*/new CustomerDto()/*end*/); }
        }
        /*more*/
        """;

    private const string Contract = "GET /v1/c | email | EmailAddress | Agents write to them.\n";

    [Fact]
    public async Task Nothing_is_found_before() => Assert.Empty(await Analyze.RunAsync([Before], Contract));

    [Theory]
    [InlineData("/*property*/", "public DateOnly? BirthDate { get; set; }", "PII1001: birthDate BirthDate")]
    [InlineData("/*property*/", "public string Password { get; set; } = \"\";", "PII1002: password Credential")]
    [InlineData("/*property*/", "public CustomerDto? Partner { get; set; }", "PII1001: partner.email EmailAddress")]
    [InlineData("/*branch*/", "if (all) { return Ok(new { Msisdn = Request.Path.ToString() }); }", "PII1001: msisdn PhoneNumber")]
    [InlineData("/*value*/new CustomerDto()/*end*/", "new CustomerEntity()", "PII1001: phone PhoneNumber")]
    [InlineData("/*value*/new CustomerDto()/*end*/", "new[] { new CustomerDto() }", "PII1001: [].email EmailAddress", true)] // a list of them, and the line is stale
    [InlineData("/*attribute*/", "[Microsoft.AspNetCore.Authorization.AllowAnonymous]", "PII1009: email EmailAddress")]
    [InlineData("/*more*/", "[Route(\"v2/c\")] public class V2Controller : ControllerBase { [HttpGet] public CustomerDto Get() => new(); }", "PII1001: email EmailAddress")]
    [InlineData("/*attribute*/", "[HttpPost]", "PII1001: email EmailAddress")]
    public async Task Wider_response_is_found(string place, string change, string expected, bool stale = false)
    {
        var found = await Analyze.RunAsync([Before.Replace(place, change, StringComparison.Ordinal)], Contract);

        Assert.Equal(expected, Assert.Single(found, d => d.Properties.ContainsKey("paths")) is var d ? $"{d.Id}: {d.Properties["paths"]} {d.Properties["categories"]}" : null);
        Assert.Equal(stale, found.Any(d => d.Id == "PII4002"));
    }
}
