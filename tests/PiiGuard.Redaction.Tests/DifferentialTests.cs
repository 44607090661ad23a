using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using PiiGuard.Classification;
using PiiGuard.Redaction.Plans;
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

    // What the value of a bag is whose name says that it is nothing.
    private const PiiCategory Nothing = 0;

    private static readonly RedactionPlan RevealAll = Redact.Plan(RedactionAction.Reveal);

    [Fact]
    public void Random_documents_equal_the_reference_for_any_chunking() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Cases),
        Prop.ForAll<DoNotSize<int>>(unsized =>
        {
            var seed = unsized.Item; // all of them: by itself FsCheck keeps numbers small
            var random = new RandomJson(seed);
            var json = Encoding.UTF8.GetBytes(random.Document());
            var cuts = Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(json.Length + 1)).Order().ToList();

            using var source = JsonDocument.Parse(json);
            string? expected = null;
            var isRefused = false;
            try
            {
                expected = Reference(source.RootElement, [], null, RedactionAction.Reveal, null);
            }
            catch (FormatException)
            {
                isRefused = true;
            }

            var width = (VectorWidth)random.Next(3);
            if (isRefused)
            {
                Assert.Throws<DocumentRefusedException>(() => Redact.Bytes(json, Plan, cuts, width: width));
                return;
            }

            using var result = JsonDocument.Parse(Redact.Bytes(json, Plan, cuts, width: width));
            Assert.True(expected == Canonical(result.RootElement), $"{Encoding.UTF8.GetString(json)}\n{expected}\n{Canonical(result.RootElement)}");
        }));

    /// <summary>Canonical text of what should be left; null when the value has to go.</summary>
    /// <exception cref="FormatException">It has to be refused: a bag with two names.</exception>
    private static string? Reference(JsonElement value, List<string> names, PiiCategory? inherited, RedactionAction inheritedAction, Bag? bag, Bag? list = null)
    {
        var isMember = bag is not null;
        var ownName = names.LastOrDefault();
        var isContainer = value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        var category = names.Count == 0
            ? isContainer || value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : PiiCategory.Other
            : InBag(value, ref names, bag) ?? InList(value, ref names, list) ?? CategoryOf(value.ValueKind, names[^1], names[..^1]);
        category = category == Nothing ? null : category;
        if (category is null && (!isMember || inheritedAction == RedactionAction.Reveal) && value.ValueKind == JsonValueKind.String && value.GetString()!.Contains('@', StringComparison.Ordinal))
        {
            category = PiiCategory.EmailAddress; // the only such text that the generator makes is an address
        }

        var action = ActionOf(category);
        action = isMember && (category is null || !ownName!.Any(char.IsLetter)) && inheritedAction > RedactionAction.Reveal ? RedactionAction.Remove : action > inheritedAction ? action : inheritedAction;
        category ??= inherited;
        return value.ValueKind switch
        {
            _ when action == RedactionAction.Remove => null,
            JsonValueKind.Object => "{" + string.Concat(new Bag[] { new() }.SelectMany(b => value.EnumerateObject().Select(p => (Bag: b, Property: p)))
                .Select(p => (p.Property.Name, Text: Reference(p.Property.Value, [.. names, Judged(p.Property.Name)], category, action, p.Bag)))
                .Where(p => p.Text is not null).Select(p => $"{JsonValue.Create(p.Name)!.ToJsonString()}:{p.Text};")) + "}",
            JsonValueKind.Array => "[" + string.Concat(value.EnumerateArray().Select(e => (Reference(e, names, category, action, null, bag) ?? "null") + ";")) + "]",
            JsonValueKind.String when action == RedactionAction.Mask => "\"***\"",
            _ when action == RedactionAction.Mask => "null",
            _ => value.GetRawText(),
        };
    }

    /// <summary>In a bag the value is judged by the name that stood before it; null when this is no value of a bag.</summary>
    private static PiiCategory? InBag(JsonElement value, ref List<string> names, Bag? bag)
    {
        if (bag is null)
        {
            return null;
        }

        var parents = names[..^1];
        if (Classifier.Classify(new(names[^1], null, parents)).Rule == ClassificationRule.MayCarryAnything)
        {
            bag.HasValue = true;
            if (bag.Name is null)
            {
                return PiiCategory.Other;
            }

            names = [.. parents, bag.Name];
            return CategoryOf(value.ValueKind, bag.Name, parents) ?? Nothing;
        }

        if (names[^1] == "name" && value.ValueKind == JsonValueKind.String && Classifier.Classify(new("value", null, parents)).Rule == ClassificationRule.MayCarryAnything)
        {
            var name = Judged(value.GetString()!);
            var strictness = Strictness(CategoryOf(JsonValueKind.String, name, parents));
            var went = bag.Name is null ? Strictness(PiiCategory.Other) : Strictness(CategoryOf(JsonValueKind.String, bag.Name, parents));
            if (bag.HasValue && bag.Name != name && strictness > went)
            {
                throw new FormatException();
            }

            bag.Name = bag.Name is null || strictness > went ? name : bag.Name;
        }

        Note(value, names, bag);
        return InPair(value, ref names, bag);
    }

    /// <summary>A value can be what a text in front of it says, if it can be that.</summary>
    private static PiiCategory? InPair(JsonElement value, ref List<string> names, Bag pair)
    {
        var parents = names[..^1];
        if (names[^1] != "value" || Classifier.Classify(new("value", null, parents)).Category is not null)
        {
            return null;
        }

        var (strictest, category) = ((string?)null, (PiiCategory?)null);
        foreach (var (name, text) in pair.Noted)
        {
            if (CategoryOf(value.ValueKind, name, parents) is { } named && CanBe(value, named, pair.Noted[^1].Text, parents) && (category is null || Strictness(named) > Strictness(category)))
            {
                (strictest, category) = (name, named);
            }
        }

        names = strictest is null ? names : [.. parents, strictest];
        return category;
    }

    /// <summary>So can each element of a list; of a bag the name says what the list is.</summary>
    private static PiiCategory? InList(JsonElement value, ref List<string> names, Bag? pair) =>
        pair is null || Classifier.Classify(new(names[^1], null, names[..^1])).Rule == ClassificationRule.MayCarryAnything ? null : InPair(value, ref names, pair);

    private static void Note(JsonElement value, List<string> names, Bag pair)
    {
        if (names[^1] is "name" or "type" && value.ValueKind == JsonValueKind.String && Encoding.UTF8.GetByteCount(value.GetString()!) is > 0 and <= 64)
        {
            var text = value.GetString()!;
            pair.Noted.Add((text.Contains('@', StringComparison.Ordinal) ? MapKey.Id : Judged(text), text));
        }
    }

    private static bool CanBe(JsonElement value, PiiCategory category, string name, List<string> parents) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => true,
        JsonValueKind.Number => category != PiiCategory.EmailAddress && value.GetRawText().TrimStart('-') is var digits && digits.All(char.IsAsciiDigit) && digits.Length >= (category == PiiCategory.Credential ? 4 : 7),
        JsonValueKind.String => value.GetString() is { Length: > 0 } text && !SameLetters(text, name) && (category switch
        {
            PiiCategory.EmailAddress => text.Contains('@', StringComparison.Ordinal),
            PiiCategory.PhoneNumber or PiiCategory.BirthDate or PiiCategory.BankAccount or PiiCategory.IpAddress => text.Any(char.IsAsciiDigit),
            _ => category == PiiCategory.Credential || Classifier.Classify(new(text, null, parents)).Category != category,
        }),
        _ => false,
    };

    private static bool SameLetters(string a, string b) => Ascii.IsValid(a) && Ascii.IsValid(b) ? Letters(a).Length > 0 && string.Equals(Letters(a), Letters(b), StringComparison.OrdinalIgnoreCase) : a == b;

    private static string Letters(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit));

    /// <summary>Keys of maps are judged as a placeholder would be.</summary>
    private static string Judged(string name) => MapKey.PlaceholderOf(Encoding.UTF8.GetBytes(name)) ?? name;

    private static int Strictness(PiiCategory? category) => category is null ? -1 : (int)ActionOf(category);

    private static RedactionAction ActionOf(PiiCategory? category) => category switch
    {
        null or PiiCategory.PostalAddress => RedactionAction.Reveal,
        PiiCategory.PersonName or PiiCategory.Other => RedactionAction.Mask,
        _ => RedactionAction.Remove,
    };

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
        Prop.ForAll<DoNotSize<int>>(unsized =>
        {
            var seed = unsized.Item; // all of them: by itself FsCheck keeps numbers small
            var json = Encoding.UTF8.GetBytes(new RandomJson(seed).Document());
            Assert.Equal(json, Redact.Bytes(json, RevealAll, width: (VectorWidth)((uint)seed % 3)));
        }));

    [Fact]
    public void One_flipped_byte_never_reveals_a_removed_value() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Cases),
        Prop.ForAll<DoNotSize<int>, byte>((unsized, flip) =>
        {
            var seed = unsized.Item;
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

    private sealed class Bag
    {
        public string? Name { get; set; }

        public bool HasValue { get; set; }

        /// <summary>What stood in front of a value: as it is judged, and as it stands.</summary>
        public List<(string Name, string Text)> Noted { get; } = [];
    }
}
