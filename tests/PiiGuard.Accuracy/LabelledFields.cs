using System.Text.Json;
using PiiGuard.Taxonomy;

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

    private static string? MistakeOf(LabelledField row) =>
        row.Pii is not ("yes" or "no" or "borderline") ? "pii is none of yes, borderline, no"
        : row is { Api: null } or { Schema: null } or { Property: null } or { Type: null } or { Parents: null } || row.Parents.Contains(null!) ? "api, schema, property, type or parents is null"
        : row.Category is { } category and not "None" && !PiiTaxonomy.TryParse(category, out _) ? $"'{category}' is not a category"
        : row is { Pii: "yes", Category: null or "None" } ? "a yes row has no category"
        : null;

    private static string ObjectOf(LabelledField row) => string.Join("\n", row.Parents.Prepend(row.Schema).Prepend(row.Api));

    /// <exception cref="InvalidDataException">A line is no row; file and line are named.</exception>
    public static IReadOnlyList<LabelledField> Read(FileInfo file) =>
    [
        .. File.ReadLines(file.FullName).Select((line, i) =>
        {
            try
            {
                return JsonSerializer.Deserialize<LabelledField>(line, Json) is not { } row ? throw new JsonException("not an object")
                    : MistakeOf(row) is { } mistake ? throw new JsonException(mistake)
                    : row;
            }
            catch (JsonException e)
            {
                throw new InvalidDataException($"{file.Name}({i + 1}): {e.Message}", e);
            }
        }),
    ];
}
