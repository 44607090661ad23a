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
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor UnreadableLexiconLine = Create(
        "PII4101",
        Contract,
        "Lexicon line cannot be read",
        "Line {0}: {1}",
        "A line of PiiLexicon.txt is a section in brackets or 'kind: phrase, phrase, …'.");

    private static DiagnosticDescriptor Create(string id, string category, string title, string message, string description, params string[] tags) =>
        new(id, title, message, category, DiagnosticSeverity.Warning, isEnabledByDefault: true, description, HelpLink(id), tags);

    private static string HelpLink(string id) => $"https://github.com/piiguard/piiguard/blob/main/docs/rules/{id}.md";
}
