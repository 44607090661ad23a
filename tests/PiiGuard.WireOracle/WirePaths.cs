using System.Text.Json;
using System.Xml.Linq;
using PiiGuard.Contracts;

namespace PiiGuard.WireOracle;

/// <summary>Reads the paths of the values of a JSON document, in the form of the contract.</summary>
internal static class WirePaths
{
    /// <summary>A path of the contract as it stands in XML, where an item is an element like any other.</summary>
    public static string WithoutLists(string path) => path.Replace("[].", ".", StringComparison.Ordinal).Replace("{}.", ".", StringComparison.Ordinal)
        .Replace("[]", "", StringComparison.Ordinal).Replace("{}", "", StringComparison.Ordinal).TrimStart('.');

    /// <summary>The paths of the values of an XML document: below the root, without the elements that only stand for an item of a list or an entry of a dictionary.</summary>
    public static HashSet<string> OfXml(string xml)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        Visit(XDocument.Parse(xml).Root!, []);
        return paths;

        void Visit(XElement element, IReadOnlyList<WireStep> steps)
        {
            foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration && a.Name.Namespace == XNamespace.None))
            {
                paths.Add(WirePath.Format([.. steps, WireStep.Property(attribute.Name.LocalName)]));
            }

            if (!element.HasElements && element.Value.Length > 0)
            {
                paths.Add(WirePath.Format(steps));
            }

            foreach (var child in element.Elements().Where(e => !(IsEntry(element) && e.Name.LocalName == "Key")))
            {
                Visit(child, IsItem(child) || IsEntry(child) || (IsEntry(element) && child.Name.LocalName == "Value") ? steps : [.. steps, WireStep.Property(child.Name.LocalName)]);
            }
        }

        // The generated types are T0, T1, …; values go by the names that XML Schema and .NET have for them.
        static bool IsItem(XElement element) => element.Name.LocalName is "string" or "int" or "boolean" or "decimal" or "dateTime" or "guid" or "double" or "base64Binary" or "Kind"
            || (element.Name.LocalName is ['T', .. var digits] && digits.All(char.IsAsciiDigit));

        static bool IsEntry(XElement element) => element.Name.LocalName.StartsWith("KeyValueOf", StringComparison.Ordinal);
    }

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
                    foreach (var property in value.EnumerateObject().Where(p => p.Name is not ("$type" or "$id") && !p.Name.StartsWith("@odata.", StringComparison.Ordinal)))
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
