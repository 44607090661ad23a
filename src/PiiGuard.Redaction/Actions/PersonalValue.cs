using System.Text.Json;

namespace PiiGuard.Redaction;

/// <summary>A value that is to be redacted. Not to be kept: it stands in memory that is used again.</summary>
public readonly ref struct PersonalValue
{
    internal PersonalValue(JsonValueKind kind, ReadOnlySpan<byte> text, PiiCategory category, string? term, CallerKeys? caller, DateOnly today)
    {
        Kind = kind;
        Text = text;
        Category = category;
        Term = term;
        Caller = caller;
        Today = today;
    }

    /// <summary>What kind of value it is.</summary>
    public JsonValueKind Kind { get; }

    /// <summary>Of a text the text itself, without quotes and escapes; of anything else what is written. UTF-8.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>The category that was found.</summary>
    public PiiCategory Category { get; }

    /// <summary>The term of the lexicon that its name matched, such as <c>postal code</c>; null when there is none.</summary>
    public string? Term { get; }

    /// <summary>Today's date in UTC.</summary>
    public DateOnly Today { get; }

    /// <summary>Keys for pseudonyms of the caller; null when there are none.</summary>
    internal CallerKeys? Caller { get; }
}
