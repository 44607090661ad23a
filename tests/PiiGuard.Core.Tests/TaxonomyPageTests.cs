using System.Text;
using PiiGuard.Taxonomy;
using PiiGuard.TestUtilities;

namespace PiiGuard.Core.Tests;

/// <summary>docs/taxonomy.md is made from the data. After a change: <c>PIIGUARD_UPDATE_DOCS=1 dotnet test tests/PiiGuard.Core.Tests</c>.</summary>
public sealed class TaxonomyPageTests
{
    [Fact]
    public void Page_is_what_the_data_says()
    {
        var page = new StringBuilder("""
            # Categories of personal data

            Generated from `src/PiiGuard.Core/Taxonomy/taxonomy.txt`. Sensitivity: *Personal* (GDPR art. 4(1)), *Sensitive* (a legal duty of its own), *Special*
            (GDPR art. 9, or a secret that gives access). CPNI: customer proprietary network information in a carrier's hands (47 U.S.C. § 222).

            | category | sensitivity | CPNI | definition | source |
            |---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var d in PiiTaxonomy.All)
        {
            page.Append($"| {d.Category} | {d.Sensitivity} | {(d.IsCpni ? "yes" : "no")} | {d.Definition} | {d.Source} |\n");
        }

        var file = RepositoryRoot.File("docs", "taxonomy.md");
        if (Environment.GetEnvironmentVariable("PIIGUARD_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(file, page.ToString());
        }

        Assert.Equal(page.ToString(), File.ReadAllText(file));
    }
}
