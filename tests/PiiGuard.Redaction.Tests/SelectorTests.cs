using System.Buffers.Text;
using System.Text;

namespace PiiGuard.Redaction.Tests;

/// <summary>What a plan picks out beside the names that the lexicon knows.</summary>
public sealed class SelectorTests
{
    [Theory]
    [InlineData("""{"ref":"1","order":{"ref":"2"},"customer":{"ref":"3","deep":{"ref":"4"}}}""", """{"ref":"1","order":{"ref":"2"},"customer":{"deep":{"ref":"4"}}}""")]
    [InlineData("""{"CUSTOMER":[{"Ref":"1"}]}""", """{"CUSTOMER":[{}]}""")]
    [InlineData("""{"x":{"y":[{"nick_name":"a","code2":1}]}}""", """{"x":{"y":[{"code2":1}]}}""")]
    public void Named_rule_holds_wherever_the_name_stands(string json, string expected) =>
        Assert.Equal(expected, Text(json, new() { DigestKey = Redact.Key, Names = [("customer.ref", PiiCategory.AccountNumber), ("nickName", PiiCategory.OnlineId)] }));

    [Theory]
    [InlineData(RedactionAction.Remove, """{"entries":{},"id":1}""")]
    [InlineData(RedactionAction.Mask, """{"entries":{"***":{"status":"x"},"***":2},"id":1}""")]
    [InlineData(RedactionAction.Reveal, """{"entries":{"0170111":{"status":"x"},"0170222":2},"id":1}""")]
    public void Name_that_is_data_undergoes_the_rule_of_its_category(RedactionAction action, string expected) => Assert.Equal(
        expected,
        Text("""{"entries":{"0170111":{"status":"x"},"0170222":2},"id":1}""", new() { DigestKey = Redact.Key, DefaultAction = action, KeyedBy = [("entries", PiiCategory.PhoneNumber)] }));

    [Fact]
    public void Revealed_names_count_as_subjects()
    {
        var plan = new RedactionPlan(new(), new() { DigestKey = Redact.Key, DefaultAction = RedactionAction.Reveal, KeyedBy = [("entries", PiiCategory.PhoneNumber)] });
        using var redactor = new JsonRedactor(plan);
        redactor.Write("""{"entries":{"0170111":{"status":"x"},"0170222":2,"0170333":null}}"""u8);
        redactor.Complete();
        Assert.Equal(3, redactor.TakeSubjects().Length);
    }

    [Theory]
    [InlineData("""{"id":1,"status":"x","extra":"y","customers":[{"email":"a@b","vip":true,"address":{"city":"c","x":[1]}}],"more":{"id":2}}""", """{"id":1,"customers":[{"email":"a@b","address":{"city":"c","x":[1]}}]}""")]
    [InlineData("""{"ID":1,"i\u0064":2,"id ":3}""", """{"i\u0064":2}""")] // to the letter
    [InlineData("""{"customers":{"email":"a@b"}}""", """{"customers":{}}""")] // no list
    [InlineData("""[{"id":1}]""", """[null]""")]
    [InlineData("7", "null")]
    public void Only_what_is_listed_gets_out(string json, string expected) => Assert.Equal(expected, Text(json, new()
    {
        DigestKey = Redact.Key,
        OnlyListed = true,
        DefaultAction = RedactionAction.Reveal,
        Paths = [("customers[].email", PiiCategory.EmailAddress), ("customers[].address", PiiCategory.PostalAddress)],
        AllowedPaths = ["id"],
    }));

    [Theory]
    [InlineData("""{"characteristic":[{"value":{"x":"1"}},{"value":"1"},{"name":"id","value":"1"}]}""", """{"characteristic":[{},{},{"name":"id"}]}""", "characteristic[].name", "characteristic[].id")]
    [InlineData("""{"characteristic":[{"name":"colour","value":"red"},{"name":"email","value":"x"}]}""", """{"characteristic":[{"name":"colour","value":"red"},{"name":"email"}]}""", "characteristic[].name", "characteristic[].value")]
    public void In_a_bag_the_place_of_the_value_is_what_is_listed(string json, string expected, params string[] allowed) =>
        Assert.Equal(expected, Text(json, new() { DigestKey = Redact.Key, OnlyListed = true, AllowedPaths = allowed }));

    [Fact]
    public void What_the_plan_says_of_the_value_of_a_bag_counts()
    {
        Assert.Equal(
            """{"characteristic":[{"name":"colour","value":"{}"}]}""",
            Text("""{"characteristic":[{"name":"colour","value":"{\"email\":\"a@b\"}"}]}""", new() { DigestKey = Redact.Key, EmbeddedJson = ["characteristic[].value"] }));
        Assert.Equal(
            """{"characteristic":[{"name":"colour"}]}""",
            Text("""{"characteristic":[{"name":"colour","value":"x"}]}""", new() { DigestKey = Redact.Key, Names = [("characteristic.value", PiiCategory.EmailAddress)] }));
    }

    [Theory]
    [InlineData("""{"m":{"0170111":{"x":1}}}""", 1)] // the name is seen although its value is null
    [InlineData("""{"homeAddress":{"note":"{\"x\":\"foo\"}"}}""", 1)] // what a text holds belongs to what holds the text
    public void Subjects_are_not_lost(string json, int expected)
    {
        var plan = new RedactionPlan(new(), new()
        {
            DigestKey = Redact.Key,
            DefaultAction = RedactionAction.Reveal,
            Actions = new Dictionary<PiiCategory, RedactionRule> { [PiiCategory.EmailAddress] = RedactionAction.Null },
            Paths = [("m{}", PiiCategory.EmailAddress), ("homeAddress", PiiCategory.PostalAddress)],
            KeyedBy = [("m", PiiCategory.PhoneNumber)],
            EmbeddedJson = ["homeAddress.note"],
        });
        using var redactor = new JsonRedactor(plan);
        redactor.Write(Encoding.UTF8.GetBytes(json));
        redactor.Complete();
        Assert.Equal(expected, redactor.TakeSubjects().Length);
    }

    [Fact]
    public void Listed_personal_data_still_undergoes_its_rule() => Assert.Equal(
        """{"id":1}""",
        Text("""{"id":1,"email":"a@b"}""", new() { DigestKey = Redact.Key, OnlyListed = true, Paths = [("email", PiiCategory.EmailAddress)], AllowedPaths = ["id"] }));

    [Theory]
    [InlineData("""{"payload":"{\"email\":\"a@b.example\",\"id\": 1}","id":2}""", """{"payload":"{\"id\": 1}","id":2}""")]
    [InlineData("""{"payload":"{\"email\":","id":2}""", """{"id":2}""")] // what cannot be read does not leave
    [InlineData("""{"payload":"","id":2}""", """{"id":2}""")]
    [InlineData("""{"payload":{"email":"a@b.example","id":1}}""", """{"payload":{"id":1}}""")]
    [InlineData("""{"payload":"{\"payload\":\"{\\\"email\\\":1}\"}"}""", """{"payload":"{\"payload\":\"{\\\"email\\\":1}\"}"}""")] // asked for one place, not for all
    public void Json_in_a_text_is_redacted_on_request(string json, string expected) =>
        Assert.Equal(expected, Text(json, new() { DigestKey = Redact.Key, EmbeddedJson = ["payload"] }));

    [Theory]
    [InlineData("{\"email\":\"a@b.example\",\"id\":1}", "{\"id\":1}", false)]
    [InlineData("{\"email\":\"a@b.example\",\"note\":\"???>>>\"}", "{\"note\":\"???>>>\"}", true)]
    [InlineData("{\"email\":1}", "{}", true)]
    public void Json_in_base64_is_redacted_and_encoded_again(string json, string expected, bool isUrl)
    {
        string Encode(string text) => isUrl ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text)) : Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        Assert.Equal(
            $"{{\"payload\":\"{Encode(expected)}\"}}",
            Text($"{{\"payload\":\"{Encode(json)}\"}}", new() { DigestKey = Redact.Key, EmbeddedJson = ["payload"] }));
    }

    [Theory]
    [InlineData("bm90IEpTT04=")] // "not JSON"
    [InlineData("!!!!")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ImFAYiJ9.c2lnbmF0dXJl")] // a JWT: changed, it would be none
    public void Text_that_holds_no_json_is_removed(string text) =>
        Assert.Equal("{}", Text($"{{\"payload\":\"{text}\"}}", new() { DigestKey = Redact.Key, EmbeddedJson = ["payload"] }));

    [Fact]
    public void Subjects_of_json_in_a_text_are_named()
    {
        var plan = new RedactionPlan(new(), new() { DigestKey = Redact.Key, DefaultAction = RedactionAction.Reveal, EmbeddedJson = ["payload"], SubjectKeys = ["customerId"] });
        using var redactor = new JsonRedactor(plan);
        redactor.Write("""{"payload":"[{\"customerId\":\"C1\",\"email\":\"a@b.example\"},{\"email\":\"c@d.example\"}]"}"""u8);
        redactor.Complete();
        var subjects = redactor.TakeSubjects().ToArray();
        Assert.Equal(2, subjects.Length);
        Assert.Contains(SubjectDigest.Compute(Redact.Key, "customerId", "C1"), subjects.Select(s => s.Digest));
    }

    private static string Text(string json, RedactionPlanOptions options) => Redact.Text(json, new RedactionPlan(new(), options));
}
