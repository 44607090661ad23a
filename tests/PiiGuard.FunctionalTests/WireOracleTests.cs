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
    public Task Random_graphs_are_sent_as_predicted(int seed) => CompareAsync(new GraphSource(seed));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Random_graphs_are_sent_as_predicted_in_XML_too(int seed) => CompareAsync(new XmlSource(seed));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Random_entities_are_sent_as_predicted_by_OData(int seed) => CompareAsync(new ODataSource(seed));

    private static async Task CompareAsync(IOracleSource source)
    {
        var comparison = new Comparison();

        await comparison.AddAsync(source, TestContext.Current.CancellationToken);

        Assert.True(comparison.Differences.Count == 0, string.Join("\n", comparison.Differences));
        Assert.InRange(comparison.NotEvaluable, 0, comparison.Endpoints / 2);
    }
}
