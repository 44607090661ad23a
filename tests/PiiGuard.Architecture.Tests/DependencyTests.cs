using System.Xml.Linq;
using PiiGuard.TestUtilities;

namespace PiiGuard.Architecture.Tests;

/// <summary>Dependencies point one way, as <c>docs/architecture.md</c> draws them.</summary>
public sealed class DependencyTests
{
    /// <summary>What each source project may reference directly. A new project has to be entered here.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["PiiGuard.Abstractions"] = [],
        ["PiiGuard.LexiconCompiler"] = ["PiiGuard.Abstractions"],
        ["PiiGuard.Core"] = ["PiiGuard.Abstractions", "PiiGuard.LexiconCompiler"], // the latter while it is built only
        ["PiiGuard.Analyzers"] = ["PiiGuard.Core"],
        ["PiiGuard.CodeFixes"] = ["PiiGuard.Analyzers"],
        ["PiiGuard.Analyzers.Package"] = ["PiiGuard.CodeFixes"],
        ["PiiGuard.Redaction"] = ["PiiGuard.Core"],
        ["PiiGuard.Gateway"] = ["PiiGuard.Redaction"],
        ["PiiGuard.Gateway.Sqlite"] = ["PiiGuard.Gateway"],
        ["PiiGuard.Gateway.PostgreSql"] = ["PiiGuard.Gateway"],
        ["PiiGuard.Gateway.Host"] = ["PiiGuard.Gateway.Sqlite", "PiiGuard.Gateway.PostgreSql"],
        ["PiiGuard.Cli"] = ["PiiGuard.Gateway.Sqlite", "PiiGuard.Gateway.PostgreSql"],
    };

    public static TheoryData<string> Projects =>
        [.. Directory.GetFiles(RepositoryRoot.File("src"), "*.csproj", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f)!)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_what_it_may(string project)
    {
        Assert.True(Allowed.ContainsKey(project), $"{project} is not in the list of this test.");
        Assert.Subset(Allowed[project].ToHashSet(), References(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r)).ToHashSet());
    }

    [Theory]
    [InlineData("PiiGuard.Abstractions")]
    [InlineData("PiiGuard.Core")]
    public void Shared_project_has_no_package(string project) => Assert.Empty(References(project, "PackageReference"));

    [Fact]
    public void Analyzers_reference_nothing_but_the_compiler() =>
        Assert.All(References("PiiGuard.Analyzers", "PackageReference").Concat(References("PiiGuard.CodeFixes", "PackageReference")), p => Assert.StartsWith("Microsoft.CodeAnalysis.", p, StringComparison.Ordinal));

    [Fact]
    public void Redaction_knows_no_web() => Assert.Empty(References("PiiGuard.Redaction", "FrameworkReference").Concat(References("PiiGuard.Redaction", "PackageReference")));

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(RepositoryRoot.File("src", project, project + ".csproj")).Descendants(kind).Select(e => e.Attribute("Include")!.Value);
}
