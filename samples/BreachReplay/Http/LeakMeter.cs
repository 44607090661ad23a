using System.Text.Json;
using PiiGuard;
using PiiGuard.Classification;

namespace BreachReplay.Http;

/// <summary>Counts what a caller has received: distinct customers, and personal values by category. Masked values do not count.</summary>
internal sealed class LeakMeter
{
    private readonly FieldClassifier _classifier = new();
    private readonly Dictionary<(string Parent, string Name), PiiCategory?> _known = [];
    private readonly HashSet<string> _customers = [];
    private readonly SortedDictionary<PiiCategory, long> _values = [];

    public int Customers => _customers.Count;

    public long Values => _values.Values.Sum();

    public IReadOnlyDictionary<PiiCategory, long> ByCategory => _values;

    public void Add(JsonElement body) => Visit(body, "", "customers");

    private void Visit(JsonElement element, string name, string parent)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Visit(property.Value, property.Name, name.Length == 0 ? parent : name);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Visit(item, name, parent);
                }

                break;
            case JsonValueKind.String or JsonValueKind.Number when !(element.ValueKind == JsonValueKind.String && element.ValueEquals("***"u8)):
                if (name == "customerId")
                {
                    _customers.Add(element.GetString()!);
                }

                if (CategoryOf(parent, name) is { } category)
                {
                    _values[category] = _values.GetValueOrDefault(category) + 1;
                }

                break;
        }
    }

    private PiiCategory? CategoryOf(string parent, string name)
    {
        if (!_known.TryGetValue((parent, name), out var category))
        {
            _known.Add((parent, name), category = _classifier.Classify(new(name, parent)).Category);
        }

        return category;
    }
}
