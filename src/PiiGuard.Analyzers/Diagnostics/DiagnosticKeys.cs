namespace PiiGuard.Analyzers.Diagnostics;

/// <summary>Keys of <c>Diagnostic.Properties</c>, which fixes and SARIF readers use. Lists are joined by <c>;</c>, in the same order.</summary>
internal static class DiagnosticKeys
{
    /// <summary>Verb and route, or <c>Type.Method</c>.</summary>
    public const string Endpoint = "endpoint";

    /// <summary>Wire paths that are not declared.</summary>
    public const string Paths = "paths";

    /// <summary>The category of each path.</summary>
    public const string Categories = "categories";

    /// <summary>Why each path is taken for that, a sentence a line.</summary>
    public const string Reasons = "reasons";
}
