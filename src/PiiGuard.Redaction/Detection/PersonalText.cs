using PiiGuard.Redaction.Detection;

namespace PiiGuard.Redaction;

/// <summary>Personal data that a text holds, by its form alone: e-mail addresses, phone numbers (E.164), payment cards, IBANs, Social Security numbers.</summary>
public static class PersonalText
{
    /// <summary>Whether there is any.</summary>
    /// <param name="text">The text in UTF-8.</param>
    public static bool Contains(ReadOnlySpan<byte> text) => ValueDetector.Find(text) is not null;
}
