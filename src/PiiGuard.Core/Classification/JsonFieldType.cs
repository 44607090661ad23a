namespace PiiGuard.Classification;

/// <summary>Field types of JSON Schema and OpenAPI.</summary>
public static class JsonFieldType
{
    /// <summary>The field type of a JSON type (<c>string</c>, <c>array&lt;integer&gt;</c>) and a format (<c>date</c>, <c>uuid</c>).</summary>
    public static FieldType Of(string? type, string? format)
    {
        while (type is not null && type.StartsWith("array<", StringComparison.Ordinal))
        {
            type = type.Substring(6).TrimEnd('>');
        }

        return type switch
        {
            "boolean" => FieldType.Boolean,
            "integer" => FieldType.Integer,
            "number" => FieldType.Number,
            "object" => FieldType.Object,
            "string" => format switch
            {
                "date" or "date-time" or "time" or "duration" => FieldType.Date,
                "uuid" => FieldType.Guid,
                "uri" or "url" or "uri-reference" or "hostname" => FieldType.Link,
                _ => FieldType.Text,
            },
            _ => FieldType.Unknown,
        };
    }
}
