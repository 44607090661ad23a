namespace PiiGuard.Lexicon;

/// <summary>A line of a section, taken apart: <c>kind (types) in owners: phrases</c>.</summary>
/// <param name="Kind">The first word or words.</param>
/// <param name="Types">What stands in parentheses; null when nothing does.</param>
/// <param name="Owners">What stands after <c>in</c>; null when nothing does.</param>
/// <param name="Phrases">What stands after the colon.</param>
internal readonly record struct LexiconLine(string Kind, string[]? Types, string[]? Owners, string[] Phrases)
{
    /// <summary>What a line of a section looks like, for messages.</summary>
    public const string Form = "'kind: phrase, phrase, …', with '(type, …)' or 'in owner, …' before the colon where they apply";

    public static bool TryParse(string text, out LexiconLine line)
    {
        line = default;
        var colon = text.IndexOf(':');
        var head = colon < 0 ? "" : text.Substring(0, colon).Trim();
        var phrases = colon < 0 ? [] : List(text.Substring(colon + 1));
        string[]? owners = null;
        string[]? types = null;
        if (head.IndexOf(" in ", StringComparison.Ordinal) is var at and >= 0)
        {
            owners = List(head.Substring(at + 4));
            head = head.Substring(0, at).TrimEnd();
        }

        if (head.IndexOf('(') is var open and >= 0)
        {
            if (head[head.Length - 1] != ')')
            {
                return false;
            }

            types = List(head.Substring(open + 1, head.Length - open - 2));
            head = head.Substring(0, open).TrimEnd();
        }

        line = new(head, types, owners, phrases);
        return head.Length > 0 && phrases.Length > 0 && owners is not { Length: 0 } && types is not { Length: 0 };
    }

    private static string[] List(string text)
    {
        var parts = text.Split(',');
        var count = 0;
        foreach (var part in parts)
        {
            if (part.Trim() is { Length: > 0 } trimmed)
            {
                parts[count++] = trimmed;
            }
        }

        Array.Resize(ref parts, count);
        return parts;
    }
}
