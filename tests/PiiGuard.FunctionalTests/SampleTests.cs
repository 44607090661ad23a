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
        var (exitCode, output) = await Tool.DotnetAsync(
            RepositoryRoot.Path, TestContext.Current.CancellationToken, Path.Combine(AppContext.BaseDirectory.Replace("PiiGuard.FunctionalTests", "BreachReplay", StringComparison.Ordinal), "BreachReplay.dll"));

        Assert.True(exitCode == 0, output);
        Assert.Matches(@"customers leaked\s+│\s+100,000 │\s+500 ", output);
        Assert.Matches(@"honest requests refused\s+│\s+0 │\s+0 ", output);
    }
}
