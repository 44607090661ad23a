namespace PiiGuard.Classification;

/// <summary>Field types of JSON Schema and OpenAPI.</summary>
public static class JsonFieldType
{
    /// <summary>The field type of a JSON type (<c>string</c>, <c>array&lt;integer&gt;</c>) and a format (<c>date</c>, <c>uuid</c>).</summary>
    public static FieldType Of(string? type, string? format)
    {
        const string List = "array<";
        var inner = 0;
        while (type is not null && string.CompareOrdinal(type, inner, List, 0, List.Length) == 0)
        {
            inner += List.Length;
        }

        type = inner == 0 ? type : type!.Substring(inner).TrimEnd('>');
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
