using PiiGuard.Gateway.Responses.Decoding;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Responses;

/// <summary>Why a request or a response goes no further. Each is a section of <c>docs/gateway.md</c>.</summary>
/// <param name="Code">Name in problem types, logs and metrics.</param>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="Title">What the caller is told.</param>
internal sealed record Refusal(string Code, int Status, string Title)
{
    public static readonly Refusal PathAmbiguous = new("path-ambiguous", 400, "The path can be read in more than one way.");
    public static readonly Refusal UpgradeNotAllowed = new("upgrade-not-allowed", 400, "This route does not change protocols.");
    public static readonly Refusal CredentialMissing = new("credential-missing", 401, "This route needs a credential.");
    public static readonly Refusal CredentialAmbiguous = new("credential-ambiguous", 401, "The request carries more than one credential.");
    public static readonly Refusal CredentialUnknown = new("credential-unknown", 401, "The credential is not known.");
    public static readonly Refusal NotOwnData = new("not-own-data", 403, "This caller may see its own data only.");
    public static readonly Refusal RequestRateExceeded = new("request-rate-exceeded", 429, "Too many requests.") { IsQuota = true };
    public static readonly Refusal ConcurrencyExceeded = new("concurrency-exceeded", 429, "Too many requests at once.") { IsQuota = true };
    public static readonly Refusal SubjectBudgetExceeded = new("subject-budget-exceeded", 429, "This caller has received as many customers as it may for now.") { IsQuota = true, Unit = "subjects" };
    public static readonly Refusal CallerQuarantined = new("caller-quarantined", 429, "This caller behaves unlike itself, and is refused until an operator has looked into it.") { IsAbnormal = true };
    public static readonly Refusal CallersExhausted = new("callers-exhausted", 503, "No more callers can be served for now.");
    public static readonly Refusal StoreUnavailable = new("store-unavailable", 503, "What is delivered cannot be accounted for at the moment.");
    public static readonly Refusal MediaTypeNotVerifiable = new("media-type-not-verifiable", 502, "The answer is of a media type that cannot be verified.");
    public static readonly Refusal CharsetNotVerifiable = new("charset-not-verifiable", 502, "The answer is in a charset that cannot be verified.");
    public static readonly Refusal EncodingNotVerifiable = new("encoding-not-verifiable", 502, "The answer has a content encoding that cannot be undone.");
    public static readonly Refusal EncodingBroken = new("encoding-broken", 502, "The answer is not in the content encoding or charset that it names.");
    public static readonly Refusal BodyInflated = new("body-inflated", 502, "The answer unpacks to far more than its size.");
    public static readonly Refusal TooSlow = new("too-slow", 504, "The answer did not come in time.");
    public static readonly Refusal BrokenOff = new("broken-off", 502, "The answer ended before it was whole.");
    public static readonly Refusal PartialContent = new("partial-content", 502, "The answer is a part of a document.");
    public static readonly Refusal StatusNotVerifiable = new("status-not-verifiable", 502, "The answer has a status that was not asked for.");
    public static readonly Refusal BodyMalformed = new("body-malformed", 502, "The answer is not valid JSON.");
    public static readonly Refusal NameBehindValue = new("name-behind-value", 502, "The answer tells what a value is only behind it.");
    public static readonly Refusal BodyInvalidText = new("body-invalid-text", 502, "The answer holds text that is not valid UTF-8.");
    public static readonly Refusal BodyTooDeep = new("body-too-deep", 502, "The answer is nested too deep.");
    public static readonly Refusal BodyTooLarge = new("body-too-large", 502, "The answer is too large.");
    public static readonly Refusal TokenTooLarge = new("token-too-large", 502, "The answer holds a value that is too large.");
    public static readonly Refusal RecordTooLarge = new("record-too-large", 502, "The answer holds a record that is too large to be held.");
    public static readonly Refusal ApplicationFailed = new("application-failed", 500, "The request failed.");

    /// <summary>Whether the refusal passes with time.</summary>
    public bool IsQuota { get; private init; }

    /// <summary>Whether it is because of what was detected.</summary>
    public bool IsAbnormal { get; private init; }

    /// <summary>What the quota counts.</summary>
    public string Unit { get; private init; } = "requests";

    /// <summary>The problem type (RFC 9457): the registered one for quotas, else the section of the documentation.</summary>
    public string Type => IsQuota ? "https://iana.org/assignments/http-problem-types#quota-exceeded"
        : IsAbnormal ? "https://iana.org/assignments/http-problem-types#abnormal-usage-detected"
        : $"https://github.com/piiguard/piiguard/blob/main/docs/gateway.md#{Code}";

    /// <summary>What an exception says of a body; null when it says nothing of it.</summary>
    public static Refusal? Of(Exception exception) => exception switch
    {
        DocumentRefusedException refused => Of(refused.Reason),
        InvalidDataException => EncodingBroken,
        InflatedBodyException => BodyInflated,
        _ => null,
    };

    public static Refusal Of(RefusalReason reason) => reason switch
    {
        RefusalReason.InvalidText => BodyInvalidText,
        RefusalReason.TooDeep => BodyTooDeep,
        RefusalReason.TooLarge => BodyTooLarge,
        RefusalReason.TokenTooLarge => TokenTooLarge,
        RefusalReason.NameBehindValue => NameBehindValue,
        _ => BodyMalformed,
    };
}
