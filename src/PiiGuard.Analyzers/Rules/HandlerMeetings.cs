using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Endpoints;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.Analyzers.Rules;

/// <summary>
/// Brings a <c>Map…</c> call together with the body of a handler that stands in another file. The two are analysed in any
/// order and on any thread; whichever comes second reports.
/// </summary>
internal sealed class HandlerMeetings(ExposureReporter reporter)
{
    private readonly Dictionary<IMethodSymbol, ResponseBodies> _bodies = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IMethodSymbol, List<Endpoint>> _waiting = new(SymbolEqualityComparer.Default);

    public void Mapped(Endpoint endpoint, IMethodSymbol handler, Action<Diagnostic> report, CancellationToken cancellation)
    {
        ResponseBodies? bodies;
        lock (_bodies)
        {
            if (!_bodies.TryGetValue(handler, out bodies))
            {
                if (!_waiting.TryGetValue(handler, out var endpoints))
                {
                    _waiting.Add(handler, endpoints = []);
                }

                endpoints.Add(endpoint);
                return;
            }
        }

        reporter.Report(endpoint, bodies, report, cancellation);
    }

    public void Read(IMethodSymbol handler, ResponseBodies bodies, Action<Diagnostic> report, CancellationToken cancellation)
    {
        List<Endpoint>? endpoints;
        lock (_bodies)
        {
            _bodies[handler] = bodies;
            if (_waiting.TryGetValue(handler, out endpoints))
            {
                _waiting.Remove(handler);
            }
        }

        foreach (var endpoint in endpoints ?? [])
        {
            reporter.Report(endpoint, bodies, report, cancellation);
        }
    }

    /// <summary>The endpoints whose handler was never seen: declared in another assembly.</summary>
    public IEnumerable<Endpoint> Unmet()
    {
        lock (_bodies)
        {
            return [.. _waiting.Values.SelectMany(e => e)];
        }
    }
}
