using PiiGuard.Chaos;
using PiiGuard.TestUtilities;

namespace PiiGuard.FunctionalTests;

/// <summary>A short run of <c>tests/PiiGuard.Chaos</c>; the long one is started by hand.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    [Fact]
    public Task One_gateway_and_its_file() => RunAsync(isCluster: false);

    [Fact]
    public Task Two_gateways_and_postgresql()
    {
        Assert.SkipWhen(!PostgreSqlServer.IsOwn, "PIIGUARD_TEST_POSTGRES names a server that cannot be killed.");
        Assert.SkipWhen(PostgreSqlServer.Missing is not null && Environment.GetEnvironmentVariable("CI") != "true", PostgreSqlServer.Missing ?? "");
        return RunAsync(isCluster: true);
    }

    private async Task RunAsync(bool isCluster)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var outcome = await ChaosRun.RunAsync(isCluster, rounds: 6, seed, output.WriteLine, TestContext.Current.CancellationToken);
        output.WriteLine(outcome.ToString());
        Assert.Empty(outcome.Faults);
    }
}
