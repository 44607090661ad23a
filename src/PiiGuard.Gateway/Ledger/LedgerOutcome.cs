namespace PiiGuard.Gateway.Ledger;

/// <summary>How the ledger says what became of an answer: <c>delivered</c>, <c>surplus-redacted</c>, a refusal's code, <c>caller-gone</c>; of a part that left before, <c>in-part:</c> and why no more.</summary>
internal static class LedgerOutcome
{
    public const string Delivered = "delivered";

    /// <summary>The records beyond a budget went without personal data.</summary>
    public const string SurplusRedacted = "surplus-redacted";

    /// <summary>The caller is gone.</summary>
    public const string CallerGone = "caller-gone";

    /// <summary>What an attempt says of whom it is for: they may be in the answer.</summary>
    public const string Attempted = "attempted";

    /// <summary>The same, of an attempt that was charged together with the one before it.</summary>
    public const string Continued = "continued";

    /// <summary>What an attempt says of whom it is for: they are not there.</summary>
    public const string Missed = "missed";

    private const string InPart = "in-part:";

    /// <summary>The outcome of an answer that ended with something of it out already.</summary>
    public static string Partly(string outcome) => outcome is Delivered or SurplusRedacted ? outcome : InPart + outcome;

    /// <summary>Whether something, but not all, left.</summary>
    public static bool IsPartly(string outcome) => outcome.StartsWith(InPart, StringComparison.Ordinal);

    /// <summary>The outcome without whether a part left.</summary>
    public static string Code(string outcome) => IsPartly(outcome) ? outcome[InPart.Length..] : outcome;
}
