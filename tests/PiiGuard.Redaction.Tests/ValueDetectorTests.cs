using System.Text;
using System.Text.Json;
using PiiGuard.Redaction.Detection;
using PiiGuard.Redaction.Scanning;

namespace PiiGuard.Redaction.Tests;

public sealed class ValueDetectorTests
{
    [Theory]
    [InlineData("a.b+c@mail.example.org", PiiCategory.EmailAddress, true)]
    [InlineData("call me at ada@example.org, thanks", PiiCategory.EmailAddress, false)]
    [InlineData("jürgen@müller.de", PiiCategory.EmailAddress, true)]
    [InlineData("+4917012345678", PiiCategory.PhoneNumber, true)]
    [InlineData("reach me: +1 (555) 123-4567!", PiiCategory.PhoneNumber, false)]
    [InlineData("4111111111111111", PiiCategory.PaymentCard, true)]
    [InlineData("4111 1111 1111 1111", PiiCategory.PaymentCard, true)]
    [InlineData("card 3782-822463-10005 declined", PiiCategory.PaymentCard, false)]
    [InlineData("DE89 3704 0044 0532 0130 00", PiiCategory.BankAccount, true)]
    [InlineData("NL91ABNA0417164300", PiiCategory.BankAccount, true)]
    [InlineData("pay to GB29NWBK60161331926819 today", PiiCategory.BankAccount, false)]
    [InlineData("MT84MALT011000012345MTLCAST001S", PiiCategory.BankAccount, true)]
    [InlineData("123-45-6789", PiiCategory.GovernmentId, true)]
    [InlineData("his number is 123-45-6789.", PiiCategory.GovernmentId, false)]
    [InlineData("card 4111 1111 1111 1111 12/27", PiiCategory.PaymentCard, false)] // what follows does not hide it
    [InlineData("4111111111111111 123", PiiCategory.PaymentCard, false)]
    [InlineData("4111-1111-1111-1111 2027-12", PiiCategory.PaymentCard, false)]
    [InlineData("SSN 219-09-9999 1990-01-01", PiiCategory.GovernmentId, false)]
    [InlineData("219-09-9999 5", PiiCategory.GovernmentId, false)]
    [InlineData("Call +49 151 12345678 2026-11-25 later", PiiCategory.PhoneNumber, false)]
    [InlineData("Call +1 555 100 0042 2026-11-25", PiiCategory.PhoneNumber, false)]
    [InlineData("+15551000042 (0)555 100 0043", PiiCategory.PhoneNumber, false)]
    [InlineData("+1-555-100-0042x12", PiiCategory.PhoneNumber, false)]
    [InlineData("+15551000042ext5", PiiCategory.PhoneNumber, false)]
    [InlineData("+1\u00a0555\u00a0100\u00a00042", PiiCategory.PhoneNumber, true)] // in letters that look alike
    [InlineData("4111\u20111111\u20111111\u20111111", PiiCategory.PaymentCard, true)]
    [InlineData("219\u201109\u20119999", PiiCategory.GovernmentId, true)]
    [InlineData("\uff0b15551000042", PiiCategory.PhoneNumber, true)]
    [InlineData("ada\uff20example.org", PiiCategory.EmailAddress, true)]
    [InlineData("+\u0664\u0669\u0661\u0665\u0661\u0661\u0662\u0663\u0664\u0665\u0666", PiiCategory.PhoneNumber, true)]
    public void Personal_value_is_found(string text, PiiCategory category, bool isWhole)
    {
        Assert.Equal(new DetectedValue(category, isWhole), ValueDetector.Find(Encoding.UTF8.GetBytes(text)));

        // And none of them gets past the look before.
        Assert.Equal("{}", Redact.Text(JsonSerializer.Serialize(new { c1 = text }), Redact.Plan()));
        Assert.Equal("{}", Redact.Text($$"""{"c1":"{{text}}"}""", Redact.Plan()));
        Assert.Equal("{}", Redact.Text("{\"c1\":\"" + string.Concat(text.Select(c => $"\\u{(int)c:x4}")) + "\"}", Redact.Plan()));
    }

    [Theory]
    [InlineData("ada@example.org")]
    [InlineData("+4917012345678")]
    [InlineData("+1 (555) 123-4567")]
    [InlineData("4111 1111 1111 1111")]
    [InlineData("DE89 3704 0044 0532 0130 00")]
    [InlineData("MT84MALT011000012345MTLCAST001S")]
    [InlineData("123-45-6789")]
    public void Personal_value_is_found_wherever_it_stands_in_a_long_text(string value)
    {
        var plan = Redact.Plan();
        foreach (var width in Enum.GetValues<VectorWidth>())
        {
            for (var before = 0; before < 200; before++)
            {
                var json = Encoding.UTF8.GetBytes($"{{\"c1\":\"{new string('x', before)} {value} {new string('x', 200 - before)}\"}}");
                Assert.Equal("{}"u8, Redact.Bytes(json, plan, width: width));
            }
        }
    }

    [Theory]
    [InlineData("2021-03-14T09:26:53Z")]
    [InlineData("2021-03-14T09:26:53+02:00")]
    [InlineData("2021-03-14 09:26:53")]
    [InlineData("123e4567-e89b-12d3-a456-426614174000")]
    [InlineData("4111111111111112")] // the check digit is wrong
    [InlineData("9111111111111111")]
    [InlineData("DE89370400440532013001")]
    [InlineData("X4111111111111111")]
    [InlineData("000-45-6789")]
    [InlineData("123-45-67890")]
    [InlineData("@mention")]
    [InlineData("user@host")]
    [InlineData("+49")]
    [InlineData("1+1=2")]
    [InlineData("192.168.178.100")]
    [InlineData("SKU-00012345-2024")]
    [InlineData("")]
    public void Value_of_another_form_is_not_found(string text) => Assert.Null(ValueDetector.Find(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("""{"c1":"write to a@b.example"}""", RedactionAction.Mask, """{"c1":"***"}""")]
    [InlineData("""{"c1":"write to a@b.example"}""", RedactionAction.KeepLast, "{}")] // of a text around the value nobody can tell what to leave
    [InlineData("""{"c1":"write to a@b.example"}""", RedactionAction.Reveal, """{"c1":"write to a@b.example"}""")]
    [InlineData("""{"c1":"someone@b.example"}""", RedactionAction.KeepLast, """{"c1":"***mple"}""")]
    [InlineData("""{"a@b.example":1,"+4917012345678":{"id":1},"id":2}""", RedactionAction.Remove, """{"id":2}""")]
    [InlineData("""{"a@b.example":1,"id":2}""", RedactionAction.Mask, """{"***":1,"id":2}""")]
    [InlineData("""{"tags":{"name":"a@b.example","value":1}}""", RedactionAction.Remove, """{"tags":{"value":1}}""")] // the name in a bag is looked at as well
    [InlineData("""{"id":2, "someone@b.example" : {"id":1}}""", RedactionAction.KeepLast, """{"id":2, "***mple" : {"id":1}}""")]
    public void Found_value_undergoes_the_rule_of_its_category(string json, RedactionAction action, string expected) =>
        Assert.Equal(expected, Redact.Text(json, Redact.Plan(action)));

    [Theory]
    [InlineData("""{"c1":"ada@b.example 4111111111111111"}""", "{}")]
    [InlineData("""{"ada@b.example 4111111111111111":1}""", "{}")]
    [InlineData("""{"c1":"ada@b.example"}""", """{"c1":"ada@b.example"}""")]
    public void Of_several_values_the_strictest_counts(string json, string expected) =>
        Assert.Equal(expected, Redact.Text(json, Redact.Plan(actions: new() { [PiiCategory.EmailAddress] = RedactionAction.Reveal })));

    [Fact]
    public void Name_that_holds_more_than_the_value_is_not_shown_in_part() =>
        Assert.Equal("{}", Redact.Text("""{"+491701234567 Ada Lovelace":1}""", Redact.Plan(RedactionAction.KeepLast)));

    [Fact]
    public void Detection_can_be_switched_off()
    {
        var plan = new RedactionPlan(new(), new() { DigestKey = Redact.Key, DetectValues = false });
        Assert.Equal("""{"c1":"a@b.example"}""", Redact.Text("""{"c1":"a@b.example"}""", plan));
    }
}
