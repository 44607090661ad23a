using System.Text.Json.Serialization;
using PiiGuard.Classification;

namespace PiiGuard.Accuracy;

/// <summary>A row of a labelled field set (format: Data/README.md).</summary>
internal sealed record LabelledField(
    string Api, string Schema, string Property, string Type, string? Format, IReadOnlyList<string> Parents, string Pii, string? Category)
{
    /// <summary>What the classifier is told of the row: everything but the labels.</summary>
    [JsonIgnore]
    public FieldDescription Description => new(Property, Schema, Parents, JsonFieldType.Of(Type, Format), Format);
}
