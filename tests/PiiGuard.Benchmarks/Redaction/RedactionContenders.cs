using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using PiiGuard.Classification;
using PiiGuard.Redaction;
using PiiGuard.Redaction.Scanning;

namespace PiiGuard.Benchmarks.Redaction;

/// <summary>Ways to get personal data out of JSON, and what it costs merely to read the tokens. Each returns the bytes it has let out.</summary>
internal static class RedactionContenders
{
    public const string Reader = "Utf8JsonReader, tokens only";
    public const string Ours = "PiiGuard";

    private static readonly FieldClassifier Classifier = new();
    private static readonly Dictionary<string, bool> Removed = [];
    private static readonly ArrayBufferWriter<byte> Output = new();

    public static Dictionary<string, Func<Payload, long>> All(PlanFile file, bool allWidths)
    {
        var plan = file.Plan();
        var contenders = new Dictionary<string, Func<Payload, long>> { [Reader] = Walk, [Ours] = Redact(new JsonRedactor(plan), plan) };
        foreach (var width in allWidths ? Enum.GetValues<VectorWidth>() : [])
        {
            contenders[$"{Ours}, {(width == VectorWidth.None ? "scalar" : width)}"] = Redact(new JsonRedactor(plan, null, null, null, width), plan);
        }

        contenders["JsonNode: parse, edit, serialise"] = p => Edit(p, file);
        contenders["DTO, source generated"] = Deserialize;
        return contenders;
    }

    private static long Walk(Payload payload)
    {
        var reader = new Utf8JsonReader(payload.Json);
        var tokens = 0L;
        while (reader.Read())
        {
            tokens++;
        }

        return tokens;
    }

    /// <summary>As the gateway does: in chunks as they come from a connection, and what may go goes.</summary>
    private static Func<Payload, long> Redact(JsonRedactor redactor, RedactionPlan plan) => payload =>
    {
        redactor.Reset(plan);
        var sent = 0L;
        for (var at = 0; at < payload.Json.Length; at += 32 << 10)
        {
            redactor.Write(payload.Json.AsSpan(at, Math.Min(32 << 10, payload.Json.Length - at)));
            if (redactor.Output.Length > 1 << 20)
            {
                redactor.NameOpenRecords();
                _ = redactor.TakeSubjects();
                sent += redactor.Releasable;
                redactor.Release(redactor.Releasable);
            }
        }

        redactor.Complete();
        _ = redactor.TakeSubjects();
        return sent + redactor.Output.Length;
    };

    private static long Edit(Payload payload, PlanFile file)
    {
        var root = JsonNode.Parse(payload.Json);
        Remove(root, file);
        Output.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(Output);
        root!.WriteTo(writer);
        writer.Flush();
        return Output.WrittenCount;
    }

    private static void Remove(JsonNode? node, PlanFile file)
    {
        switch (node)
        {
            case JsonArray array:
                foreach (var item in array)
                {
                    Remove(item, file);
                }

                break;
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    if (IsRemoved(name, file))
                    {
                        members.Remove(name);
                    }
                    else
                    {
                        Remove(value, file);
                    }
                }

                break;
        }
    }

    private static bool IsRemoved(string name, PlanFile file)
    {
        if (!Removed.TryGetValue(name, out var removed))
        {
            Removed[name] = removed = Classifier.Classify(new(name)).Category is { } category && file.Categories.ContainsKey(category.ToString());
        }

        return removed;
    }

    private static long Deserialize(Payload payload)
    {
        Output.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(Output);
        if (payload.Json[0] == '[')
        {
            JsonSerializer.Serialize(writer, JsonSerializer.Deserialize(payload.Json, CustomerJson.Default.ListStockItem)!, CustomerJson.Default.ListStockItem);
        }
        else if (payload.Json.AsSpan(0, 32).IndexOf("total"u8) >= 0)
        {
            var page = JsonSerializer.Deserialize(payload.Json, CustomerJson.Default.CustomerPage)!;
            JsonSerializer.Serialize(writer, page with { Customers = [.. page.Customers.Select(Less)] }, CustomerJson.Default.CustomerPage);
        }
        else if (payload.Json.AsSpan(0, 3).SequenceEqual("{\"C"u8))
        {
            var customers = JsonSerializer.Deserialize(payload.Json, CustomerJson.Default.DictionaryStringCustomer)!;
            JsonSerializer.Serialize(writer, customers.ToDictionary(c => c.Key, c => Less(c.Value)), CustomerJson.Default.DictionaryStringCustomer);
        }
        else
        {
            JsonSerializer.Serialize(writer, Less(JsonSerializer.Deserialize(payload.Json, CustomerJson.Default.Customer)!), CustomerJson.Default.Customer);
        }

        writer.Flush();
        return Output.WrittenCount;
    }

    private static Customer Less(Customer customer) => customer with
    {
        BirthDate = customer.BirthDate?[..4],
        Email = "***",
        PhoneNumber = "***",
        SocialSecurityNumber = "***",
        BillingAddress = new("***", "***", "***", "***"),
        Account = customer.Account is { } account ? account with { Pin = "***" } : null,
    };
}
