using System.Text.Json;
using PiiGuard.TestUtilities;

namespace PiiGuard.FunctionalTests;

/// <summary>The samples as a newcomer would run them.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task Carrier_API_fails_its_build_without_the_contract_and_passes_with_it()
    {
        using var folder = new TemporaryFolder();
        var sarif = Path.Combine(folder.Path, "x.sarif");
        string[] build = ["build", RepositoryRoot.File("samples", "CarrierApi"), "-p:ArtifactsPath=" + Path.Combine(folder.Path, "artifacts"), "-nodeReuse:false"];

        var without = await Tool.DotnetAsync(folder.Path, TestContext.Current.CancellationToken,
            [.. build, "-p:PiiGuardContractFile=" + Path.Combine(folder.Path, "none.txt"), $"-p:ErrorLog={sarif}%2Cversion=2.1"]);
        var with = await Tool.DotnetAsync(folder.Path, TestContext.Current.CancellationToken, build);

        Assert.True(without.ExitCode != 0, without.Output);
        using var log = JsonDocument.Parse(await File.ReadAllTextAsync(sarif, TestContext.Current.CancellationToken));
        var found = log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
            .Where(r => r.GetProperty("ruleId").GetString() == "PII1001")
            .ToDictionary(
                r => r.GetProperty("properties").GetProperty("customProperties").GetProperty("endpoint").GetString()!,
                r => (Paths: r.GetProperty("properties").GetProperty("customProperties").GetProperty("paths").GetString()!, Message: r.GetProperty("message").GetProperty("text").GetString()!));
        Assert.Equal(["GET /customers", "GET /customers/{id}", "GET /customers/{id}/lines", "GET /customers/{id}/usage"], found.Keys.Order());
        Assert.All(found.Values, f => Assert.All(f.Paths.Split(';'), path => Assert.Contains(path, f.Message, StringComparison.Ordinal)));
        Assert.Contains("customers[].engagedParty.birthDate", found["GET /customers"].Paths.Split(';'));
        Assert.True(with.ExitCode == 0, with.Output);
    }

    [Fact]
    public async Task Breach_replay_holds()
    {
        var (exitCode, output) = await ReplayAsync("--quick");

        Assert.True(exitCode == 0, output);
        Assert.Matches(@"customers leaked\s+│\s+100,000 │\s+500 ", output);
        Assert.Matches(@"honest requests refused\s+│\s+0 │\s+0 ", output);
    }

    [Fact]
    public async Task Scenario_file_is_replayed_with_the_same_figures_for_the_same_seed()
    {
        using var folder = new TemporaryFolder();
        folder.Write("few.json", """
            {
              "customers": 1000000,
              "groups": [
                { "name": "agent", "tier": "SupportAgent", "count": 20, "perDay": [ 60, 120 ], "hours": [ 9, 17 ], "workdaysOnly": true, "newShare": 1.0 },
                { "name": "partner", "tier": "Partner", "count": 5, "perDay": [ 150, 250 ], "pool": 300, "newShare": 0.05 },
                { "name": "customer", "tier": "SelfCare", "count": 100, "perDay": [ 0, 2 ], "ownData": true }
              ]
            }
            """);
        var attack = folder.Write("attack.json", """
            { "title": "shuffled", "population": "few.json", "days": 3, "attack": { "group": "partner", "perSecond": 10.4, "order": "shuffled" } }
            """);
        List<string> figures = [];
        foreach (var i in new[] { 1, 2 })
        {
            var json = Path.Combine(folder.Path, $"out{i}.json");
            var (exitCode, output) = await ReplayAsync("--scenario", attack, "--seed", "7", "--json", json, "--plot", Path.Combine(folder.Path, "plot.svg"));
            Assert.True(exitCode == 0, output);
            using var written = JsonDocument.Parse(await File.ReadAllTextAsync(json, TestContext.Current.CancellationToken));
            var outcome = written.RootElement[0];
            Assert.InRange(outcome.GetProperty("leaked").GetInt64(), 0, 50);
            Assert.InRange(outcome.GetProperty("containedAfterSeconds").GetDouble(), 0, 60);
            Assert.Equal(0, outcome.GetProperty("honestStopped").GetInt32());
            Assert.Equal(1_000_000, outcome.GetProperty("leakedWithout").GetInt64());
            figures.Add(string.Join(' ', outcome.EnumerateObject().Where(p => p.Name != "wallSeconds")));
        }

        Assert.Equal(figures[0], figures[1]);
        Assert.Contains("<polyline", await File.ReadAllTextAsync(Path.Combine(folder.Path, "plot.svg"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "title": "x", "population": "none.json", "attack": { "group": "partner", "perSecond": 1 } }""", "none.json")]
    [InlineData("""{ "title": "x", "population": "few.json", "attack": { "group": "parner", "perSecond": 1 } }""", "attack.group: there is no group 'parner'")]
    [InlineData("""{ "title": "x", "population": "few.json", "attack": { "group": "partner", "perSecond": 0 } }""", "attack.perSecond: '0'")]
    [InlineData("""{ "title": "x", "population": "few.json", "atack": { } }""", "atack")]
    [InlineData("{", "attack.json")]
    public async Task Scenario_that_cannot_be_used_is_named(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write("few.json", """{ "customers": 10, "groups": [ { "name": "partner", "tier": "Partner", "count": 5, "perDay": [ 1, 2 ] } ] }""");
        var (exitCode, output) = await ReplayAsync("--scenario", folder.Write("attack.json", text));

        Assert.Equal(2, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output)> ReplayAsync(params string[] arguments) => Tool.DotnetAsync(
        RepositoryRoot.Path,
        TestContext.Current.CancellationToken,
        [Path.Combine(AppContext.BaseDirectory.Replace("PiiGuard.FunctionalTests", "BreachReplay", StringComparison.Ordinal), "BreachReplay.dll"), .. arguments]);
}
