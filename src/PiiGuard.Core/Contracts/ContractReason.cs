namespace PiiGuard.Contracts;

/// <summary>Tells a reason from a placeholder.</summary>
public static class ContractReason
{
    /// <summary>What the code fix writes for the reason that a person has to give. It is no reason, so PII4001 asks for one.</summary>
    public const string Placeholder = "TODO: why do the callers of this endpoint need it?";

    private static readonly HashSet<string> PlaceholderWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "todo", "tbd", "tba", "fixme", "xxx", "pending", "placeholder", "lorem", "asdf", "reason", "none", "unknown", "later",
    };

    /// <summary>At least two different words of letters, and the first is not a placeholder such as TODO or TBD.</summary>
    public static bool IsReal(string reason)
    {
        var words = reason.Split([' ', '\t', ',', '.', ':', ';', '-', '<', '>', '(', ')', '[', ']', '?', '!', '/'], StringSplitOptions.RemoveEmptyEntries)
            .Where(w => w.Count(char.IsLetter) >= 2).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return words.Count >= 2 && !PlaceholderWords.Contains(words[0]);
    }
}
