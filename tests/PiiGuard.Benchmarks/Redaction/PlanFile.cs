using System.Text.Json;
using PiiGuard.Classification;
using PiiGuard.Redaction;

namespace PiiGuard.Benchmarks.Redaction;

/// <summary>
/// A redaction plan as a JSON file: <c>{"default":"Reveal","categories":{"EmailAddress":"Mask"},"paths":{"customers[].x":"Other"},"subjectKeys":["customerId"]}</c>.
/// </summary>
internal sealed record PlanFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string Default { get; init; } = nameof(RedactionAction.Reveal);

    public Dictionary<string, string> Categories { get; init; } = [];

    public Dictionary<string, string> Paths { get; init; } = [];

    public List<string> SubjectKeys { get; init; } = [];

    /// <summary>Six fields of the customers go: birth date, e-mail, phone, Social Security number, street address, PIN.</summary>
    public static PlanFile ForCustomers { get; } = new()
    {
        Categories = new()
        {
            ["BirthDate"] = "Generalize", ["EmailAddress"] = "Mask", ["PhoneNumber"] = "Mask", ["GovernmentId"] = "Remove", ["Credential"] = "Remove", ["PostalAddress"] = "Remove",
        },
        SubjectKeys = ["customerId"],
    };

    public static PlanFile Read(string file) => JsonSerializer.Deserialize<PlanFile>(File.ReadAllText(file), Json) ?? new();

    public RedactionPlan Plan() => new(new FieldClassifier(), new()
    {
        DefaultAction = Rule(Default),
        Actions = Categories.ToDictionary(c => Enum.Parse<PiiCategory>(c.Key), c => Rule(c.Value)),
        Paths = [.. Paths.Select(p => (p.Key, Enum.Parse<PiiCategory>(p.Value)))],
        SubjectKeys = SubjectKeys,
        DigestKey = new byte[32],
    });

    private static RedactionRule Rule(string text) => RedactionRule.TryParse(text, out var rule, out var problem) ? rule : throw new ArgumentException(problem);
}
