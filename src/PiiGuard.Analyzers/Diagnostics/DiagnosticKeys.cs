namespace PiiGuard.Analyzers.Diagnostics;

/// <summary>Keys of <c>Diagnostic.Properties</c>, which fixes and SARIF readers use. Lists are joined by <c>;</c>, in the same order.</summary>
internal static class DiagnosticKeys
{
    /// <summary>Verb and route, or <c>Type.Method</c>.</summary>
    public const string Endpoint = "endpoint";

    /// <summary>Wire paths that are not declared.</summary>
    public const string Paths = "paths";

    /// <summary><c>anonymous</c> where the code says that anyone may call the endpoint; else absent.</summary>
    public const string Access = "access";

    /// <summary>All wire paths of the endpoint that are not declared, whichever rule reports them.</summary>
    public const string Undeclared = "undeclared";

    /// <summary>The category of each path.</summary>
    public const string Categories = "categories";

    /// <summary>For each path, which of the additional locations declares its member; empty where it is declared in another assembly.</summary>
    public const string Members = "declarations";

    /// <summary>What writes the response: <c>SystemTextJson</c>, <c>Newtonsoft</c>, <c>Protobuf</c>, <c>GraphQL</c>.</summary>
    public const string Serializer = "serializer";

    /// <summary>Why each path is taken for that, a sentence a line.</summary>
    public const string Reasons = "reasons";
}
