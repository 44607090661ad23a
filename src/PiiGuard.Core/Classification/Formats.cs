namespace PiiGuard.Classification;

/// <summary>Formats of JSON Schema (draft 2020-12, section 7.3) and of the OpenAPI format registry that say what a value is.</summary>
internal static class Formats
{
    public static PiiCategory? CategoryOf(string? format) => format switch
    {
        "email" or "idn-email" => PiiCategory.EmailAddress,
        "phone" or "phone-number" or "tel" or "e164" or "msisdn" => PiiCategory.PhoneNumber,
        "iban" => PiiCategory.BankAccount,
        "ssn" => PiiCategory.GovernmentId,
        _ => null,
    };
}
