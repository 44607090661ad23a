using PiiGuard.Chaos;
using PiiGuard.TestUtilities;

namespace PiiGuard.FunctionalTests;

/// <summary>A short run of <c>tests/PiiGuard.Chaos</c>; the long one is started by hand.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(ChaosStore.Sqlite)]
    [InlineData(ChaosStore.Exact)]
    [InlineData(ChaosStore.Leased)]
    public async Task Nothing_is_delivered_beyond_the_budget_or_beside_the_ledger(ChaosStore store)
    {
        Assert.SkipWhen(store != ChaosStore.Sqlite && !PostgreSqlServer.IsOwn, "PIIGUARD_TEST_POSTGRES names a server that cannot be killed.");
        Assert.SkipWhen(store != ChaosStore.Sqlite && PostgreSqlServer.Missing is not null && Environment.GetEnvironmentVariable("CI") != "true", PostgreSqlServer.Missing ?? "");
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var outcome = await ChaosRun.RunAsync(store, rounds: 6, seed, output.WriteLine, TestContext.Current.CancellationToken);
        output.WriteLine(outcome.ToString());
        Assert.Empty(outcome.Faults);
    }
}
