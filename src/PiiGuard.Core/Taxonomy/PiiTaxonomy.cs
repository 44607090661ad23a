namespace PiiGuard.Taxonomy;

/// <summary>The categories of personal data with their definitions, read from the embedded <c>taxonomy.txt</c>.</summary>
public static class PiiTaxonomy
{
    private static readonly Dictionary<string, PiiCategory> ByName =
        Enum.GetValues(typeof(PiiCategory)).Cast<PiiCategory>().ToDictionary(c => c.ToString(), StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<PiiCategory, CategoryDefinition> ByCategory = Read().ToDictionary(d => d.Category);

    /// <summary>All definitions, in the order of <see cref="PiiCategory"/>.</summary>
    public static IReadOnlyList<CategoryDefinition> All { get; } = [.. ByCategory.Values.OrderBy(d => d.Category)];

    /// <summary>The definition of a category.</summary>
    /// <exception cref="KeyNotFoundException"><paramref name="category"/> is not a member of <see cref="PiiCategory"/>.</exception>
    public static CategoryDefinition Get(PiiCategory category) => ByCategory[category];

    /// <summary>Finds a category by its name, in any case. Numbers are not names.</summary>
    public static bool TryParse(string? name, out PiiCategory category)
    {
        category = default;
        return name is not null && ByName.TryGetValue(name, out category);
    }

    /// <summary>The category name nearest to a misspelt one, or null when none is near: for error messages.</summary>
    public static string? Suggest(string name) => Spelling.Nearest(name, ByName.Keys);

    private static IEnumerable<CategoryDefinition> Read()
    {
        foreach (var (line, number) in EmbeddedText.Lines("taxonomy/taxonomy.txt"))
        {
            var cells = line.Split('|');
            if (cells.Length != 5 || !ByName.TryGetValue(cells[0].Trim(), out var category)
                || !Enum.TryParse<PiiSensitivity>(cells[1].Trim(), out var sensitivity))
            {
                throw new InvalidDataException($"taxonomy.txt({number}): expected 'Category | sensitivity | CPNI | definition | source'");
            }

            yield return new(category, sensitivity, cells[2].Trim() == "yes", cells[3].Trim(), cells[4].Trim());
        }
    }
}
