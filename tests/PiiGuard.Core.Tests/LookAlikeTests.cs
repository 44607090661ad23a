using PiiGuard.Classification;

namespace PiiGuard.Core.Tests;

/// <summary>Pairs of a personal field and one that only looks like it: <c>Data/look-alikes.txt</c>.</summary>
public sealed class LookAlikeTests
{
    private static readonly FieldClassifier Classifier = new();

    private static readonly IReadOnlyList<(PiiCategory Category, string Personal, string LookAlike)> Pairs =
    [
        .. from line in FieldNotation.Lines("look-alikes.txt")
           let colon = line.IndexOf(": ", StringComparison.Ordinal)
           from pair in line[(colon + 2)..].Split(", ")
           let sides = pair.Split(" / ")
           select (Enum.Parse<PiiCategory>(line[..colon]), sides[0], sides[1]),
    ];

    public static TheoryData<PiiCategory> Categories => [.. Enum.GetValues<PiiCategory>().Where(c => c != PiiCategory.Other)];

    [Theory]
    [MemberData(nameof(Categories))]
    public void Twenty_pairs_are_told_apart(PiiCategory category)
    {
        var pairs = Pairs.Where(p => p.Category == category).ToList();
        Assert.True(pairs.Count >= 20, $"{category} has {pairs.Count} pairs.");

        var wrong = pairs.SelectMany(p => new[]
        {
            Classify(p.Personal) is { } found && found.Category == category ? null : $"{p.Personal} should be {category}: {Classify(p.Personal).Explain()}",
            Classify(p.LookAlike).IsPersonal ? $"{p.LookAlike} should not be {Classify(p.LookAlike).Category}: {Classify(p.LookAlike).Explain()}" : null,
        }).OfType<string>().ToList();

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private static FieldClassification Classify(string field) => Classifier.Classify(FieldNotation.Parse(field));
}
