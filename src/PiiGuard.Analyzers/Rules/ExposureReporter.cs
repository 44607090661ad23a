using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Diagnostics;
using PiiGuard.Analyzers.Endpoints;
using PiiGuard.Analyzers.Shapes;
using PiiGuard.Contracts;

namespace PiiGuard.Analyzers.Rules;

/// <summary>Compares what endpoints return with what the contract declares, and remembers it for the search for stale lines.</summary>
internal sealed class ExposureReporter(PersonalPaths paths, IReadOnlyList<ContractFile> contracts)
{
    /// <summary>How many paths a message names; the properties of the diagnostic carry them all.</summary>
    private const int NamedPaths = 60;

    private readonly HashSet<ExposureKey> _declared = [.. contracts.SelectMany(c => c.Contract.Entries).Select(e => e.Key)];
    private readonly ConcurrentDictionary<ExposureKey, byte> _found = [];
    private readonly ConcurrentDictionary<string, byte> _incomplete = new(StringComparer.Ordinal);

    public void Report(Endpoint endpoint, ResponseBodies bodies, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var shapes = bodies.Types.Select(t => paths.Of(t, cancellation)).ToList();
        if (!bodies.Complete || shapes.Exists(s => !s.Complete))
        {
            _incomplete.TryAdd(endpoint.Name, 0);
        }

        var undeclared = new SortedDictionary<string, PersonalPath>(StringComparer.Ordinal);
        foreach (var found in shapes.SelectMany(s => s.Found))
        {
            var key = new ExposureKey(endpoint.Name, found.Path, found.Category);
            _found.TryAdd(key, 0);
            if (!_declared.Contains(key))
            {
                undeclared[found.Path] = found;
            }
        }

        if (undeclared.Count == 0 || !endpoint.Location.IsInSource)
        {
            return;
        }

        var properties = ImmutableDictionary<string, string?>.Empty
            .Add(DiagnosticKeys.Endpoint, endpoint.Name)
            .Add(DiagnosticKeys.Paths, string.Join(";", undeclared.Keys))
            .Add(DiagnosticKeys.Categories, string.Join(";", undeclared.Values.Select(p => p.Category)))
            .Add(DiagnosticKeys.Reasons, string.Join("\n", undeclared.Values.Select(p => p.Reason)));
        var named = string.Join(", ", undeclared.Take(NamedPaths).Select(p => $"{p.Key} ({p.Value.Category})"));
        var more = undeclared.Count > NamedPaths ? $" and {undeclared.Count - NamedPaths} more" : "";
        report(Diagnostic.Create(Descriptors.UndeclaredPersonalData, endpoint.Location, properties, endpoint.Name, named + more));
    }

    /// <summary>Reports the lines that no endpoint needs. An endpoint that could not be evaluated keeps its lines.</summary>
    public void ReportStale(Action<Diagnostic> report)
    {
        foreach (var file in contracts)
        {
            foreach (var entry in file.Contract.Entries.Where(e => !_found.ContainsKey(e.Key) && !_incomplete.ContainsKey(e.Endpoint)))
            {
                report(Diagnostic.Create(Descriptors.StaleContractLine, file.Locate(entry.Line), entry.Line, entry.Endpoint, entry.Path, entry.Category));
            }
        }
    }
}
