using System.Text;

namespace PiiGuard.Redaction.Tests;

public sealed class RecordTests
{
    private static readonly RedactionPlan Plan = Redact.Plan(RedactionAction.Reveal, subjectKeys: ["customerId", "accountNumber"]);

    /// <summary>What stands where a key is missing makes nobody of many people one.</summary>
    [Theory]
    [InlineData("\"00000000-0000-0000-0000-000000000000\"")]
    [InlineData("-1")]
    [InlineData("0.0")]
    [InlineData("-0")]
    [InlineData("\"00\"")]
    [InlineData("\"N/A\"")]
    [InlineData("\"null\"")]
    [InlineData("\"Unknown\"")]
    [InlineData("\"***\"")]
    [InlineData("\"\\t\"")]
    [InlineData("\"\\u00a0\"")]
    [InlineData("\"--\"")]
    public void Placeholder_is_nobody(string key) => Assert.Equal(3, Subjects($$"""[{"customerId":{{key}},"email":"a@b"},{"customerId":{{key}},"email":"c@d"},{"customerId":{{key}},"email":"e@f"}]""").Distinct().Count());

    [Theory]
    [InlineData("\"C0\"")]
    [InlineData("-10")]
    [InlineData("100")]
    [InlineData("\"nullable\"")]
    [InlineData("\"00000000-0000-0000-0000-000000000001\"")]
    public void Key_is_somebody(string key) => Assert.Single(Subjects($$"""[{"customerId":{{key}},"email":"a@b"},{"customerId":{{key}},"email":"c@d"}]""").Distinct());

    [Theory]
    [InlineData("""{"customerId":"C1","name":"Ada"}""", 1)]
    [InlineData("""{"customers":[{"customerId":"C1"},{"customerId":"C2"},{"customer_id":"C1"}]}""", 2)]
    [InlineData("""[{"email":"a@b"},{"email":"c@d"},{"status":"x"}]""", 2)] // without a key each counts
    [InlineData("""{"support":{"email":"help@x"},"rows":[{"email":"a@b"},{"email":"c@d"}]}""", 3)]
    [InlineData("""{"C1":{"email":"a@b"},"C2":{"email":"c@d"}}""", 2)] // a map keyed by person
    [InlineData("""[{"email":"a@b","friends":[{"email":"c@d"}]}]""", 2)]
    [InlineData("""{"customerId":"","email":"a@b"}""", 1)] // a placeholder names nobody
    [InlineData("""[{"customerId":0,"email":"a@b"},{"customerId":0,"email":"c@d"}]""", 2)]
    [InlineData("""{"customerId":"A","customerId":"B","email":"a@b"}""", 2)] // readers differ in which one they take
    [InlineData("""{"customerId":["A","B","C"]}""", 3)]
    [InlineData("""[{"customerId":"1"},{"accountNumber":"1"}]""", 2)] // two name spaces
    [InlineData("""{"customerId":"C1","lines":[{"msisdn":"1"},{"msisdn":"2"}]}""", 1)] // they belong to C1
    [InlineData("""{"lines":[{"msisdn":"1"},{"msisdn":"2"}],"customerId":"C1"}""", 1)] // wherever its key stands
    [InlineData("""{"customerId":"C1","accountNumber":"9"}""", 1)] // the first key of the list counts
    [InlineData("""{"status":"ok","items":[{"sku":"x"}]}""", 0)]
    [InlineData("""{"email":"a@b"}""", 1)]
    [InlineData("\"a@b\"", 1)]
    [InlineData("""["a@b","c@d"]""", 2)]
    [InlineData("""{"emails":["a@b","c@d"]}""", 2)]
    [InlineData("""{"customerId":"C1","emails":["a@b","c@d"]}""", 1)]
    public void Subjects_are_counted(string json, int distinct) => Assert.Equal(distinct, Subjects(json).Distinct().Count());

    [Fact]
    public void Number_and_text_are_one_subject() =>
        Assert.Single(Subjects("""[{"customerId":17,"name":"Ada"},{"customerId":"17"},{"customerId":"\u00317"}]""").Distinct());

    [Fact]
    public void Digest_is_the_keyed_one() =>
        Assert.Equal([SubjectDigest.Compute(Redact.Key, "CustomerID", "C1")], Subjects("""{"customerId":"C1"}"""));

    [Fact]
    public void Removed_personal_data_of_a_keyless_record_counts_nothing() =>
        Assert.Empty(Subjects("""[{"email":"a@b"},{"email":"c@d"}]""", Redact.Plan()));

    [Fact]
    public void Open_record_holds_the_output_back_until_its_subject_is_named()
    {
        using var redactor = new JsonRedactor(Plan);
        redactor.Write("""{"total":2,"customers":[{"customerId":"C1","name":"Ada"},{"email":"b@c","""u8);

        Assert.Equal("""{"total":2,"customers":[{"customerId":"C1","name":"Ada"},{""", Releasable(redactor));
        Assert.Single(redactor.TakeSubjects().ToArray());

        redactor.NameOpenRecords();
        Assert.Empty(redactor.TakeSubjects().ToArray()); // nothing is known yet of the second one
        redactor.Write("\"customerId\":\"C2\",\"notes\":["u8);
        redactor.NameOpenRecords();
        Assert.Single(redactor.TakeSubjects().ToArray());
        Assert.EndsWith("\"notes\":[", Releasable(redactor), StringComparison.Ordinal);

        redactor.Write("]}]}"u8);
        redactor.Complete();
        Assert.Empty(redactor.TakeSubjects().ToArray());
    }

    [Fact]
    public void Value_of_a_bag_is_not_released_before_its_name_is_known()
    {
        using var redactor = new JsonRedactor(Redact.Plan(RedactionAction.Reveal, actions: new() { [PiiCategory.Credential] = RedactionAction.Remove }, subjectKeys: ["customerId"]));
        redactor.Write("""{"attributes":[{"customerId":"C1","value":"1234","more":["x","y","""u8);
        redactor.NameOpenRecords();
        Assert.DoesNotContain("1234", Releasable(redactor), StringComparison.Ordinal);
        Assert.Throws<DocumentRefusedException>(() => redactor.Write("""1],"name":"puk"}]}"""u8));
    }

    [Fact]
    public void Better_key_after_a_named_one_counts_too()
    {
        using var redactor = new JsonRedactor(Plan);
        redactor.Write("""{"accountNumber":"shared","name":"Ada","""u8);
        redactor.NameOpenRecords();
        Assert.Single(redactor.TakeSubjects().ToArray());
        redactor.Write("\"customerId\":\"C2\",\"email\":\"b@c\","u8);
        Assert.DoesNotContain("b@c", Releasable(redactor), StringComparison.Ordinal);
        redactor.NameOpenRecords();
        Assert.Single(redactor.TakeSubjects().ToArray());
    }

    [Fact]
    public void List_of_values_is_not_released_before_its_values_are_named()
    {
        using var redactor = new JsonRedactor(Plan);
        redactor.Write("""{"emails":["a@b","c@d","""u8);

        Assert.Equal("""{"emails":[""", Releasable(redactor));
        redactor.NameOpenRecords();
        Assert.Equal(2, redactor.TakeSubjects().Length);
        Assert.Equal("""{"emails":["a@b","c@d" """.TrimEnd(), Releasable(redactor));
    }

    private static string Releasable(JsonRedactor redactor) => Encoding.UTF8.GetString(redactor.Output.Span[..redactor.Releasable]);

    private static ulong[] Subjects(string json, RedactionPlan? plan = null)
    {
        using var redactor = new JsonRedactor(plan ?? Plan);
        redactor.Write(Encoding.UTF8.GetBytes(json));
        redactor.Complete();
        return [.. redactor.TakeSubjects().ToArray().Select(s => s.Digest)];
    }
}
