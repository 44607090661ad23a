using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Diagnostics;

/// <summary>The catalogue of rules. Each has a page in <c>docs/rules</c>, to which its help link points.</summary>
internal static class Descriptors
{
    private const string Exposure = "Exposure";
    private const string Contract = "Contract";

    public static readonly DiagnosticDescriptor UndeclaredPersonalData = Create(
        "PII1001",
        Exposure,
        "Endpoint returns personal data that its exposure contract does not declare",
        "{0} returns personal data that PiiExposure.txt does not declare: {1}",
        "Everything an endpoint returns leaves the system. Return less, or declare in PiiExposure.txt what the callers need, and why.");

    public static readonly DiagnosticDescriptor RunTimeTypeAdds = Create(
        "PII1006",
        Exposure,
        "Run-time type may add personal data to a response",
        "{0} may also return, of types that can stand where another is declared: {1}",
        "A type that is not sealed is written as what it is at run time. Seal the type that is meant, or project to one that is.");

    public static readonly DiagnosticDescriptor NotEvaluable = Create(
        "PII1007",
        Exposure,
        "Response cannot be evaluated",
        "{0} may return more than can be told from the code: {1}",
        "What cannot be evaluated is said, never passed over: an untyped value, a converter, a handler that is not in the code.",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor UnreadableContractLine = Create(
        "PII4001",
        Contract,
        "Contract line cannot be read or gives no reason",
        "Line {0}: {1}",
        "A line of PiiExposure.txt is 'endpoint | wire path | category | reason', and the reason is one that a reviewer can weigh.");

    public static readonly DiagnosticDescriptor StaleContractLine = Create(
        "PII4002",
        Contract,
        "Contract line declares what no endpoint returns",
        "Line {0}: {1} | {2} | {3} is declared, but no endpoint returns it; delete the line",
        "A stale line would silently allow the exposure to come back.",
        DiagnosticSeverity.Warning,
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor UnreadableLexiconLine = Create(
        "PII4101",
        Contract,
        "Lexicon line cannot be read",
        "Line {0}: {1}",
        "A line of PiiLexicon.txt is a section in brackets or 'kind: phrase, phrase, …'.");

    private static DiagnosticDescriptor Create(
        string id, string category, string title, string message, string description, DiagnosticSeverity severity = DiagnosticSeverity.Warning, params string[] tags) =>
        new(id, title, message, category, severity, isEnabledByDefault: true, description, HelpLink(id), tags);

    private static string HelpLink(string id) => $"https://github.com/piiguard/piiguard/blob/main/docs/rules/{id}.md";
}
