using System.Text.Json;
using PiiGuard.Contracts;

namespace PiiGuard.WireOracle;

/// <summary>Reads the paths of the values of a JSON document, in the form of the contract.</summary>
internal static class WirePaths
{
    public static HashSet<string> Of(string json)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(json);
        Visit(document.RootElement, []);
        return paths;

        void Visit(JsonElement value, IReadOnlyList<WireStep> steps)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var property in value.EnumerateObject().Where(p => p.Name is not ("$type" or "$id")))
                    {
                        Visit(property.Value, [.. steps, property.Name == Sample.Key ? WireStep.Values : WireStep.Property(property.Name)]);
                    }

                    break;
                case JsonValueKind.Array:
                    foreach (var item in value.EnumerateArray())
                    {
                        Visit(item, [.. steps, WireStep.Items]);
                    }

                    break;
                case JsonValueKind.Null:
                    break; // the end of a cycle
                default:
                    paths.Add(WirePath.Format(steps));
                    break;
            }
        }
    }
}
