using Microsoft.Extensions.Logging;

namespace PiiGuard.Gateway.Telemetry;

/// <summary>All log events. None holds a value of a request or response: routes are templates, callers are names or digests.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "PiiGuard started. Tiers: {Tiers}. Unguarded paths: {UnguardedPaths}. Endpoints in the contract: {Endpoints}.")]
    public static partial void Started(this ILogger logger, string tiers, string unguardedPaths, int endpoints);

    [LoggerMessage(2, LogLevel.Warning, "Subject budgets are kept in memory: a restart forgets what callers have received, and there is no ledger (PiiGuard:Store).")]
    public static partial void BudgetsInMemory(this ILogger logger);

    [LoggerMessage(3, LogLevel.Information, "Policy reloaded, now version {Version}.")]
    public static partial void Reloaded(this ILogger logger, int version);

    [LoggerMessage(4, LogLevel.Error, "Policy reload refused, version {Version} stays in force. {Mistakes}")]
    public static partial void ReloadRefused(this ILogger logger, int version, string mistakes);

    [LoggerMessage(5, LogLevel.Information, "Blast radius, the most customers that can be taken: {BlastRadius}")]
    public static partial void BlastRadius(this ILogger logger, string blastRadius);

    [LoggerMessage(6, LogLevel.Information, "The {Kind} store is open: {Subjects} charged subjects and {Callers} callers are known, {Quarantined} of them in quarantine. This run writes chain {Chain} of the ledger.")]
    public static partial void StoreOpened(this ILogger logger, Policies.StoreKind kind, long subjects, int callers, int quarantined, long chain);

    [LoggerMessage(7, LogLevel.Information, "The ledger stands at {Head}; 'piiguard ledger verify --expect' takes this to find out whether its tail was cut off.")]
    public static partial void LedgerHead(this ILogger logger, string head);

    [LoggerMessage(8, LogLevel.Critical, "The store fails, guarded routes are closed until it is back. {Error}")]
    public static partial void StoreFailed(this ILogger logger, string error);

    [LoggerMessage(9, LogLevel.Warning, "The store is back.")]
    public static partial void StoreBack(this ILogger logger);

    [LoggerMessage(13, LogLevel.Critical, "The application stops while the store fails: {Entries} entries of the ledger about finished requests are lost. Their attempts stand.")]
    public static partial void EntriesLost(this ILogger logger, int entries);

    [LoggerMessage(14, LogLevel.Critical, "The store is away and WhenDown of the tier is OpenWithAlarm: caller {Caller} receives {Subjects} subjects that no budget has been asked for.")]
    public static partial void DeliveredUnchecked(this ILogger logger, string caller, int subjects);

    [LoggerMessage(15, LogLevel.Warning, "{Deliveries} deliveries of an earlier run, which left while the server was away and had not reached it, are entered there now.")]
    public static partial void CarryingOver(this ILogger logger, int deliveries);

    [LoggerMessage(10, LogLevel.Information, "Response {Outcome}: caller {Caller}, tier {Tier}, route {Route}, status {Status}, revealed {Revealed}, withheld {Withheld}, records {Records}, new subjects {NewSubjects}, policy {PolicyVersion}.")]
    public static partial void Response(
        this ILogger logger, string outcome, string caller, string tier, string route, int status, string revealed, string withheld, int records, int newSubjects, int policyVersion);

    [LoggerMessage(12, LogLevel.Debug, "A field of {Route} is {Category}: {Reason}")]
    public static partial void FieldFound(this ILogger logger, string route, PiiCategory category, string reason);

    [LoggerMessage(20, LogLevel.Warning, "{Step}: caller {Caller} {Mood} taken to this step, tier {Tier}. {Reason}.")]
    public static partial void Step(this ILogger logger, Detection.DetectionStep step, string mood, string caller, string tier, string reason);

    [LoggerMessage(21, LogLevel.Warning, "Caller {Caller} was released by {Operator}: {Reason}")]
    public static partial void Released(this ILogger logger, string caller, string @operator, string reason);

    [LoggerMessage(11, LogLevel.Error, "The guarded application failed with {ExceptionType}; its message is left out, as it may hold personal data. {StackTrace}")]
    public static partial void ApplicationFailed(this ILogger logger, string? exceptionType, string? stackTrace);
}
