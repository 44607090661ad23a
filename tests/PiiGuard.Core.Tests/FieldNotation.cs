using PiiGuard.Classification;
using PiiGuard.TestUtilities;

namespace PiiGuard.Core.Tests;

/// <summary>Fields in the notation of the files in <c>Data</c>: <c>[Owner.]name[:type]</c>.</summary>
internal static class FieldNotation
{
    /// <summary>The lines of a data file without comments and blank ones.</summary>
    public static IEnumerable<string> Lines(string file) =>
        File.ReadLines(RepositoryRoot.File("tests", "PiiGuard.Core.Tests", "Data", file)).Where(l => l.Length > 0 && !l.StartsWith('#'));

    public static FieldDescription Parse(string field)
    {
        var (name, type) = field.Split(':') is [var n, var t] ? (n, t) : (field, "");
        var dot = name.LastIndexOf('.');
        return new(name[(dot + 1)..], dot < 0 ? null : name[..dot], null, type switch
        {
            "text" => FieldType.Text,
            "int" => FieldType.Integer,
            "number" => FieldType.Number,
            "bool" => FieldType.Boolean,
            "date" => FieldType.Date,
            "guid" => FieldType.Guid,
            "enum" => FieldType.Enumeration,
            "object" => FieldType.Object,
            "" => FieldType.Unknown,
            _ => throw new FormatException($"{field}: unknown type {type}"),
        });
    }
}
