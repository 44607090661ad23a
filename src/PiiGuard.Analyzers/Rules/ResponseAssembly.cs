using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Endpoints;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.Analyzers.Rules;

/// <summary>
/// Puts responses together whose parts stand in several methods: a handler that is mapped elsewhere, an inherited action, a helper
/// that is called for the answer. The methods are analysed in any order and on any thread; whichever comes last reports.
/// </summary>
internal sealed class ResponseAssembly(ExposureReporter reporter, ReturnTypes returnTypes, KnownSymbols known)
{
    /// <summary>How many calls are followed: a route, its handler, an action that it delegates to, a helper of that.</summary>
    private const int MostCalls = 3;

    private readonly Substitution _substitution = new(returnTypes, known);
    private readonly Dictionary<IMethodSymbol, ResponseBodies> _bodies = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IMethodSymbol, List<(Response Response, BodyCall Call, int Calls)>> _waiting = new(SymbolEqualityComparer.Default);

    /// <summary>Reports an endpoint, as soon as all that it sends is known.</summary>
    public void Report(Endpoint endpoint, ResponseBodies bodies, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var response = new Response(endpoint) { Declared = bodies.Declared, IsAnotherMethods = bodies is { Types.Count: 0, ResultTypes.Count: 0, Calls.Count: 1 } };
        lock (_bodies)
        {
            Add(response, bodies.WithoutEchoes() with { Complete = bodies.Complete && bodies.Parameters.Count == 0 }, calls: 0);
            foreach (var sent in bodies.Parameters)
            {
                response.Types.Through(sent.Way, () => returnTypes.Read(sent.Type, response.Types)); // nobody hands over another one
            }
        }

        Finish([response], report, cancellation);
    }

    /// <summary>Takes the body of a method that others may wait for.</summary>
    public void Read(IMethodSymbol method, ResponseBodies bodies, Action<Diagnostic> report, CancellationToken cancellation)
    {
        List<Response> touched = [];
        lock (_bodies)
        {
            _bodies[method] = bodies;
            if (_waiting.TryGetValue(method, out var waiting))
            {
                _waiting.Remove(method);
                foreach (var (response, call, calls) in waiting)
                {
                    response.Waiting--;
                    Add(response, Said(call, bodies), calls);
                    touched.Add(response);
                }
            }
        }

        Finish(touched, report, cancellation);
    }

    /// <summary>Reports what still waits for a method without a body: declared, but written nowhere.</summary>
    public void ReportRest(Action<Diagnostic> report, CancellationToken cancellation)
    {
        List<Response> touched = [];
        lock (_bodies)
        {
            foreach (var (response, call, _) in _waiting.Values.SelectMany(w => w))
            {
                response.Waiting--;
                response.Types.Add(_substitution.Apply(call, returnTypes.Of(call.Method)));
                response.Complete = false;
                touched.Add(response);
            }

            _waiting.Clear();
        }

        Finish(touched, report, cancellation);
    }

    /// <summary>What a method says that is called; one that nobody hands anything is the handler itself.</summary>
    private ResponseBodies Said(BodyCall call, ResponseBodies bodies) => _substitution.Apply(call, call.Arguments.IsEmpty ? bodies.WithoutEchoes() : bodies);

    private void Add(Response response, ResponseBodies bodies, int calls)
    {
        response.Types.Add(bodies with { Calls = [], Parameters = [] });
        response.Complete &= bodies.Complete;
        response.Declared ??= response.IsAnotherMethods && calls == 1 ? bodies.Declared : null;
        foreach (var call in bodies.Calls)
        {
            var method = call.Method.OriginalDefinition;
            if (response.Calls.TryGetValue(call, out var earlier) && earlier <= calls)
            {
                continue; // and is followed as far as it can be
            }

            response.Calls[call] = calls;
            if (calls >= MostCalls)
            {
                response.Types.Add(_substitution.Apply(call, returnTypes.Of(call.Method)));
                response.Complete = false;
            }
            else if (_bodies.TryGetValue(method, out var known))
            {
                Add(response, Said(call, known), calls + 1);
            }
            else
            {
                if (!_waiting.TryGetValue(method, out var waiting))
                {
                    _waiting.Add(method, waiting = []);
                }

                waiting.Add((response, call, calls + 1));
                response.Waiting++;
            }
        }
    }

    private void Finish(IEnumerable<Response> touched, Action<Diagnostic> report, CancellationToken cancellation)
    {
        List<Response> done;
        lock (_bodies)
        {
            done = [.. touched.Where(r => r is { Waiting: 0, IsReported: false }).Distinct()];
            done.ForEach(r => r.IsReported = true);
        }

        foreach (var response in done)
        {
            reporter.Report(response.Endpoint, (response.Types.ToBodies(response.Complete) with { Declared = response.Declared }).OrClaimed(), report, cancellation);
        }
    }

    /// <summary>A response in the making.</summary>
    private sealed class Response(Endpoint endpoint)
    {
        public Endpoint Endpoint { get; } = endpoint;

        public BodyTypes Types { get; } = new();

        /// <summary>The calls that were met, each with how many lie before it.</summary>
        public Dictionary<BodyCall, int> Calls { get; } = [];

        /// <summary>Whether one other method answers for it, so that the signature of that counts.</summary>
        public bool IsAnotherMethods { get; init; }

        public IReadOnlyCollection<ITypeSymbol>? Declared { get; set; }

        public bool Complete { get; set; } = true;

        public int Waiting { get; set; }

        public bool IsReported { get; set; }
    }
}
