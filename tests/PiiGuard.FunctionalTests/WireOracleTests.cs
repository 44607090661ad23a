using PiiGuard.WireOracle;

namespace PiiGuard.FunctionalTests;

/// <summary>What the analyzers predict is what hosted apps send. A longer run: <c>dotnet run --project tests/PiiGuard.WireOracle</c>.</summary>
public sealed class WireOracleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Random_graphs_are_sent_as_predicted(int seed)
    {
        var comparison = new Comparison();

        await comparison.AddAsync(new GraphSource(seed), TestContext.Current.CancellationToken);

        Assert.True(comparison.Differences.Count == 0, string.Join("\n", comparison.Differences));
        Assert.InRange(comparison.NotEvaluable, 0, comparison.Endpoints / 2);
    }
}
