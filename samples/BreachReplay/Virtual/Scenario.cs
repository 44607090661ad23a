using System.Text.Json;
using System.Text.Json.Serialization;

namespace BreachReplay.Virtual;

/// <summary>One attack on a population of honest callers; a file in <c>Scenarios</c>.</summary>
internal sealed record Scenario
{
    /// <summary>What the table calls it.</summary>
    public required string Title { get; init; }

    /// <summary>File with the honest callers, beside the scenario.</summary>
    [JsonPropertyName("population")]
    public required string PopulationFile { get; init; }

    public required Attack Attack { get; init; }

    /// <summary>Days of the attack; the breach lasted 41.</summary>
    public int Days { get; init; } = 41;

    /// <summary>Days before the attack, in which the gateway learns what is usual.</summary>
    public int WarmUpDays { get; init; } = 14;

    [JsonIgnore]
    public Population Population { get; private set; } = new() { Customers = 1, Groups = [] };

    /// <summary>Reads a scenario and its population.</summary>
    /// <exception cref="ScenarioException">One of the two cannot be read, or says what makes no sense.</exception>
    public static Scenario Read(string file)
    {
        var scenario = Read<Scenario>(file);
        scenario.Population = Read<Population>(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, scenario.PopulationFile));
        foreach (var problem in scenario.Problems())
        {
            throw new ScenarioException($"{file}: {problem}");
        }

        return scenario;
    }

    private static T Read<T>(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(file), Options) ?? throw new ScenarioException($"{file}: is empty");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException($"{file}: {e.Message}");
        }
    }

    private static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    private IEnumerable<string> Problems()
    {
        if (Population.Groups.FirstOrDefault(g => g.Name == Attack.Group) is not { } group)
        {
            yield return $"attack.group: there is no group '{Attack.Group}' in the population";
        }
        else if (Attack.Keys < 1 || Attack.Keys > group.Count)
        {
            yield return $"attack.keys: '{Attack.Keys}' is not a number from 1 to {group.Count}, the size of the group";
        }

        if (Attack.PerSecond is not (> 0 and <= 1_000))
        {
            yield return $"attack.perSecond: '{Attack.PerSecond}' is not above 0 and up to 1000";
        }

        if (Days is < 1 or > 366 || WarmUpDays is < 0 or > 366)
        {
            yield return "days and warmUpDays: expected 1 to 366, and 0 to 366";
        }

        if (Attack.MissShare is < 0 or >= 1 || Attack.PageSize < 1 || Population.Customers < 1)
        {
            yield return "attack.missShare is to be at least 0 and below 1, attack.pageSize and customers at least 1";
        }

        foreach (var hours in Population.Groups.Select(g => g.Hours).Append(Attack.Hours).Where(h => h is not [>= 0, <= 24] || h[0] >= h[1]))
        {
            yield return $"hours: expected two from 0 to 24, found [{string.Join(", ", hours)}]";
        }
    }
}
