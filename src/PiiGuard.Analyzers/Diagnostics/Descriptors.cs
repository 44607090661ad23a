using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Diagnostics;

/// <summary>The catalogue of rules. Each has a page in <c>docs/rules</c>, to which its help link points.</summary>
internal static class Descriptors
{
    private const string Exposure = "Exposure";
    private const string Access = "Access";
    private const string Flow = "Flow";
    private const string Contract = "Contract";

    public static readonly DiagnosticDescriptor UndeclaredPersonalData = Create(
        "PII1001",
        Exposure,
        "Endpoint returns personal data that its exposure contract does not declare",
        "{0} returns personal data that PiiExposure.txt does not declare: {1}",
        "Everything an endpoint returns leaves the system. Return less, or declare in PiiExposure.txt what the callers need, and why.");

    public static readonly DiagnosticDescriptor Credential = Create(
        "PII1002",
        Exposure,
        "Endpoint returns a credential or secret that its exposure contract does not declare",
        "{0} returns what lets somebody in: {1}",
        "A password, PIN, token or key in a response is a way into an account. Where a log-in has to hand one out, the contract says so.",
        DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor PersistenceEntity = Create(
        "PII1003",
        Exposure,
        "Persistence entity with personal data in a response",
        "{0} returns what the database keeps: {1}",
        "An entity in a response sends every column, also those that are added later. Project to a type that is made for the callers.");

    public static readonly DiagnosticDescriptor SentTypeAdds = Create(
        "PII1004",
        Exposure,
        "Sent type differs from the declared type and adds personal data",
        "{0} sends more than it declares: {1}",
        "What reaches the wire is what the body passes on, not what the signature says. Project to the declared type.");

    public static readonly DiagnosticDescriptor IgnoredElsewhere = Create(
        "PII1005",
        Exposure,
        "Personal data is ignored for another serialiser than the one that writes it",
        "{0} sends what is ignored for another serialiser: {1}",
        "[JsonIgnore] of Newtonsoft.Json does nothing under System.Text.Json, and the reverse. The active serialiser is decided for each way out.");

    public static readonly DiagnosticDescriptor RunTimeTypeAdds = Create(
        "PII1006",
        Exposure,
        "Run-time type may add personal data to a response",
        "{0} may also return, of types that can stand where another is declared: {1}",
        "A type that is not sealed is written as what it is at run time. Seal the type that is meant, or project to one that is.");

    // Quiet by default: a service of a thousand endpoints can have as many untyped values. Who asks gets every one of them.
    public static readonly DiagnosticDescriptor NotEvaluable = new(
        "PII1007",
        "Response cannot be evaluated",
        "{0} may return more than can be told from the code: {1}",
        Exposure,
        DiagnosticSeverity.Info,
        isEnabledByDefault: false,
        "What cannot be evaluated is said to whoever asks: an untyped value, a converter, a handler that is not in the code.",
        HelpLink("PII1007"));

    public static readonly DiagnosticDescriptor NotAnnotated = Create(
        "PII1008",
        Exposure,
        "Property looks personal but is not annotated",
        "{0} looks like {1}: {2}",
        "What a name only suggests, [Pii] and [NotPii] say. Then nobody has to guess, neither these analyzers nor the next reader.",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor AnonymousExposure = Create(
        "PII1009",
        Exposure,
        "Endpoint that anyone may call returns personal data that is not declared for anonymous callers",
        "{0} may be called by anyone and returns personal data that PiiExposure.txt does not declare for anonymous callers: {1}",
        "What anyone may call, anyone may call for all customers. Ask who is calling, return less, or declare it as anonymous, and why.",
        DiagnosticSeverity.Error);

    // Quiet by default: most types of a project are not sealed, and nothing derives from them yet.
    public static readonly DiagnosticDescriptor OpenRoot = new(
        "PII1010",
        "Type of a personal response can be derived from",
        "'{0}' is sent with personal data and is not sealed: a type that derives from it would be sent whole in its place",
        Exposure,
        DiagnosticSeverity.Info,
        isEnabledByDefault: false,
        "A response is written as what it is at run time. A sealed type is sent as it was reviewed.",
        HelpLink("PII1010"));

    public static readonly DiagnosticDescriptor GuessableKey = Create(
        "PII2001",
        Access,
        "Personal data by a key that a caller can guess, and nobody asks whether it is theirs",
        "{0} returns personal data to whoever names '{1}': no policy, and nothing in the handler asks who is calling",
        "Numbers and phone numbers can be counted through. Ask for a policy or for the resource (IAuthorizationService), or take the key from the caller's claims.");

    public static readonly DiagnosticDescriptor UnboundedList = Create(
        "PII2002",
        Access,
        "List of personal data without an upper limit",
        "{0} returns a list of personal data, and nothing limits its length: {1}",
        "A page size that the caller chooses is no limit. Bound it by [Range], Math.Min, Math.Clamp or a constant Take.",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor PersonalUrl = CreateQuiet(
        "PII3001",
        "Personal data in a URL",
        "{0} carries personal data in a URL: {1}",
        "A URL stands in the logs of every server and proxy on its way, in histories and in Referer headers. Take it in the body, or name the record by an id of its own.");

    public static readonly DiagnosticDescriptor PersonalLog = CreateQuiet(
        "PII3002",
        "Personal data in a log",
        "{0} is written to a log: {1}",
        "A log is kept longer and read by more people than the data it was about. Log an id, or mask the value.");

    public static readonly DiagnosticDescriptor PersonalException = CreateQuiet(
        "PII3003",
        "Personal data in the message of an exception",
        "{0} is put into the message of an exception: {1}",
        "What an exception says ends in logs, and often in a response. Name the record by an id.");

    public static readonly DiagnosticDescriptor PersonalTag = CreateQuiet(
        "PII3004",
        "Personal data in a trace",
        "{0} is put into a tag or the baggage of a trace: {1}",
        "Traces go to whoever operates them, and baggage to every service that is called. Tag with an id.");

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
        "Line {0}: {1} | {2} | {3} is declared{4}",
        "A stale line would silently allow the exposure to come back.",
        DiagnosticSeverity.Warning,
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor DuplicateContractLine = Create(
        "PII4003",
        Contract,
        "Contract line repeats or contradicts an earlier one",
        "Line {0}: {1} | {2} is declared in line {3} already, as {4}",
        "Two lines for one place leave open which reason, or which category, holds.");

    public static readonly DiagnosticDescriptor ExpiredContractLine = Create(
        "PII4004",
        Contract,
        "Contract line has expired",
        "Line {0}: {1} | {2} was accepted until {3}; delete the line and what it allows, or renew it",
        "An exposure that was accepted for a time is looked at again when the time is over.");

    public static readonly DiagnosticDescriptor UnreadableLexiconLine = Create(
        "PII4101",
        Contract,
        "Lexicon line cannot be read",
        "Line {0}: {1}",
        "A line of PiiLexicon.txt is a section in brackets or 'kind: phrase, phrase, …'.");

    private static DiagnosticDescriptor Create(
        string id, string category, string title, string message, string description, DiagnosticSeverity severity = DiagnosticSeverity.Warning, params string[] tags) =>
        new(id, title, message, category, severity, isEnabledByDefault: true, description, HelpLink(id), tags);

    // Off in the analyzers alone, suggestions in the package's mode Recommended: they are about other ways out than responses.
    private static DiagnosticDescriptor CreateQuiet(string id, string title, string message, string description) =>
        new(id, title, message, Flow, DiagnosticSeverity.Info, isEnabledByDefault: false, description, HelpLink(id));

    private static string HelpLink(string id) => $"https://github.com/piiguard/piiguard/blob/main/docs/rules/{id}.md";
}
