using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Analyzers.Tests;

[Trait("rule", "PII4101")]
public sealed class LexiconTests
{
    private const string Api = """
        public class R { public string Email { get; set; } = ""; public string LoyaltyBadge { get; set; } = ""; }
        [Route("r")] public class RController : ControllerBase { [HttpGet] public R Get() => new(); }
        """;

    [Fact]
    public async Task Own_words_are_added_and_ours_silenced() =>
        Assert.Equal(
            ["GET /r: loyaltyBadge AccountNumber"],
            (await RunAsync("[AccountNumber]\nalways: loyalty badge\n[words]\nnone: email\n")).Select(Analyze.Describe));

    [Fact]
    public async Task Line_that_cannot_be_read_is_reported_at_its_line()
    {
        var diagnostic = Assert.Single(await RunAsync("[AccountNumber]\nsometimes: x\n"), d => d.Id == "PII4101");

        Assert.Equal(("/api/PiiLexicon.txt", 1), (diagnostic.Location.GetLineSpan().Path, diagnostic.Location.GetLineSpan().StartLinePosition.Line));
        Assert.Equal("Line 2: unknown kind 'sometimes'; expected always, usual, contact, address, person, numbered", diagnostic.GetMessage());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\uFFFF[]:::")]
    [InlineData("[")]
    public async Task Damaged_lexicon_never_crashes(string text) => Assert.Contains(await RunAsync(text), d => d.Id == "PII1001");

    private static Task<IReadOnlyList<Microsoft.CodeAnalysis.Diagnostic>> RunAsync(string lexicon) =>
        Analyze.RunAsync(Analyze.Compile([Api]), contract: null, lexicon);
}
