using PiiGuard.Classification;
using PiiGuard.Lexicon;

namespace PiiGuard.Core.Tests;

public sealed class LexiconTests
{
    [Fact]
    public void Built_in_lexicon_reads_without_problems() => Assert.InRange(PiiLexicon.Default.Count, 2_000, 20_000);

    [Fact]
    public void Own_lines_add_correct_and_silence()
    {
        var lexicon = PiiLexicon.Default.With([("own.txt", """
            # ours
            [AccountNumber]
            always: loyalty badge   # printed on the card
            [Location]
            always: email
            [words]
            none: msisdn
            person: homesteader
            """)], out var problems);
        var classifier = new FieldClassifier(lexicon);

        Assert.Empty(problems);
        Assert.Equal(PiiCategory.AccountNumber, classifier.Classify(new("LoyaltyBadges")).Category);
        Assert.Equal(PiiCategory.Location, classifier.Classify(new("email")).Category);
        Assert.Null(classifier.Classify(new("msisdn")).Category);
        Assert.Equal(PiiCategory.PersonName, classifier.Classify(new("name", "Homesteader")).Category);
        Assert.Equal(PiiCategory.EmailAddress, new FieldClassifier().Classify(new("email")).Category); // ours is untouched
    }

    [Theory]
    [InlineData("[Locaton]", "own.txt(1): unknown section 'Locaton'; expected [words] or a category (did you mean [Location]?)")]
    [InlineData("always: x", "own.txt(1): unknown kind 'always'; expected a section line first")]
    [InlineData("[Location]\nsometimes: x", "own.txt(2): unknown kind 'sometimes'; expected always, usual, contact, person")]
    [InlineData("[words]\nalways: x", "own.txt(2): unknown kind 'always'; expected person, organisation")]
    [InlineData("[Location]\n\nalways", "own.txt(3): expected 'kind: phrase, phrase, …'")]
    [InlineData("[Location]\nalways: , ,", "own.txt(2): expected 'kind: phrase, phrase, …'")]
    public void Malformed_line_is_named(string text, string expected)
    {
        PiiLexicon.Default.With([("own.txt", text)], out var problems);

        Assert.StartsWith(expected, Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }
}
