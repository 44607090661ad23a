using System.Globalization;

namespace PiiGuard.WireOracle;

/// <summary>Counts where prediction and wire agree, endpoint by endpoint.</summary>
public sealed class Comparison
{
    private readonly List<string> _differences = [];
    private int _agreed;
    private int _paths;

    public int Endpoints { get; private set; }

    /// <summary>Endpoints of which the analyzers said that they cannot be evaluated wholly.</summary>
    public int NotEvaluable { get; private set; }

    /// <summary>Paths on the wire that were neither predicted nor reported as not evaluable.</summary>
    public int SilentMisses { get; private set; }

    /// <summary>Share of the paths, predicted or on the wire, that are both; of endpoints that can be evaluated.</summary>
    public double Agreement => _paths == 0 ? 1 : (double)_agreed / _paths;

    public IReadOnlyList<string> Differences => _differences;

    public async Task AddAsync(IOracleSource source, CancellationToken cancellation)
    {
        var app = OracleApp.Compile(source);
        var predicted = await app.PredictAsync(cancellation);
        var sent = await app.CallAsync(cancellation);
        foreach (var (endpoint, wire) in sent)
        {
            Endpoints++;
            var prediction = predicted.GetValueOrDefault(endpoint) ?? Prediction.Nothing;
            // A name that JSON has as well is reported once.
            var missed = wire.Json.Except(prediction.Paths).Concat(wire.Xml.Except(prediction.XmlPaths).Except(prediction.Paths.Select(WirePaths.WithoutLists)).Select(p => "XML " + p)).Order(StringComparer.Ordinal).ToList();
            if (!prediction.Complete)
            {
                NotEvaluable++;
                continue;
            }

            var invented = prediction.Paths.Except(wire.Json).Concat(prediction.XmlPaths.Except(wire.Xml).Select(p => "XML " + p)).Order(StringComparer.Ordinal).ToList();
            _agreed += wire.Json.Count + wire.Xml.Count - missed.Count;
            _paths += wire.Json.Count + wire.Xml.Count + invented.Count;
            SilentMisses += missed.Count;
            if (missed.Count + invented.Count > 0)
            {
                _differences.Add($"{source.Name} {endpoint}: on the wire only: {string.Join(", ", missed)}; predicted only: {string.Join(", ", invented)}\n{source.Describe(endpoint)}");
            }
        }
    }

    public void Print(TextWriter output, bool withDifferences)
    {
        if (withDifferences)
        {
            _differences.ForEach(output.WriteLine);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Endpoints} endpoints, {NotEvaluable} of them not evaluable; of {_paths} paths {_agreed} agree: {Agreement:0.0000}; silent misses: {SilentMisses}"));
    }
}
