namespace PiiGuard.Classification;

/// <summary>Which types a value of a category can have.</summary>
internal static class CategoryTypes
{
    public static bool Allows(PiiCategory category, FieldType type, string? format) => type switch
    {
        // A link is not the value it leads to, unless the value is a picture or the link itself lets somebody in.
        FieldType.Text when format is "uri" or "url" or "uri-reference" or "hostname" => category is PiiCategory.PersonPhoto or PiiCategory.Signature
            or PiiCategory.Credential or PiiCategory.OnlineId or PiiCategory.Usage,

        // A flag says nothing but yes or no; of health or origin that is the datum itself.
        FieldType.Boolean => category is PiiCategory.Health,
        FieldType.Integer or FieldType.Number => category is not (PiiCategory.PersonName or PiiCategory.EmailAddress
            or PiiCategory.PersonPhoto or PiiCategory.Signature or PiiCategory.OnlineId or PiiCategory.IpAddress),
        FieldType.Date => category is PiiCategory.BirthDate or PiiCategory.Usage or PiiCategory.Health or PiiCategory.PaymentCard
            or PiiCategory.Demographic,
        FieldType.Guid => category is PiiCategory.Credential or PiiCategory.DeviceId or PiiCategory.OnlineId,
        FieldType.Enumeration => category is PiiCategory.Demographic or PiiCategory.Health or PiiCategory.Usage
            or PiiCategory.PostalAddress or PiiCategory.PersonName,
        _ => true,
    };
}
