using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using CarrierApi.Data;

namespace PiiGuard.FunctionalTests;

public sealed partial class CarrierGatewayTests
{
    [Fact]
    public async Task No_value_of_a_removed_field_is_in_a_partners_view_of_a_thousand_records()
    {
        await using var hosts = await CarrierHosts.StartAsync("--PiiGuard:Tiers:Partner:Subjects:0", "1000/day", "--PiiGuard:Tiers:Partner:Requests:0", "50/s burst 2000");
#pragma warning disable RS0030 // the seed is given
        var random = new Random(20221122);
#pragma warning restore RS0030
        foreach (var index in Enumerable.Range(0, 1_000).Select(_ => random.Next(CustomerDirectory.Count)))
        {
            var customer = CustomerDirectory.At(index);

            using var response = await hosts.GetAsync("/customers/" + customer.CustomerId, "partner-shop");
            var raw = await response.Content.ReadAsStringAsync();
            var unescaped = Escape().Replace(raw, m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString());

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            string[] secrets =
            [
                customer.EngagedParty.BirthDate.ToString("yyyy-MM-dd"), customer.EngagedParty.SocialSecurityNumber, customer.BillingAccount.AccountNumber,
                customer.BillingAccount.BillingEmail, customer.BillingAccount.BillingAddress.Street1, customer.BillingAccount.BillingAddress.City, customer.BillingAccount.BillingAddress.PostCode,
                .. customer.ContactMedium.SelectMany(m => new[] { m.EmailAddress, m.PhoneNumber }).OfType<string>(),
                .. customer.Lines.SelectMany(l => new[] { l.Msisdn, l.Msisdn[1..], l.Imsi, l.Iccid, l.PukCode }),
            ];
            Assert.All(secrets, secret => Assert.False(raw.Contains(secret, StringComparison.Ordinal) || unescaped.Contains(secret, StringComparison.Ordinal), $"A removed value of record {index} left."));

            // Short and common values could stand in others by chance, so they are compared as a whole.
            using var view = JsonDocument.Parse(raw);
            Assert.DoesNotContain(Leaves(view.RootElement), leaf => leaf == customer.AccountPin || leaf == customer.EngagedParty.Gender);
        }
    }

    [Fact]
    public async Task Agent_sees_the_year_of_birth_and_a_masked_PIN()
    {
        await using var hosts = await CarrierHosts.StartAsync();
        using var response = await hosts.GetAsync("/customers/C100042", "agent-anna");
        using var view = JsonDocument.Parse(await response.Content.ReadAsStreamAsync());

        Assert.Equal(CustomerDirectory.At(42).EngagedParty.BirthDate.Year.ToString(), view.RootElement.GetProperty("engagedParty").GetProperty("birthDate").GetString());
        Assert.Equal("***", view.RootElement.GetProperty("accountPin").GetString());
        Assert.Equal(CustomerDirectory.At(42).BillingAccount.AccountNumber, view.RootElement.GetProperty("billingAccount").GetProperty("accountNumber").GetString());
        Assert.False(view.RootElement.GetProperty("engagedParty").TryGetProperty("gender", out _));
    }

    [Fact]
    public async Task Customer_sees_its_own_data_and_nobody_elses()
    {
        await using var hosts = await CarrierHosts.StartAsync();

        using var own = await hosts.GetAsync("/customers/C100007", customer: "C100007");
        using var other = await hosts.GetAsync("/customers/C100008", customer: "C100007");
        using var all = await hosts.GetAsync("/customers?limit=2", customer: "C100007");

        Assert.Contains(CustomerDirectory.At(7).EngagedParty.SocialSecurityNumber, await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
        Assert.DoesNotContain(CustomerDirectory.At(8).EngagedParty.FamilyName, await other.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, all.StatusCode);
    }

    [Fact]
    public async Task Partner_gets_as_many_customers_as_its_budget_and_repeats_for_free()
    {
        await using var hosts = await CarrierHosts.StartAsync("--PiiGuard:Tiers:Partner:Subjects:0", "20/day");

        using var first = await hosts.GetAsync("/customers?limit=15", "partner-bank");
        using var tooMany = await hosts.GetAsync("/customers?limit=25", "partner-bank");
        using var repeated = await hosts.GetAsync("/customers?limit=15", "partner-bank");
        using var rest = await hosts.GetAsync("/customers?offset=15&limit=5", "partner-bank");
        using var spent = await hosts.GetAsync("/customers?offset=90&limit=1", "partner-bank");
        using var elsewhere = await hosts.GetAsync("/customers?offset=90&limit=1", "partner-shop");

        Assert.Equal([200, 429, 200, 200, 429, 200], new[] { first, tooMany, repeated, rest, spent, elsewhere }.Select(r => (int)r.StatusCode));
        Assert.InRange(spent.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 86_000, 87_750) /* a sub-bucket more than a day */;
        Assert.Contains("http-problem-types#quota-exceeded", await spent.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/customers/C100042/lines")]
    [InlineData("/customers/C100042/usage")]
    public async Task Minimal_API_endpoints_are_guarded_too(string path)
    {
        await using var hosts = await CarrierHosts.StartAsync();
        using var response = await hosts.GetAsync(path, "partner-shop");
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("dataUsageBytes", body, StringComparison.Ordinal);
        Assert.DoesNotContain(CustomerDirectory.At(42).Lines[0].Msisdn, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_gateway_everything_leaves()
    {
        await using var hosts = await CarrierHosts.StartAsync();

        Assert.Contains(CustomerDirectory.At(42).EngagedParty.SocialSecurityNumber, await hosts.Api.GetStringAsync("/customers/C100042"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, "credential-missing")]
    [InlineData("nobody", null, "credential-unknown")]
    [InlineData("agent-anna", "C100007", "credential-ambiguous")]
    public async Task Caller_that_is_not_certain_is_refused(string? apiKey, string? customer, string code)
    {
        await using var hosts = await CarrierHosts.StartAsync();
        using var response = await hosts.GetAsync("/customers/C100042", apiKey, customer);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.NotEmpty(response.Headers.WwwAuthenticate);
        Assert.Contains(code, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_is_open_as_configured()
    {
        await using var hosts = await CarrierHosts.StartAsync();

        Assert.Equal("""{"status":"ok"}""", await hosts.Gateway.GetStringAsync("/health"));
    }

    private static IEnumerable<string> Leaves(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Leaves(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Leaves),
        _ => [element.ToString()],
    };

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex Escape();
}
