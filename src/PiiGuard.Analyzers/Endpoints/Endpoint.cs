using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>One endpoint of the API.</summary>
/// <param name="Name">Verb and route (<c>GET /customers/{id}</c>); <c>Type.Method</c> where there is no route.</param>
/// <param name="Location">Where to report: the name of the action, or of the <c>Map…</c> call.</param>
/// <param name="IsMvc">Whether it is an action of a controller, whose bodies the formatter of MVC writes.</param>
internal sealed record Endpoint(string Name, Location Location, bool IsMvc = false);
