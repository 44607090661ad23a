using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PiiGuard.Redaction.Tests.Actions;

public sealed class RuleTests
{
    private static readonly PseudonymKey Key = new("k1", Redact.Key);

    [Theory]
    [InlineData("KeepLast(4)", """{"phone":"+49 170 1234567"}""", """{"phone":"***4567"}""")]
    [InlineData("KeepLast", """{"phone":491701234567}""", """{"phone":"***4567"}""")]
    [InlineData("KeepLast(4)", """{"phone":"12345678"}""", "{}")] // the end would be half of it
    [InlineData("KeepLast(2)", """{"phone":"12\u003234üé"}""", """{"phone":"***üé"}""")]
    [InlineData("KeepLast(4)", """{"phone":true}""", """{"phone":true}""")] // whether there is one is none
    [InlineData("KeepLast(4)", """{"phone":null}""", "{}")]
    [InlineData("KeepLast(4)", """{"phone":["4917012345678",{"x":"unknown"}]}""", """{"phone":["***5678",{}]}""")]
    [InlineData("Null", """{"phone":{"number":"1"},"id":1}""", """{"phone":null,"id":1}""")]
    [InlineData("Null", """{"phone":"1"}""", """{"phone":null}""")]
    [InlineData("Generalize(age)", """{"birthDate":"1984-05-17"}""", """{"birthDate":"40-49"}""")]
    [InlineData("Generalize(age)", """{"birthDate":"17.05.1934"}""", """{"birthDate":"90+"}""")]
    [InlineData("Generalize(age)", """{"birthDate":"2050-05-17"}""", "{}")]
    [InlineData("Generalize", """{"homeAddress":{"country":"Côte d'Ivoire","state":"US-CA"}}""", """{"homeAddress":{"country":"Côte d'Ivoire","state":"US-CA"}}""")]
    [InlineData("Generalize", """{"homeAddress":{"state":"JP-13","country":"840"}}""", """{"homeAddress":{"state":"JP-13","country":"840"}}""")] // ISO 3166
    [InlineData("Generalize", """{"homeAddress":{"country":"48 Church Lane 87331","state":"Church Lane 4"}}""", """{"homeAddress":{}}""")] // no region
    [InlineData("Generalize(3)", """{"homeAddress":{"postalCode":"81667"}}""", """{"homeAddress":{"postalCode":"81***"}}""")] // at most half
    [InlineData("Generalize(3)", """{"homeAddress":{"postalCode":"816670"}}""", """{"homeAddress":{"postalCode":"816***"}}""")]
    [InlineData("Generalize(3)", """{"latitude":48.137431}""", """{"latitude":48.137}""")]
    [InlineData("Generalize(1000)", """{"accountBalance":1234.56}""", """{"accountBalance":1000}""")]
    [InlineData("Generalize", """{"accountBalance":-1}""", """{"accountBalance":-100}""")]
    [InlineData("Generalize", """{"accountBalance":"1234"}""", "{}")]
    public void Rule_makes_of_a_value_what_it_says(string rule, string json, string expected) => Assert.Equal(expected, Text(json, Rule(rule)));

    [Theory]
    [InlineData("Mask(3)")]
    [InlineData("KeepLast(0)")]
    [InlineData("KeepLast(9)")]
    [InlineData("KeepLast(4")]
    [InlineData("Generalize(month)")]
    [InlineData("Custom")]
    [InlineData("Masc")]
    [InlineData("3")]
    public void Rule_that_cannot_be_read_says_what_is_wrong(string text)
    {
        Assert.False(RedactionRule.TryParse(text, out _, out var problem));
        Assert.Contains(text, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Pseudonym_is_stable_for_one_caller_and_another_for_the_next()
    {
        var first = Value(Text("""{"email":"a@b.example"}""", RedactionAction.Pseudonym, "anna"), "email");

        Assert.Matches("^k1\\.[A-Za-z0-9_-]{22}$", first);
        Assert.Equal(first, Value(Text("""{ "x":1, "email":"\u0061@b.example"}""", RedactionAction.Pseudonym, "anna"), "email"));
        Assert.NotEqual(first, Value(Text("""{"email":"a@b.example"}""", RedactionAction.Pseudonym, "bill"), "email"));
        Assert.NotEqual(first, Value(Text("""{"email":"a@c.example"}""", RedactionAction.Pseudonym, "anna"), "email"));
        Assert.NotEqual(first, Value(Text("""{"email":"a@b.example"}""", RedactionAction.Pseudonym, "anna", new("k2", Redact.Key)), "email"));
    }

    [Fact]
    public void Format_preserving_pseudonym_keeps_the_form()
    {
        var number = Value(Text("""{"phone":"+49 (170) 123-45.67"}""", RedactionAction.FormatPreserving, "anna"), "phone");

        Assert.Matches(@"^\+\d\d \(\d{3}\) \d{3}-\d\d\.\d\d$", number);
        Assert.NotEqual("+49 (170) 123-45.67", number);
        Assert.Equal(number, Value(Text("""{"phone":"+49 (170) 123-45.67"}""", RedactionAction.FormatPreserving, "anna"), "phone"));
        Assert.NotEqual(number, Value(Text("""{"phone":"+49 (170) 123-45.67"}""", RedactionAction.FormatPreserving, "bill"), "phone"));
    }

    [Fact]
    public void Format_preserving_pseudonym_of_a_json_number_is_one_of_the_same_length()
    {
        for (var i = 100_000; i < 100_300; i++)
        {
            Assert.Matches("^[1-9][0-9]{5}$", Value(Text($$"""{"phone":{{i}}}""", RedactionAction.FormatPreserving, "anna"), "phone"));
        }
    }

    [Theory]
    [InlineData("\"12345\"")] // too few to be a secret
    [InlineData("\"AB-123456\"")]
    [InlineData("1234567.5")]
    [InlineData("-1234567")]
    [InlineData("null")]
    public void Format_that_cannot_be_preserved_is_removed(string value) =>
        Assert.Equal("{}", Text($$"""{"phone":{{value}}}""", RedactionAction.FormatPreserving, "anna"));

    [Fact]
    public void Format_of_a_long_text_is_not_preserved() => Assert.Equal("{}", Text($$"""{"phone":"123456{{new string(' ', 1_000_000)}}"}""", RedactionAction.FormatPreserving));

    [Fact]
    public void Pseudonym_without_a_caller_or_a_key_is_removed()
    {
        Assert.Equal("{}", Text("""{"email":"a@b.example"}""", RedactionAction.Pseudonym, caller: null));
        Assert.Equal("{}", Redact.Text("""{"email":"a@b.example"}""", Redact.Plan(actions: new() { [PiiCategory.EmailAddress] = RedactionAction.Pseudonym })));
    }

    [Theory]
    [InlineData("\"ok\"", """{"email":"ok"}""")]
    [InlineData("{\"kept\":[1]}", """{"email":{"kept":[1]}}""")]
    [InlineData("", "{}")]
    [InlineData("\"", "{}")]
    [InlineData("1,\"leak\":2", "{}")]
    [InlineData("1 2", "{}")]
    public void What_an_action_of_ones_own_writes_has_to_be_json(string written, string expected) =>
        Assert.Equal(expected, Text("""{"email":"a@b.example"}""", RedactionRule.Custom(new Writer(written))));

    private static string Text(string json, RedactionRule rule, string? caller = "anna", PseudonymKey? key = null)
    {
        var plan = new RedactionPlan(new(), new() { DefaultAction = rule, DigestKey = Redact.Key, PseudonymKey = key ?? Key });
        using var redactor = new JsonRedactor(plan, caller: caller, time: new FixedTime());
        redactor.Write(System.Text.Encoding.UTF8.GetBytes(json));
        redactor.Complete();
        return System.Text.Encoding.UTF8.GetString(redactor.Output.Span);
    }

    private static RedactionRule Rule(string text)
    {
        Assert.True(RedactionRule.TryParse(text, out var rule, out var problem), problem);
        return rule;
    }

    private static string Value(string json, string name) => JsonNode.Parse(json)![name]!.ToString();

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);
    }

    private sealed class Writer(string json) : IValueRedactor
    {
        public bool TryRedact(scoped in PersonalValue value, IBufferWriter<byte> output)
        {
            Assert.Equal(JsonValueKind.String, value.Kind);
            output.Write(System.Text.Encoding.UTF8.GetBytes(json));
            return true;
        }
    }
}
