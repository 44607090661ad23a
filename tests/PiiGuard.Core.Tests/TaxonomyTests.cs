using PiiGuard.Taxonomy;

namespace PiiGuard.Core.Tests;

public sealed class TaxonomyTests
{
    [Fact]
    public void Every_category_is_defined_once() => Assert.Equal(Enum.GetValues<PiiCategory>().Order(), PiiTaxonomy.All.Select(d => d.Category));

    [Fact]
    public void Every_definition_has_words_and_a_source() => Assert.All(PiiTaxonomy.All, d => Assert.True(d.Definition.Length > 20 && d.Source.Length > 4, d.ToString()));

    [Theory]
    [InlineData("birthdate", true)]
    [InlineData("BirthDate", true)]
    [InlineData("2", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Category_is_parsed_by_name_only(string? name, bool found) => Assert.Equal(found, PiiTaxonomy.TryParse(name, out _));

    [Fact]
    public void Misspelt_category_is_guessed() => Assert.Equal("BirthDate", PiiTaxonomy.Suggest("BirthDat"));
}
