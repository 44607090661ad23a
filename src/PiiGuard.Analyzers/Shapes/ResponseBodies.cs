using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>The types that an endpoint serialises into its response.</summary>
/// <param name="Types">The union over all returns, each once.</param>
/// <param name="Complete">False when a return could not be evaluated; then there may be more.</param>
internal sealed record ResponseBodies(IReadOnlyCollection<ITypeSymbol> Types, bool Complete);
