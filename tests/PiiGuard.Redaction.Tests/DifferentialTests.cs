using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using PiiGuard.Classification;
using PiiGuard.Redaction.Scanning;
using PiiGuard.TestUtilities;

namespace PiiGuard.Redaction.Tests;

/// <summary>The redactor against the obvious way: parse the document, decide value by value, compare what is left.</summary>
public sealed class DifferentialTests
{
    private static readonly FieldClassifier Classifier = new();

    // PIIGUARD_PROPERTY_CASES=10000000 for a long run.
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("PIIGUARD_PROPERTY_CASES"), out var cases) ? cases : 3_000;

    private static readonly RedactionPlan Plan = Redact.Plan(actions: new()
    {
        [PiiCategory.PersonName] = RedactionAction.Mask,
        [PiiCategory.PostalAddress] = RedactionAction.Reveal,
        [PiiCategory.Other] = RedactionAction.Mask,
    });

    private static readonly RedactionPlan RevealAll = Redact.Plan(RedactionAction.Reveal);

    [Fact]
    public void Random_documents_equal_the_reference_for_any_chunking() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Cases),
        Prop.ForAll<int>(seed =>
        {
            var random = new RandomJson(seed);
            var json = Encoding.UTF8.GetBytes(random.Document());
            var cuts = Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(json.Length + 1)).Order().ToList();

            var output = Redact.Bytes(json, Plan, cuts, width: (VectorWidth)random.Next(4));

            using var source = JsonDocument.Parse(json);
            using var result = JsonDocument.Parse(output);
            var expected = Reference(source.RootElement, [], null, RedactionAction.Reveal);
            Assert.Equal(expected, Canonical(result.RootElement));
        }));

    /// <summary>Canonical text of what should be left; null when the value has to go.</summary>
    private static string? Reference(JsonElement value, List<string> names, PiiCategory? inherited, RedactionAction inheritedAction, bool isMember = false)
    {
        var isContainer = value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        var category = names.Count == 0
            ? isContainer || value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : PiiCategory.Other
            : CategoryOf(value.ValueKind, names[^1], names[..^1]);
        if (category is null && value.ValueKind == JsonValueKind.String && value.GetString()!.Contains('@', StringComparison.Ordinal))
        {
            category = PiiCategory.EmailAddress; // the only such text that the generator makes is an address
        }

        var action = category switch
        {
            null or PiiCategory.PostalAddress => RedactionAction.Reveal,
            PiiCategory.PersonName or PiiCategory.Other => RedactionAction.Mask,
            _ => RedactionAction.Remove,
        };
        action = category is null && isMember && inheritedAction > RedactionAction.Reveal ? RedactionAction.Remove : action > inheritedAction ? action : inheritedAction;
        category ??= inherited;
        return value.ValueKind switch
        {
            _ when action == RedactionAction.Remove => null,
            JsonValueKind.Object => "{" + string.Concat(value.EnumerateObject()
                .Select(p => (p.Name, Text: Reference(p.Value, [.. names, p.Name], category, action, isMember: true)))
                .Where(p => p.Text is not null).Select(p => $"{JsonValue.Create(p.Name)!.ToJsonString()}:{p.Text};")) + "}",
            JsonValueKind.Array => "[" + string.Concat(value.EnumerateArray().Select(e => (Reference(e, names, category, action) ?? "null") + ";")) + "]",
            JsonValueKind.String when action == RedactionAction.Mask => "\"***\"",
            _ when action == RedactionAction.Mask => "null",
            _ => value.GetRawText(),
        };
    }

    private static PiiCategory? CategoryOf(JsonValueKind kind, string name, List<string> parents)
    {
        var answer = Classifier.Classify(new(name, null, parents, kind is JsonValueKind.True or JsonValueKind.False ? FieldType.Boolean : FieldType.Unknown));
        return kind is JsonValueKind.Object or JsonValueKind.Array && answer.IsJudgedByContent ? null : answer.Category;
    }

    private static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Concat(value.EnumerateObject().Select(p => $"{JsonValue.Create(p.Name)!.ToJsonString()}:{Canonical(p.Value)};")) + "}",
        JsonValueKind.Array => "[" + string.Concat(value.EnumerateArray().Select(e => Canonical(e) + ";")) + "]",
        _ => value.GetRawText(),
    };

    [Fact]
    public void Random_documents_are_identical_where_everything_may_be_seen() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Cases),
        Prop.ForAll<int>(seed =>
        {
            var json = Encoding.UTF8.GetBytes(new RandomJson(seed).Document());
            Assert.Equal(json, Redact.Bytes(json, RevealAll, width: (VectorWidth)(seed & 3)));
        }));

    [Fact]
    public void One_flipped_byte_never_reveals_a_removed_value() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Cases),
        Prop.ForAll<int, byte>((seed, flip) =>
        {
            var random = new RandomJson(seed);
            var json = Encoding.UTF8.GetBytes("{\"rows\":[" + random.Document() + ",{\"email\":\"CANARY\",\"status\":[\"x\"]}]}");

            // A flip inside the name makes it another name, which is not the redactor's to know.
            var at = random.Next(json.AsSpan().IndexOf("\"email"u8) + 1);
            json[at] ^= flip;
            using var redactor = new JsonRedactor(Redact.Plan());
            try
            {
                redactor.Write(json);
                redactor.Complete();
            }
            catch (DocumentRefusedException)
            {
                Assert.Equal(0, redactor.Releasable);
                return;
            }

            Assert.DoesNotContain("CANARY", Encoding.UTF8.GetString(redactor.Output.Span), StringComparison.Ordinal);
        }));

    [Theory]
    [InlineData(RedactionAction.Remove)]
    [InlineData(RedactionAction.Mask)]
    public void No_flipped_byte_of_a_document_makes_a_redacted_value_appear(RedactionAction action)
    {
        // The name is not the only thing that keeps the value back: where the flip makes another name of it, its form does.
        var plan = Redact.Plan(action);
        using var redactor = new JsonRedactor(plan);
        var json = """{"a":[1.5,{"email":"canary@example.org","n":2}],"b":"x"}"""u8.ToArray();
        for (var at = 0; at < json.Length; at++)
        {
            for (var flip = 1; flip < 256; flip++)
            {
                json[at] ^= (byte)flip;
                redactor.Reset(plan);
                try
                {
                    redactor.Write(json);
                    redactor.Complete();
                }
                catch (DocumentRefusedException)
                {
                    Assert.Equal(0, redactor.Releasable);
                }

                var output = Encoding.UTF8.GetString(redactor.Output.Span[..redactor.Releasable]);
                Assert.False(output.Contains("canar", StringComparison.Ordinal) || output.Contains("ample", StringComparison.Ordinal), $"byte {at} xor {flip}: {output}");
                json[at] ^= (byte)flip;
            }
        }
    }
}
