using System.Text;
using PiiGuard.Redaction.Scanning;

namespace PiiGuard.Redaction.Tests;

public sealed class JsonRedactorTests
{
    private static readonly RedactionPlan RemoveAll = Redact.Plan();

    [Theory]
    [InlineData("""{"id":1,"email":"a@b","status":"x"}""", """{"id":1,"status":"x"}""")]
    [InlineData("""{"email":"a@b","id":1}""", """{"id":1}""")]
    [InlineData("""{"id":1,"email":"a@b"}""", """{"id":1}""")]
    [InlineData("""{"email":"a@b"}""", """{}""")]
    [InlineData("""{ "email" : "a@b" , "id" : 1 }""", """{  "id" : 1 }""")]
    [InlineData("""{"email":"a@b","email":"c@d","id":1}""", """{"id":1}""")]
    [InlineData("""{"\u0065mail":"a@b","E-MAIL":"c@d","ｅｍａｉｌ":"e@f","e\u200Bmail":"g@h","id":1}""", """{"id":1}""")]
    [InlineData("""{"email":["a@b",{"x":"c@d"}],"id":1}""", """{"id":1}""")]
    [InlineData("""{"email":{"value":"a@b"},"id":1}""", """{"id":1}""")]
    [InlineData("""{"email":12345,"id":1}""", """{"id":1}""")]
    [InlineData("""{"emailConfirmed":true,"email":true}""", """{"emailConfirmed":true,"email":true}""")]
    [InlineData("""[{"email":"a@b","id":1},{"email":"c@d","id":2}]""", """[{"id":1},{"id":2}]""")]
    [InlineData("""{"customer":{"name":"Ada"},"product":{"name":"SIM"}}""", """{"customer":{},"product":{"name":"SIM"}}""")]
    public void Document_with_personal_data_loses_the_properties(string json, string expected) =>
        Assert.Equal(expected, Redact.Text(json, RemoveAll));

    [Theory]
    [InlineData("""{"big":10000000000000000999,"exp":1E400,"zero":-0,"slash":"\/","esc":"\u00e9\u00E9"}""")]
    [InlineData(" { \"a\" : [ 1 , 2 ] ,\r\n\t\"b\" : null } ")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[]")]
    public void Document_without_personal_data_is_identical(string json) => Assert.Equal(json, Redact.Text(json, RemoveAll));

    [Theory]
    [InlineData("\"a@b.example\"", "null")]
    [InlineData("[\"a@b.example\",4915112345678,true]", "[null,null,true]")]
    public void Nameless_value_counts_as_personal(string json, string expected) => Assert.Equal(expected, Redact.Text(json, RemoveAll));

    [Theory]
    [InlineData("""{"owner":{"name":"A","role":"x"}}""", """{"owner":{"role":"x"}}""")] // a person's object is judged by what it holds
    [InlineData("""{"owner":"A","role":"x"}""", """{"role":"x"}""")]
    [InlineData("""{"owners":["A"],"role":"x"}""", """{"owners":[null],"role":"x"}""")]
    [InlineData("""{"sms":{"to":"1","body":"b","id":1}}""", """{"sms":{"id":1}}""")]
    [InlineData("""{"transaction":{"amount":5,"currency":"EUR"}}""", """{"transaction":{"currency":"EUR"}}""")]
    public void Text_and_numbers_are_judged_where_objects_are_not(string json, string expected) =>
        Assert.Equal(expected, Redact.Text(json, Redact.Plan()));

    [Fact]
    public void Mask_has_one_length_and_keeps_structure()
    {
        var plan = Redact.Plan(RedactionAction.Mask);

        Assert.Equal(
            """{"email":"***","phone":null,"homeAddress":{"street":"***","postalCodes":["***",null]},"id":7}""",
            Redact.Text("""{"email":"someone@example.org","phone":491511,"homeAddress":{"street":"12 Mill Road","anything":"x","postalCodes":["x",5],"Ada Lovelace":true},"id":7}""", plan));
    }

    [Theory]
    [InlineData("""{"birthDate":"1984-05-17"}""", """{"birthDate":"1984"}""")]
    [InlineData("""{"birthDate":"17.05.1984"}""", """{"birthDate":"1984"}""")]
    [InlineData("""{"birthDate":"in May 1984"}""", "{}")]
    [InlineData("""{"birthDate":19840517}""", "{}")]
    [InlineData("""{"homeAddress":{"street":"12 Mill Road","postalCode":"81667","country":"DE"}}""", """{"homeAddress":{"postalCode":"81***","country":"DE"}}""")]
    [InlineData("""{"ipAddress":"10.20.30.40"}""", """{"ipAddress":"10.20.30.0"}""")]
    [InlineData("""{"ipAddress":"2001:db8:1:2:3::9"}""", """{"ipAddress":"2001:db8:1::"}""")]
    [InlineData("""{"ipAddress":"not one"}""", "{}")]
    [InlineData("""{"latitude":48.13743,"longitude":11.57549}""", """{"latitude":48.1,"longitude":11.6}""")]
    [InlineData("""{"cellId":121}""", "{}")]
    [InlineData("""{"ipAddress":"2002:c000:204::1"}""", "{}")] // 6to4: the IPv4 address stands in the prefix
    [InlineData("""{"email":"a@b.example"}""", "{}")]
    public void Generalize_keeps_less_or_nothing(string json, string expected) =>
        Assert.Equal(expected, Redact.Text(json, Redact.Plan(RedactionAction.Generalize)));

    [Fact]
    public void Contract_path_finds_what_no_name_tells()
    {
        var plan = Redact.Plan(paths: [("rows[].c1", PiiCategory.EmailAddress), ("byId{}.c2", PiiCategory.PersonName)]);

        Assert.Equal(
            """{"rows":[{"c2":"kept"},{"c2":"kept"}],"byId":{"x":{"c1":"kept"},"y":{}},"c1":"kept"}""",
            Redact.Text("""{"rows":[{"c1":"a@b","c2":"kept"},{"c2":"kept","C1":"c@d"}],"byId":{"x":{"c1":"kept","c2":"Ada"},"y":{"c2":"Ben"}},"c1":"kept"}""", plan));
    }

    [Theory]
    [InlineData("""{"characteristic":[{"name":"email","value":"a@b"},{"name":"colour","value":"red"}]}""", """{"characteristic":[{"name":"email"},{"name":"colour","value":"red"}]}""")]
    [InlineData("""{"characteristic":{"name":"dateOfBirth","valueType":"date","value":{"x":1}}}""", """{"characteristic":{"name":"dateOfBirth","valueType":"date"}}""")]
    [InlineData("""{"attributes":[{"key":"msisdn","value":[1,2]}]}""", """{"attributes":[{"key":"msisdn"}]}""")]
    [InlineData("""{"characteristic":[{"value":"red","name":"colour"}]}""", """{"characteristic":[{"name":"colour"}]}""")] // nothing was known of it in time
    [InlineData("""{"characteristic":[{"value":"who knows"}]}""", """{"characteristic":[{}]}""")]
    [InlineData("""{"characteristic":[{"code":"C17","name":"email","value":"a@b"},{"name":"colour","key":"birthDate","value":{"x":"1"}}]}""", """{"characteristic":[{"code":"C17","name":"email"},{"name":"colour","key":"birthDate"}]}""")] // of several names the strictest
    [InlineData("""{"characteristic":[{"value":{"x":"1"},"name":"dateOfBirth"},{"name":["email"],"value":{"x":"1"}}]}""", """{"characteristic":[{"name":"dateOfBirth"},{"name":["email"]}]}""")]
    [InlineData("""{"characteristic":[{"name":"colour","value":"a@b.example"},{"name":"colour","value":["4111111111111111"]}]}""", """{"characteristic":[{"name":"colour"},{"name":"colour","value":[null]}]}""")]
    [InlineData("""{"price":{"value":5,"name":"x"}}""", """{"price":{"value":5,"name":"x"}}""")] // no bag
    public void Value_in_a_bag_is_judged_by_the_name_beside_it(string json, string expected) => Assert.Equal(expected, Redact.Text(json, RemoveAll));

    [Fact]
    public void Value_of_an_unknown_bag_is_judged_by_its_own_plan()
    {
        const string json = """{"characteristic":[{"value":{"c1":"a@b","email":"c@d"}}]}""";
        var first = Redact.Plan(RedactionAction.Reveal);
        var second = Redact.Plan(actions: new() { [PiiCategory.Other] = RedactionAction.Reveal }, subjectKeys: ["c1"]);

        Assert.Equal(json, Redact.Text(json, first));
        Assert.Equal("""{"characteristic":[{"value":{"c1":"a@b"}}]}""", Redact.Text(json, second));
        using var redactor = new JsonRedactor(second);
        redactor.Write(Encoding.UTF8.GetBytes(json));
        redactor.Complete();
        Assert.Contains(SubjectDigest.Compute(Redact.Key, "c1", "a@b"), redactor.TakeSubjects().ToArray().Select(s => s.Digest));
    }

    [Theory]
    [InlineData("""{"characteristic":{"name":"colour","value":"a@b","name":"email"}}""")]
    [InlineData("""{"characteristic":{"name":"colour","value":"a@b","name":"email\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b"}}""")]
    public void Bag_with_a_second_name_that_is_personal_is_refused(string json) =>
        Assert.Equal(RefusalReason.NameBehindValue, Assert.Throws<DocumentRefusedException>(() => Redact.Text(json, RemoveAll)).Reason);

    /// <summary>Outside of bags a value is what a name in front of it says, if it can be that.</summary>
    [Theory]
    [InlineData("""{"items":[{"name":"puk","value":"1234"}]}""", """{"items":[{"name":"puk"}]}""")]
    [InlineData("""{"items":[{"name":"puk","value":12345678},{"name":"puk","value":12}]}""", """{"items":[{"name":"puk"},{"name":"puk","value":12}]}""")]
    [InlineData("""[{"name":"birthDate","value":"1954-08-02"}]""", """[{"name":"birthDate"}]""")]
    [InlineData("""{"customer":{"details":[{"label":"Birth date","note":{"name":"x"},"value":"1954-08-02"}]}}""", """{"customer":{"details":[{"label":"Birth date","note":{"name":"x"}}]}}""")]
    [InlineData("""{"telecom":[{"system":"phone","value":"0170 111"},{"system":"phone"}]}""", """{"telecom":[{"system":"phone"},{"system":"phone"}]}""")] // HL7 FHIR
    [InlineData("""{"rows":[{"property":"ssn","value":"219099999"}]}""", """{"rows":[{"property":"ssn"}]}""")]
    [InlineData("""{"identifiers":[{"type":"ssn","value":"219099999"}]}""", """{"identifiers":[{"type":"ssn"}]}""")]
    [InlineData("""{"items":[{"type":"colour","name":"puk","value":"x"},{"name":"puk","type":"colour","value":"x"}]}""", """{"items":[{"type":"colour","name":"puk"},{"name":"puk","type":"colour"}]}""")] // the stricter of two
    [InlineData("""{"items":[{"type":"email","name":"puk","value":"1234"},{"key":"phone","label":"Last name","value":"Doe"},{"type":"phone","label":"Password","value":"hunter"}]}""", """{"items":[{"type":"email","name":"puk"},{"key":"phone","label":"Last name"},{"type":"phone","label":"Password"}]}""")]
    [InlineData("""{"items":[{"name":"ｐｕｋ","value":"１２３４"},{"name":"ｌａｓｔｎａｍｅ","value":"山田"},{"name":"phone","value":"٠٧٩١٢٣٤٥٦٧"}]}""", """{"items":[{"name":"ｐｕｋ"},{"name":"ｌａｓｔｎａｍｅ"},{"name":"phone"}]}""")]
    [InlineData("""{"characteristic":[{"name":"puk","stringValue":"1234"}],"items":[{"name":"ssn","value":["219099999","x"]}]}""", """{"characteristic":[{"name":"puk"}],"items":[{"name":"ssn","value":[null,"x"]}]}""")]
    [InlineData("""{"items":[{"name":"Email","value":45.333333333},{"name":"phone","value":0.0000001},{"name":"email","value":12345678},{"label":"Last name","value":"surname"},{"name":"password","value":"true"},{"field":"lastName","value":"asc"}]}""", """{"items":[{"name":"Email","value":45.333333333},{"name":"phone","value":0.0000001},{"name":"email","value":12345678},{"label":"Last name","value":"surname"},{"name":"password","value":"true"},{"field":"lastName","value":"asc"}]}""")]
    [InlineData("""{"items":[{"name":"puk","stringValue":"x"}]}""", """{"items":[{"name":"puk"}]}""")]
    [InlineData("""{"items":[{"name":"colour","value":"red"},{"value":"x"},{"name":"puk","note":"x"},{"name":"p\u0075k","value":"x"}]}""", """{"items":[{"name":"colour","value":"red"},{"value":"x"},{"name":"puk","note":"x"},{"name":"p\u0075k"}]}""")]
    [InlineData("""{"series":[{"value":335,"name":"Email"},{"name":"Email","value":335},{"name":"Phone","value":120}]}""", """{"series":[{"value":335,"name":"Email"},{"name":"Email","value":335},{"name":"Phone","value":120}]}""")] // a chart
    [InlineData("""{"choices":[{"label":"E-mail","value":"email"},{"label":"Phone","value":"phone"},{"label":"First name","value":"firstName"}]}""", """{"choices":[{"label":"E-mail","value":"email"},{"label":"Phone","value":"phone"},{"label":"First name","value":"firstName"}]}""")]
    [InlineData("""{"texts":[{"key":"email","value":"E-Mail-Adresse"},{"key":"birthDate","value":"Geburtsdatum"}]}""", """{"texts":[{"key":"email","value":"E-Mail-Adresse"},{"key":"birthDate","value":"Geburtsdatum"}]}""")]
    [InlineData("""{"items":[{"name":"email","value":""},{"name":"email","value":null}]}""", """{"items":[{"name":"email","value":""},{"name":"email","value":null}]}""")]
    public void Value_behind_its_name_outside_of_bags(string json, string expected) => Assert.Equal(expected, Redact.Text(json, RemoveAll));

    [Fact]
    public void Label_that_is_a_subject_key_names_a_subject_where_its_value_can_be_one()
    {
        var plan = Redact.Plan(RedactionAction.Reveal, subjectKeys: ["customerId", "accountNumber", "email"]);
        using var redactor = new JsonRedactor(plan);
        redactor.Write("""{"items":[{"label":"Account number","value":"accountNumber"},{"label":"Account number","value":12},{"label":"E-mail","value":"email"},{"label":"Email","value":3}]}"""u8);
        redactor.Complete();
        Assert.Empty(redactor.TakeSubjects().ToArray());

        redactor.Reset(plan);
        redactor.Write("""{"items":[{"label":"customerId","value":"C100042"}]}"""u8);
        redactor.Complete();
        Assert.Equal([SubjectDigest.Compute(Redact.Key, "customerId", "C100042")], redactor.TakeSubjects().ToArray().Select(s => s.Digest));
    }

    [Fact]
    public void Names_of_pairs_do_not_take_the_room_of_other_names()
    {
        using var redactor = new JsonRedactor(RemoveAll);
        for (var i = 0; i < 2; i++)
        {
            redactor.Reset(RemoveAll);
            redactor.Write(Encoding.UTF8.GetBytes("[" + string.Join(",", Enumerable.Range(0, 10_000).Select(n => $$"""{"name":"thing {{n}}x","value":"{{n}}"}""")) + """,{"name":"puk","value":"CANARY"}]"""));
            redactor.Complete();
            Assert.DoesNotContain("CANARY", Encoding.UTF8.GetString(redactor.Output.Span), StringComparison.Ordinal);
        }

        Assert.Equal("""{"items":[{"name":"puk"}]}""", Redact.Text("""{"items":[{"name":"puk","value":"1234"}]}""", RemoveAll));
    }

    [Fact]
    public void Name_of_a_bag_that_comes_too_late_is_refused_where_the_value_went() =>
        Assert.Throws<DocumentRefusedException>(() => Redact.Text(
            """{"characteristic":{"value":"x","name":"email"}}""", Redact.Plan(actions: new() { [PiiCategory.Other] = RedactionAction.Reveal })));

    [Theory]
    [InlineData("""{"homeAddress":{"Ada Lovelace":"ada@b.example"}}""", """{"homeAddress":{}}""")]
    [InlineData("""{"phones":{"0170111222333":"x","0170111222334":{"y":1}}}""", """{"phones":{}}""")]
    public void Names_in_a_masked_object_are_data_too(string json, string expected) => Assert.Equal(expected, Redact.Text(json, Redact.Plan(RedactionAction.Mask)));

    [Fact]
    public void Body_is_over_when_it_is_complete()
    {
        using var redactor = new JsonRedactor(RemoveAll);
        redactor.Write("{}"u8);
        redactor.Complete();
        Assert.Throws<InvalidOperationException>(() => redactor.Write("{}"u8));
        Assert.Throws<InvalidOperationException>(redactor.Complete);
        Assert.Throws<ArgumentOutOfRangeException>(() => redactor.Release(-1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1}{\"a\":1}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{'a':1}")]
    [InlineData("[NaN]")]
    [InlineData("[1] // end")]
    [InlineData("[01]")]
    [InlineData("\uFEFF{}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("[\"\t\"]")]
    public void Text_that_is_not_json_is_refused(string json) =>
        Assert.Equal(RefusalReason.Malformed, Assert.Throws<DocumentRefusedException>(() => Redact.Text(json, RemoveAll)).Reason);

    public static TheoryData<byte[]> InvalidTexts => new(
        [.. "{\"x\":\""u8, 0xC0, 0xAF, .. "\"}"u8],
        [.. "{\"x"u8, 0xFF, .. "\":1}"u8],
        [.. "[\""u8, 0xED, 0xA0, 0x80, .. "\"]"u8],
        "{\"\\ud800\":1}"u8.ToArray(),
        "{\"note\":\"\\udc00\"}"u8.ToArray(),
        "{\"email\":{\"deep\":\"\\ud800x\"}}"u8.ToArray());

    [Theory]
    [MemberData(nameof(InvalidTexts))]
    public void Invalid_unicode_is_refused(byte[] json) =>
        Assert.Equal(RefusalReason.InvalidText, Assert.Throws<DocumentRefusedException>(() => Redact.Bytes(json, RemoveAll)).Reason);

    [Fact]
    public void Limits_are_kept()
    {
        var limits = new RedactionLimits { MaxDepth = 4, MaxDocumentBytes = 100, MaxTokenBytes = 20 };

        Assert.Equal("[[[[true]]]]", Redact.Text("[[[[true]]]]", RemoveAll, limits));
        Assert.Equal(RefusalReason.TooDeep, Refused("[[[[[true]]]]]"));
        Assert.Equal(RefusalReason.TokenTooLarge, Refused("[\"" + new string('x', 30) + "\"]"));
        Assert.Equal(RefusalReason.TooLarge, Refused("[" + new string(' ', 120) + "]"));
        Assert.Equal(RefusalReason.TokenTooLarge, Refused("[" + new string(' ', 80) + "1]", 60)); // white space without end

        RefusalReason Refused(string json, params int[] cuts) =>
            Assert.Throws<DocumentRefusedException>(() => Redact.Bytes(Encoding.UTF8.GetBytes(json), RemoveAll, cuts, limits)).Reason;
    }

    [Fact]
    public void Values_that_are_passed_over_are_within_the_limits_too()
    {
        foreach (var width in Enum.GetValues<VectorWidth>())
        {
            foreach (var limit in new[] { 20, 33, 34, 40, 63, 64, 100 })
            {
                foreach (var (longest, tooLong) in new[] { ($"\"{new string('x', limit - 2)}\"", $"\"{new string('x', limit - 1)}\""), (new string('1', limit), new string('1', limit + 1)) })
                {
                    Assert.Equal(0, Read(longest, limit, width));
                    Assert.Throws<DocumentRefusedException>(() => Read(tooLong, limit, width));
                }
            }
        }

        static int Read(string value, int limit, VectorWidth width)
        {
            using var redactor = new JsonRedactor(Redact.Plan(), new() { MaxTokenBytes = limit }, caller: null, time: null, width);
            redactor.Write(Encoding.UTF8.GetBytes($$"""[{"size":1,"other":2},{"size":1,"other":{{value}},"last":3}]"""));
            redactor.Complete();
            return redactor.Report.Unlisted;
        }
    }

    [Fact]
    public void After_a_refusal_nothing_is_releasable()
    {
        using var redactor = new JsonRedactor(RemoveAll);
        redactor.Write("[1,true,{\"a\":false},"u8);

        Assert.Throws<DocumentRefusedException>(() => redactor.Write("}"u8));

        Assert.Equal(0, redactor.Releasable);
        Assert.Throws<ObjectDisposedException>(() => redactor.Write("1]"u8));
    }

    [Fact]
    public void Every_split_gives_the_same_output()
    {
        var json = Encoding.UTF8.GetBytes("""{ "a\u0062" : [ 1.5e3 , "é🙂" , { "email" : "x@y" , "b" : {} } ] , "dob":"1984-05-17", "msisdn" : [ 1 , { } ], "z" : null }""");
        var plan = Redact.Plan(actions: new() { [PiiCategory.BirthDate] = RedactionAction.Generalize });
        var whole = Redact.Bytes(json, plan);

        for (var first = 0; first <= json.Length; first++)
        {
            for (var second = first; second <= json.Length; second += 3)
            {
                Assert.Equal(whole, Redact.Bytes(json, plan, [first, second]));
            }
        }
    }
}
