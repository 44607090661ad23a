using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>The types that an endpoint serialises into its response.</summary>
/// <param name="Types">The union over all returns, each once, of what the framework's own way out writes (in a controller, the formatter of MVC).</param>
/// <param name="Complete">False when a return could not be evaluated; then there may be more.</param>
internal sealed record ResponseBodies(IReadOnlyCollection<ITypeSymbol> Types, bool Complete)
{
    /// <summary>What <c>IResult</c> writes, wherever it is returned.</summary>
    public IReadOnlyCollection<ITypeSymbol> ResultTypes { get; init; } = [];

    /// <summary>What the signature says, where the body says otherwise; null where there is no such difference.</summary>
    public IReadOnlyCollection<ITypeSymbol>? Declared { get; init; }
}
