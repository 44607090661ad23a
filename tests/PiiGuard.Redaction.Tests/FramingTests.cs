using System.Text;

namespace PiiGuard.Redaction.Tests;

public sealed class FramingTests
{
    [Theory]
    [InlineData("{\"email\":\"a@b\",\"id\":1}\n{\"id\":2}\n", "{\"id\":1}\n{\"id\":2}\n")]
    [InlineData("{\"id\":1}\r\n\r\n  \n{\"id\":2,\"email\":1}", "{\"id\":1}\r\n\r\n  \n{\"id\":2}")]
    [InlineData("", "")]
    public void Json_lines_are_redacted_line_by_line(string body, string expected) => AssertEverySplit(DocumentFormat.JsonLines, body, expected);

    [Theory]
    [InlineData("\u001e{\"email\":\"a@b\",\"id\":1}\n\u001e[true,\n {}]\n", "\u001e{\"id\":1}\n\u001e[true,\n {}]\n")]
    [InlineData("\u001e\u001e1\n", "\u001e\u001enull\n")] // a value that nothing names counts as personal
    public void Json_sequence_is_redacted_text_by_text(string body, string expected) => AssertEverySplit(DocumentFormat.JsonSequence, body, expected);

    [Theory]
    [InlineData("event: update\nid: 4917012345678\nretry: 3000\ndata: {\"email\":\"a@b\",\"id\":1}\n\n", "event: update\nretry: 3000\ndata: {\"id\":1}\n\n")]
    [InlineData("data: {\"id\":1,\r\ndata: \"email\":\"a@b\"}\r\n\r\n: hello Ada\r\n\r\n", "data: {\"id\":1}\n\n:\n\n")]
    [InlineData("data:{\"id\":1}\rdata\r\r", "data: {\"id\":1} \n\n")]
    [InlineData("event: a@b.example\ndata: {}\n\ndata: {\"email\":\"unfinished\"", "data: {}\n\n")]
    [InlineData("unknown: x\nretry: x\n\n", "\n")]
    public void Events_are_redacted_one_by_one(string body, string expected) => AssertEverySplit(DocumentFormat.EventStream, body, expected);

    [Theory]
    [InlineData(DocumentFormat.JsonLines, "{\"id\":\n1}\n")]
    [InlineData(DocumentFormat.JsonLines, "{}{}\n")]
    [InlineData(DocumentFormat.JsonLines, "{}\n{\"a\":")]
    [InlineData(DocumentFormat.JsonSequence, "{}\n")]
    [InlineData(DocumentFormat.JsonSequence, "\u001e{} {}\n")]
    [InlineData(DocumentFormat.EventStream, "data: [DONE]\n\n")]
    [InlineData(DocumentFormat.EventStream, "data: {}\ndata: {}\n\n")]
    [InlineData(DocumentFormat.EventStream, "data: {\"x\":\"a\ndata: b\"}\n\n")]
    public void What_is_no_document_is_refused(DocumentFormat format, string body) =>
        Assert.Equal(RefusalReason.Malformed, Assert.Throws<DocumentRefusedException>(() => Text(format, body, [])).Reason);

    [Fact]
    public void Fields_of_an_event_are_bounded()
    {
        using var redactor = new JsonRedactor(Redact.Plan(), new() { MaxTokenBytes = 1000 }, format: DocumentFormat.EventStream);
        Assert.Throws<DocumentRefusedException>(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                redactor.Write("event: update\n"u8);
            }
        });
    }

    [Fact]
    public void Nothing_between_carriage_return_and_line_feed_changes_nothing()
    {
        using var redactor = new JsonRedactor(Redact.Plan(), format: DocumentFormat.EventStream);
        redactor.Write("data: {\r"u8);
        redactor.Write([]);
        redactor.Write("\ndata: }\r\n\r\n"u8);
        redactor.Complete();
        Assert.Equal("data: { }\n\n", Encoding.UTF8.GetString(redactor.Output.Span));
    }

    [Fact]
    public void Limits_hold_for_each_document_of_a_stream()
    {
        var limits = new RedactionLimits { MaxDocumentBytes = 40 };
        using var redactor = new JsonRedactor(Redact.Plan(), limits, format: DocumentFormat.JsonLines);
        for (var i = 0; i < 10; i++)
        {
            redactor.Write("{\"id\":1,\"status\":\"fine\"}\n"u8);
        }

        Assert.Throws<DocumentRefusedException>(() => redactor.Write("{\"id\":1,\"status\":\"fine\",\"more\":\"text that is longer\"}\n"u8));
        Assert.Equal(0, redactor.Releasable);
    }

    [Theory]
    [InlineData(DocumentFormat.JsonSequence, "\u001e{\"id\":1}\n")] // RFC 7464: the separator stands before the next one
    [InlineData(DocumentFormat.JsonLines, "{\"id\":1}")]
    public void Document_that_is_whole_does_not_wait_for_the_next_one(DocumentFormat format, string body)
    {
        using var redactor = new JsonRedactor(Redact.Plan(), format: format);
        redactor.Write(Encoding.UTF8.GetBytes(body));

        Assert.Equal(body.Length, redactor.Releasable);
    }

    [Fact]
    public void Document_of_a_stream_goes_as_a_whole_unless_it_is_too_long_to_be_held()
    {
        using var redactor = new JsonRedactor(Redact.Plan(), format: DocumentFormat.JsonLines);
        redactor.Write("{\"id\":1}\n{\"status\":\"A\",\"more\":"u8);
        Assert.Equal("{\"id\":1}\n".Length, redactor.Releasable);

        redactor.NameOpenRecords();
        Assert.True(redactor.Releasable > "{\"id\":1}\n".Length);

        redactor.Write("1}\n{\"id\""u8);
        Assert.Equal("{\"id\":1}\n{\"status\":\"A\",\"more\":1}\n".Length, redactor.Releasable);
    }

    private static void AssertEverySplit(DocumentFormat format, string body, string expected)
    {
        var length = Encoding.UTF8.GetByteCount(body);
        for (var first = 0; first <= length; first++)
        {
            Assert.Equal(expected, Text(format, body, [first]));
        }

        Assert.Equal(expected, Text(format, body, Enumerable.Range(0, length)));
    }

    private static string Text(DocumentFormat format, string body, IEnumerable<int> cuts)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var redactor = new JsonRedactor(Redact.Plan(), format: format);
        var from = 0;
        foreach (var cut in cuts.Append(bytes.Length))
        {
            redactor.Write(bytes.AsSpan(from, cut - from));
            from = cut;
        }

        redactor.Complete();
        return Encoding.UTF8.GetString(redactor.Output.Span);
    }
}
