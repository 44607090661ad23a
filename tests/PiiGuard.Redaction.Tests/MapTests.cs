using System.Globalization;
using System.Text;
using PiiGuard.Redaction.Plans;

namespace PiiGuard.Redaction.Tests;

/// <summary>Maps: names without end, which are data.</summary>
public sealed class MapTests
{
    private const int Many = 20_000;

    private static readonly Dictionary<PiiCategory, RedactionRule> Email = new() { [PiiCategory.EmailAddress] = RedactionAction.Remove };

    [Theory]
    [InlineData("100042", MapKey.Number)]
    [InlineData("7", MapKey.Number)]
    [InlineData("2026-11-27", MapKey.Numbers)]
    [InlineData("+4917012345678", MapKey.Numbers)]
    [InlineData("C100042", MapKey.Id)]
    [InlineData("DE-30-000123", MapKey.Id)]
    [InlineData("2026-11-27T09:26:53Z", MapKey.Id)]
    [InlineData("123e4567-e89b-12d3-a456-426614174000", MapKey.Id)]
    [InlineData("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeee1", MapKey.Id)]
    [InlineData("cus_9s8D7fNffXLo", MapKey.Id)]
    [InlineData("x509", null)]
    [InlineData("h264", null)]
    [InlineData("1080p", null)]
    [InlineData("sha256", null)]
    [InlineData("addressLine1", null)]
    [InlineData("customer100042", null)]
    [InlineData("48x48", null)]
    [InlineData("email", null)]
    [InlineData("grüße12345", null)]
    [InlineData("-", null)]
    [InlineData("", null)]
    public void Key_is_told_from_a_name(string name, string? placeholder) => Assert.Equal(placeholder, MapKey.PlaceholderOf(Encoding.UTF8.GetBytes(name)));

    [Theory]
    [InlineData("")]
    [InlineData("C")]
    public void Map_with_more_keys_than_are_remembered_takes_nothing_from_the_heap(string prefix)
    {
        var plan = Redact.Plan(RedactionAction.Reveal, Email);
        using var redactor = new JsonRedactor(plan);
        var documents = Enumerable.Range(0, 3).Select(d => Map(i => $"{prefix}{((d + 1) * 1_000_000) + i}")).ToArray();
        Run(redactor, plan, documents[0]);
        var least = long.MaxValue;
        foreach (var document in documents[1..])
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(redactor, plan, document);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void After_a_map_of_words_without_end_a_plan_remembers_again()
    {
        var plan = Redact.Plan(RedactionAction.Reveal, Email);
        using var redactor = new JsonRedactor(plan);
        for (var i = 0; i < 8; i++)
        {
            Run(redactor, plan, Encoding.UTF8.GetBytes($"{{\"place{Word(i)}\":{Encoding.UTF8.GetString(Map(Word))}}}"));
        }

        var other = """{"orders":[{"orderId":1,"email":"a","state":"open"}]}"""u8.ToArray();
        Run(redactor, plan, other);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(redactor, plan, other);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("""{"customers":{"C100042":{"email":"a","name":"b"},"C100043":{"email":"c","state":"d"}}}""", """{"customers":{"C100042":{},"C100043":{"state":"d"}}}""")]
    [InlineData("""{"customers":{"2026-11-27":{"email":"x","level":1}}}""", """{"customers":{"2026-11-27":{"level":1}}}""")]
    [InlineData("""{"levels":{"100042":{"level":1},"100043":2}}""", """{"levels":{"100042":{"level":1},"100043":2}}""")]
    [InlineData("""{"levels":{"+4917012345678":{"level":1},"+4917012345":2,"17":3}}""", """{"levels":{"17":3}}""")]
    public void Keys_are_judged_by_what_holds_them(string json, string expected) => Assert.Equal(expected, Redact.Text(json, Redact.Plan()));

    /// <summary>What the plan says of a name holds for that name alone, also where the name is what keys are judged by.</summary>
    [Theory]
    [InlineData("0", "17")]
    [InlineData("000", "2026-11-27")]
    [InlineData("qj0", "C100042")]
    public void Placeholder_that_the_plan_names_is_no_key(string named, string key)
    {
        var allowed = new RedactionPlan(new(), new() { DigestKey = Redact.Key, OnlyListed = true, AllowedPaths = ["codes." + named] });
        Assert.Equal("{\"codes\":{\"" + named + "\":1}}", Redact.Text($$$"""{"codes":{"{{{named}}}":1,"{{{key}}}":2}}""", allowed));

        var ruled = new RedactionPlan(new(), new() { DigestKey = Redact.Key, Names = [(named + ".level", PiiCategory.AccountNumber)], SubjectKeys = [named] });
        Assert.Equal($$$"""{"{{{key}}}":{"level":1}}""", Redact.Text($$$"""{"{{{key}}}":{"level":1}}""", ruled));
        using var redactor = new JsonRedactor(ruled);
        redactor.Write(Encoding.UTF8.GetBytes($$$"""{"{{{key}}}":"a"}"""));
        redactor.Complete();
        Assert.Equal(0, redactor.TakeSubjects().Length);
    }

    [Fact]
    public void Map_that_is_removed_is_not_taken_for_a_list()
    {
        var plan = Redact.Plan();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("""{"status":1}""", Redact.Text("""{"birthDate":["a","b","c"],"status":1}""", plan));
            Assert.Equal("""{"status":1}""", Redact.Text("""{"birthDate":{"100042":"a","100043":"b","x":"c"},"status":1}""", plan));
        }
    }

    [Fact]
    public void Key_that_the_plan_names_is_a_name()
    {
        var plan = Redact.Plan(RedactionAction.Remove, paths: [("levels.100042", PiiCategory.AccountNumber)], subjectKeys: ["77001"]);
        Assert.Equal("""{"levels":{"100043":2}}""", Redact.Text("""{"levels":{"100042":1,"100043":2}}""", plan));
        using var redactor = new JsonRedactor(plan);
        redactor.Write("""{"77001":"a"}"""u8);
        redactor.Complete();
        Assert.Equal(1, redactor.TakeSubjects().Length);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(63)]
    [InlineData(33)]
    [InlineData(32)]
    [InlineData(31)]
    public void Names_that_differ_in_their_last_letter_are_two(int length)
    {
        var (first, second) = (new string('x', length - 5) + "Email", new string('x', length - 5) + "Emaim");
        var json = $"{{\"{first}\":1,\"{second}\":2}}";
        var plan = Redact.Plan(RedactionAction.Reveal, paths: [(second, PiiCategory.AccountNumber)], actions: new() { [PiiCategory.AccountNumber] = RedactionAction.Remove });
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal($"{{\"{first}\":1}}", Redact.Text(json, plan));
            Assert.Equal($"{{\"{first}\":1}}", Redact.Text($"{{\"{second}\":2,\"{first}\":1}}", plan));
        }
    }

    [Fact]
    public void Name_with_an_escape_is_not_taken_for_one_that_is_written_alike()
    {
        var plan = Redact.Plan(RedactionAction.Reveal);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("""{"a\\":1}""", Redact.Text("""{"a\\":1}""", plan));
            Assert.Equal("""{"a\":1}":2}""", Redact.Text("""{"a\":1}":2}""", plan));
        }
    }

    private static byte[] Map(Func<int, string> key) =>
        Encoding.UTF8.GetBytes("{\"entries\":{" + string.Join(',', Enumerable.Range(0, Many).Select(i => $"\"{key(i)}\":{{\"level\":{i},\"email\":\"x\"}}")) + "}}");

    /// <summary>A word that no lexicon knows.</summary>
    private static string Word(int i) => string.Concat(i.ToString("D5", CultureInfo.InvariantCulture).Select(d => (char)('q' + (d - '0')))) + "x";

    private static void Run(JsonRedactor redactor, RedactionPlan plan, byte[] json)
    {
        redactor.Reset(plan);
        redactor.Write(json);
        redactor.Complete();
        _ = redactor.TakeSubjects();
        redactor.Release(redactor.Releasable);
    }
}
