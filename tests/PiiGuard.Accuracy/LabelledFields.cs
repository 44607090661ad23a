using System.Text.Json;

namespace PiiGuard.Accuracy;

/// <summary>Reads labelled rows.</summary>
internal static class LabelledFields
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>For each row the other properties of its object, as far as they are among the rows.</summary>
    public static IEnumerable<IReadOnlyList<string>> Siblings(IReadOnlyList<LabelledField> rows)
    {
        var objects = rows.ToLookup(ObjectOf, r => r.Property);
        return rows.Select(r => objects[ObjectOf(r)].Where(p => p != r.Property).ToList());
    }

    private static string ObjectOf(LabelledField row) => string.Join("\n", row.Parents.Prepend(row.Schema).Prepend(row.Api));

    /// <exception cref="InvalidDataException">A line is no row; file and line are named.</exception>
    public static IReadOnlyList<LabelledField> Read(FileInfo file) =>
    [
        .. File.ReadLines(file.FullName).Select((line, i) =>
        {
            try
            {
                return JsonSerializer.Deserialize<LabelledField>(line, Json) is { Pii: "yes" or "no" or "borderline" } row
                    ? row
                    : throw new JsonException("pii is none of yes, borderline, no");
            }
            catch (JsonException e)
            {
                throw new InvalidDataException($"{file.Name}({i + 1}): {e.Message}", e);
            }
        }),
    ];
}
