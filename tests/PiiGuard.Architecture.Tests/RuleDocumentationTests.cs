using System.Text.RegularExpressions;
using PiiGuard.TestUtilities;

namespace PiiGuard.Architecture.Tests;

/// <summary>Every rule has a page, a release-tracking row and a README row, and nothing is documented that is no rule.</summary>
public sealed partial class RuleDocumentationTests
{
    private static readonly string[] Rules = [.. RuleId().Matches(File.ReadAllText(RepositoryRoot.File("src", "PiiGuard.Analyzers", "Diagnostics", "Descriptors.cs"))).Select(m => m.Groups[1].Value).Distinct().Order()];

    [Fact]
    public void Pages_are_those_of_the_rules() =>
        Assert.Equal(Rules, Directory.GetFiles(RepositoryRoot.File("docs", "rules"), "PII*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Order());

    [Fact]
    public void Release_tracking_rows_are_those_of_the_rules() =>
        Assert.Equal(Rules, new[] { "AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md" }
            .SelectMany(f => Row().Matches(File.ReadAllText(RepositoryRoot.File("src", "PiiGuard.Analyzers", f)))).Select(m => m.Groups[1].Value).Order());

    [Fact]
    public void Readme_rows_are_those_of_the_rules() =>
        Assert.Equal(Rules, ReadmeRow().Matches(File.ReadAllText(RepositoryRoot.File("README.md"))).Select(m => m.Groups[1].Value).Order());

    [Fact]
    public void Each_rule_has_a_test_class()
    {
        var tested = Directory.GetFiles(RepositoryRoot.File("tests", "PiiGuard.Analyzers.Tests"), "*Tests.cs").Select(File.ReadAllText)
            .SelectMany(text => RuleTrait().Matches(text).Select(m => m.Groups[1].Value).Where(id => text.Split(id).Length > 2)); // named by the trait, and by an assertion

        Assert.Equal(Rules, tested.Distinct().Order());
    }

    [Fact]
    public void Refusals_of_the_gateway_are_documented()
    {
        var docs = File.ReadAllText(RepositoryRoot.File("docs", "gateway.md"));
        var codes = Refusal().Matches(File.ReadAllText(RepositoryRoot.File("src", "PiiGuard.Gateway", "Responses", "Refusal.cs"))).Select(m => m.Groups[1].Value).ToList();

        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.Contains($"### {code}\n", docs, StringComparison.Ordinal));
    }

    [GeneratedRegex("\"(PII\\d{4})\"")]
    private static partial Regex RuleId();

    [GeneratedRegex("^\\[Trait\\(\"rule\", \"(PII\\d{4})\"\\)\\]$", RegexOptions.Multiline)]
    private static partial Regex RuleTrait();

    [GeneratedRegex(@"^(PII\d{4}) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| \[(PII\d{4})\]\(docs/rules/\1\.md\) \|", RegexOptions.Multiline)]
    private static partial Regex ReadmeRow();

    [GeneratedRegex("new\\(\"([a-z0-9-]+)\", \\d{3},")]
    private static partial Regex Refusal();
}
