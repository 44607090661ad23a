using Microsoft.Extensions.Configuration;
using PiiGuard.Gateway.Policies;
using PiiGuard.Redaction;
using PiiGuard.TestUtilities;

namespace PiiGuard.Gateway.Tests;

public sealed class PolicyReaderTests
{
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static readonly Dictionary<string, string?> Good = new()
    {
        ["SubjectKeys:0"] = "customerId",
        ["Tiers:Partner:Default"] = "Mask",
        ["Tiers:Partner:Categories:BirthDate"] = "generalize",
        ["Tiers:Partner:Requests:0"] = "10/s",
        ["Tiers:Partner:Subjects:0"] = "100/day",
        ["Callers:shop:Tier"] = "Partner",
        ["Callers:shop:ApiKeySha256"] = Hash,
    };

    [Fact]
    public void Gateways_that_share_divide_what_each_counts_by_itself()
    {
        Dictionary<string, string?> cluster = new()
        {
            ["DigestKey"] = Convert.ToBase64String(new byte[32]), ["Store:Kind"] = "PostgreSql", ["Store:Connection"] = "Host=db", ["Store:Nodes"] = "4", ["Tiers:Partner:Concurrency"] = "9",
        };
        var tier = Assert.Single(Read(cluster).Tiers);
        Assert.Equal((2, 2, 100), (tier.Limits.Requests[0].Count, tier.Limits.Concurrency, tier.Limits.Subjects[0].Count));
        var error = Assert.Throws<InvalidPolicyException>(() => Read(new(cluster) { ["Store:Mode"] = "Leased", ["Store:WhenDown"] = "Share", ["Tiers:Partner:Requests:0"] = "3/s" }));
        Assert.Collection(
            error.Mistakes.Select(m => m.ToString()).Order(StringComparer.Ordinal),
            m => Assert.StartsWith("PiiGuard:Store:File: is missing", m, StringComparison.Ordinal),
            m => Assert.StartsWith("PiiGuard:Store:WhenDown: 'Share' is not for 'Leased'", m, StringComparison.Ordinal),
            m => Assert.StartsWith("PiiGuard:Tiers:Partner:Requests: '3/s' is too little to be divided among 4 gateways", m, StringComparison.Ordinal));
    }

    [Fact]
    public void Good_policy_is_read()
    {
        var policy = Read([]);

        var tier = Assert.Single(policy.Tiers);
        Assert.Equal(RedactionAction.Mask, tier.DefaultAction.Action);
        Assert.Equal(RedactionAction.Generalize, tier.Actions[PiiCategory.BirthDate].Action);
        Assert.Equal(["10/s"], tier.Limits.Requests.Select(q => q.ToString()));
        Assert.Equal(["100/day"], tier.Limits.Subjects.Select(q => q.ToString()));
        Assert.Equal("X-Api-Key", policy.ApiKeyHeader);
        Assert.Equal(1 << 20, policy.Limits.HoldBytes);
        Assert.Empty(policy.UnguardedPaths);
    }

    [Theory]
    [InlineData("Tiers:Partner:Default", "Maks", "PiiGuard:Tiers:Partner:Default: 'Maks' is not one of Reveal, Generalize, KeepLast, FormatPreserving, Pseudonym, Mask, Null, Remove; did you mean Mask?")]
    [InlineData("Tiers:Partner:Default", "KeepLast(9)", "PiiGuard:Tiers:Partner:Default: 'KeepLast(9)' keeps no number of characters from 1 to 8")]
    [InlineData("Tiers:Partner:Categories:BirthDate", "Generalize(month)", "PiiGuard:Tiers:Partner:Categories:BirthDate: 'Generalize(month)' is neither")]
    [InlineData("Tiers:Partner:OnlyListed", "yes", "PiiGuard:Tiers:Partner:OnlyListed: 'yes' is neither true nor false")]
    [InlineData("Names:ref", "Emial", "PiiGuard:Names:ref: 'Emial' is not a category")]
    [InlineData("KeyedBy:a..b", "PhoneNumber", "PiiGuard:KeyedBy: 'a..b' is not a wire path")]
    [InlineData("EmbeddedJson:0", "a]", "PiiGuard:EmbeddedJson: 'a]' is not a wire path")]
    [InlineData("AllowedPaths:0", "[x", "PiiGuard:AllowedPaths: '[x' is not a wire path")]
    [InlineData("PseudonymKey:Id", "k1", "PiiGuard:PseudonymKey:Secret: is missing")]
    [InlineData("PseudonymKey:Secret", "c2hvcnQ=", "PiiGuard:PseudonymKey:Secret: is not a secret of at least 16 bytes in base64")]
    [InlineData("ForwardedHeaders:0", "X Bad", "PiiGuard:ForwardedHeaders: 'X Bad' is not the name of a header")]
    [InlineData("MediaTypes:0", "*/*", "PiiGuard:MediaTypes: '*/*' is not a media type")]
    [InlineData("MediaTypes:0", "json", "PiiGuard:MediaTypes: 'json' is not a media type")]
    [InlineData("Names:a.b.ref", "PhoneNumber", "PiiGuard:Names: 'a.b.ref' is not a name")]
    [InlineData("SubjectPaths:0", "/customers", "PiiGuard:SubjectPaths: '/customers' has no parameter")]
    [InlineData("SubjectKeys:1", "customer_id", "PiiGuard:SubjectKeys: 'customerId' and 'customer_id' are one name")]
    [InlineData("ForwardedHeaders:0", "etag", "PiiGuard:ForwardedHeaders: 'etag' is about the unredacted answer")]
    [InlineData("Limits:FirstByte", "30", "PiiGuard:Limits:FirstByte: '30' is not a time span")]
    [InlineData("Limits:MaxCompressionRatio", "0", "PiiGuard:Limits:MaxCompressionRatio: '0' is not a whole number from 1")]
    [InlineData("Tiers:Partner:Default", "2", "PiiGuard:Tiers:Partner:Default: '2' is not one of")]
    [InlineData("Tiers:Partner:Categories:Birthdat", "Mask", "PiiGuard:Tiers:Partner:Categories:Birthdat: is not a category; did you mean BirthDate?")]
    [InlineData("Tiers:Partner:Categories:3", "Mask", "PiiGuard:Tiers:Partner:Categories:3: is not a category")]
    [InlineData("Tiers:Partner:Requests:0", null, "PiiGuard:Tiers:Partner:Requests: at least one is needed, expected such as '20/s burst 40'")]
    [InlineData("Tiers:Partner:Requests:0", "-1/s", "PiiGuard:Tiers:Partner:Requests: '-1/s' is not a number within a window")]
    [InlineData("Tiers:Partner:Requests:0", "0/s", "PiiGuard:Tiers:Partner:Requests: '0/s' would let nobody in")]
    [InlineData("Tiers:Partner:Requests:1", "9/s", "PiiGuard:Tiers:Partner:Requests: '9/s' is a second one for the window 's'")]
    [InlineData("Tiers:Partner:Concurrency", "0", "PiiGuard:Tiers:Partner:Concurrency: '0' is not a whole number from 1")]
    [InlineData("Tiers:Partner:Subjects:0", "many", "PiiGuard:Tiers:Partner:Subjects: 'many' is not a number within a window")]
    [InlineData("Tiers:Partner:Subjects:0", "10/367 days", "PiiGuard:Tiers:Partner:Subjects: '10/367 days' is not a number within a window")]
    [InlineData("Tiers:Partner:Subjects:0", "10/s", "PiiGuard:Tiers:Partner:Subjects: '10/s' is not a subject budget")]
    [InlineData("Tiers:Partner:Subjects:0", "10/day burst 20", "PiiGuard:Tiers:Partner:Subjects: '10/day burst 20' is not a subject budget")]
    [InlineData("Tiers:Partner:Subjects:Limit", "500", "PiiGuard:Tiers:Partner:Subjects: '500' is not a number within a window")]
    [InlineData("Tiers:Partner:PerClient:Subject", "5/day", "PiiGuard:Tiers:Partner:PerClient:Subject: is not a setting; did you mean Subjects?")]
    [InlineData("Api:Subjects:0", "5", "PiiGuard:Api:Subjects: '5' is not a number within a window")]
    [InlineData("Tiers:Partner:Ceilings:Credential", "4099/41 days", "PiiGuard:Tiers:Partner:Ceilings:Credential: one credential of tier Partner could take 4,100 subjects in 41 days, more than '4099/41 days'")]
    [InlineData("Ceilings:All", "4099/41 days", "PiiGuard:Ceilings:All: all callers together could take 4,100 subjects in 41 days")]
    [InlineData("Tiers:Partner:Detection:Mode", "On", "PiiGuard:Tiers:Partner:Detection:Mode: 'On' is not one of Off, Shadow, Enforce")]
    [InlineData("Tiers:Partner:Detection:Mode", "2", "PiiGuard:Tiers:Partner:Detection:Mode: '2' is not one of Off, Shadow, Enforce")]
    [InlineData("Tiers:Partner:Detection:Ignored:0", "Ordre", "PiiGuard:Tiers:Partner:Detection:Ignored: 'Ordre' is not one of Rate, Drift,")]
    [InlineData("Tiers:Partner:Detection:Divisor", "1", "PiiGuard:Tiers:Partner:Detection:Divisor: '1' is not a whole number from 2")]
    [InlineData("Tiers:Partner:Probation:Duration", "1.00:00:00", "PiiGuard:Tiers:Partner:Probation:Subjects: at least one is needed")]
    [InlineData("Ceilings:All", "much", "PiiGuard:Ceilings:All: 'much' is not a ceiling")]
    [InlineData("Ceilings:Everybody", "1/day", "PiiGuard:Ceilings:Everybody: is not a setting")]
    [InlineData("Callers:shop:CertificateSha256", Hash, "PiiGuard:Callers:shop:CertificateSha256: is one credential too many")]
    [InlineData("Anonymous:Tier", "Partner", "PiiGuard:Anonymous:Paths: at least one is needed")]
    [InlineData("Anonymous:Paths:0", "plans", "PiiGuard:Anonymous:Paths: 'plans' is not a path")]
    [InlineData("Anonymous:TrustedProxies:0", "10.0.0.1/99", "PiiGuard:Anonymous:TrustedProxies: '10.0.0.1/99' is not a network")]
    [InlineData("SubjectPaths:0", "/a/{", "PiiGuard:SubjectPaths: '/a/{' is not a path")]
    [InlineData("SurplusPaths:0", "a", "PiiGuard:SurplusPaths: 'a' is not a path")]
    [InlineData("Callers:shop:ApiKeySha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "PiiGuard:Callers:shop:ApiKeySha256: is the hash of an empty key")]
    [InlineData("Tiers:Partner:Subject:Limit", "1", "PiiGuard:Tiers:Partner:Subject: is not a setting; did you mean Subjects?")]
    [InlineData("Tierz:X:Default", "Mask", "PiiGuard:Tierz: is not a setting; did you mean Tiers?")]
    [InlineData("Callers:shop:Tier", "Partners", "PiiGuard:Callers:shop:Tier: there is no tier 'Partners'; did you mean Partner?")]
    [InlineData("Callers:shop:ApiKeySha256", "my-secret-key", "PiiGuard:Callers:shop:ApiKeySha256: is not a SHA-256 hash")]
    [InlineData("Callers:shop:ApiKeySha256", null, "PiiGuard:Callers:shop:ApiKeySha256: is missing")]
    [InlineData("Callers:twin:ApiKeySha256", Hash, "PiiGuard:Callers:twin:ApiKeySha256: is the key of caller 'shop' too")]
    [InlineData("UnguardedPaths:0", "/public/*", "PiiGuard:UnguardedPaths: '/public/*' is not a path")]
    [InlineData("SubjectKeys:0", null, "PiiGuard:SubjectKeys: at least one property name is needed")]
    [InlineData("SubjectKeys", "customerId", "PiiGuard:SubjectKeys: expected a list, found one value")]
    [InlineData("DigestKey", "short", "PiiGuard:DigestKey: is not a secret of at least 16 bytes in base64")]
    [InlineData("Store:Kind", "Oracle", "PiiGuard:Store:Kind: 'Oracle' is not one of Memory, Sqlite, PostgreSql")]
    [InlineData("Store:Kind", "Sqlite", "PiiGuard:Store:Kind: 'Sqlite' needs PiiGuard:DigestKey")]
    [InlineData("Store:Kind", "Sqlite", "PiiGuard:Store:File: is missing")]
    [InlineData("Store:Kind", "PostgreSql", "PiiGuard:Store:Connection: is missing")]
    [InlineData("Store:File", "x.db", "PiiGuard:Store:File: does nothing with this Kind of store")]
    [InlineData("Store:Mode", "Leased", "PiiGuard:Store:Mode: 'Leased' is of a store that several gateways share")]
    [InlineData("Store:WhenDown", "Share", "PiiGuard:Store:WhenDown: 'Share' is of a store that several gateways share")]
    [InlineData("Tiers:Partner:WhenDown", "Share", "PiiGuard:Tiers:Partner:WhenDown: 'Share' is of a store that several gateways share")]
    [InlineData("Store:Nodes", "2", "PiiGuard:Store:Nodes: '2' gateways cannot share what is kept in 'Memory'")]
    [InlineData("Store:DeadlineMilliseconds", "0", "PiiGuard:Store:DeadlineMilliseconds: '0' is not a whole number from 1")]
    [InlineData("Store:CommitDelayMilliseconds", "250", "PiiGuard:Store:CommitDelayMilliseconds: '250' is not below DeadlineMilliseconds, 250")]
    [InlineData("Store:Deadline", "5", "PiiGuard:Store:Deadline: is not a setting")]
    [InlineData("Limits:MaxDept", "3", "PiiGuard:Limits:MaxDept: is not a setting; did you mean MaxDepth?")]
    [InlineData("ContractFiles:0", "missing.txt", "PiiGuard:ContractFiles: 'missing.txt' cannot be read")]
    [InlineData("ClaimCallers:0:Claim", "sub", "PiiGuard:ClaimCallers:0:Tier: is missing")]
    [InlineData("ClaimCallers:0:RequiredClaim", "scope", "PiiGuard:ClaimCallers:0:RequiredValue: is missing: the two go together")]
    public void Mistake_is_named_with_its_path(string key, string? value, string expected)
    {
        var error = Assert.Throws<InvalidPolicyException>(() => Read(new() { [key] = value }));

        Assert.Contains(error.Mistakes, m => m.ToString().StartsWith(expected, StringComparison.Ordinal));
        Assert.DoesNotContain("my-secret-key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_named_at_once()
    {
        var error = Assert.Throws<InvalidPolicyException>(() => Read(new()
        {
            ["Tiers:Partner:Default"] = "x",
            ["Tiers:Partner:Subjects:0"] = "x",
            ["Callers:shop:Tier"] = "x",
            ["Unknown"] = "x",
        }));

        Assert.Equal(4, error.Mistakes.Count);
        Assert.All(error.Mistakes, m => Assert.Contains(m.ToString(), error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Empty_section_says_what_is_needed()
    {
        var error = Assert.Throws<InvalidPolicyException>(() =>
            new PolicyReader("", new byte[32]).Read(new ConfigurationBuilder().Build().GetSection("PiiGuard"), 1));

        Assert.Contains("at least one tier", error.Message, StringComparison.Ordinal);
        Assert.Contains("nobody could call", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Store_in_a_folder_that_is_not_there_is_a_mistake()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InvalidPolicyException>(() => Read(new() { ["DigestKey"] = Convert.ToBase64String(new byte[32]), ["Store:Kind"] = "Sqlite", ["Store:File"] = "nowhere/all.db" }, folder.Path));

        Assert.Contains(error.Mistakes, m => m.ToString().StartsWith("PiiGuard:Store:File: 'nowhere/all.db' is in a folder that does not exist", StringComparison.Ordinal));
    }

    [Fact]
    public void Contract_with_an_unreadable_line_is_a_mistake()
    {
        using var folder = new TemporaryFolder();
        folder.Write("PiiExposure.txt", "GET /a | email | EmailAddress | Partners write to them.\nnonsense\n");

        var error = Assert.Throws<InvalidPolicyException>(() => Read(new() { ["ContractFiles:0"] = "PiiExposure.txt" }, folder.Path));

        Assert.Contains("PiiExposure.txt(2): expected 'endpoint | wire path | category | reason'", error.Message, StringComparison.Ordinal);
    }

    private static PolicySnapshot Read(Dictionary<string, string?> changes, string folder = "")
    {
        var settings = Good.Concat(changes).GroupBy(s => s.Key).Select(g => g.Last()).Where(s => s.Value is not null).ToDictionary(s => "PiiGuard:" + s.Key, s => s.Value);
        return new PolicyReader(folder, new byte[32]).Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection("PiiGuard"), 1);
    }
}
