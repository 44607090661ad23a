using PiiGuard.Classification;

namespace PiiGuard.Core.Tests;

/// <summary>What standards, laws and eight languages call personal data is found: <c>Data/standard-vocabularies.txt</c>.</summary>
public sealed class StandardVocabularyTests
{
    private static readonly FieldClassifier Classifier = new();

    private static readonly ILookup<string, (PiiCategory Category, string Field)> Vocabularies = Read().ToLookup(r => r.Vocabulary, r => (r.Category, r.Field));

    public static TheoryData<string> Names => [.. Vocabularies.Select(v => v.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Vocabulary_is_known(string name)
    {
        var wrong = from term in Vocabularies[name]
                    let answer = Classifier.Classify(FieldNotation.Parse(term.Field))
                    where answer.Category != term.Category
                    select $"{term.Field} should be {term.Category}, is {answer.Category}: {answer.Explain()}";
        Assert.True(!wrong.Any(), string.Join("\n", wrong));
    }

    private static IEnumerable<(string Vocabulary, PiiCategory Category, string Field)> Read()
    {
        var vocabulary = "";
        foreach (var line in FieldNotation.Lines("standard-vocabularies.txt"))
        {
            if (line.StartsWith('['))
            {
                vocabulary = line.Trim('[', ']');
                continue;
            }

            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var category = Enum.Parse<PiiCategory>(line[..colon]);
            foreach (var field in line[(colon + 2)..].Split(", "))
            {
                yield return (vocabulary, category, field);
            }
        }
    }
}
