namespace PiiGuard.Lexicon;

/// <summary>A line of a section, taken apart: <c>kind (types) in owners: phrases</c>.</summary>
/// <param name="Kind">The first word or words.</param>
/// <param name="Types">What stands in parentheses; null when nothing does.</param>
/// <param name="Owners">What stands after <c>in</c>; null when nothing does.</param>
/// <param name="Phrases">What stands after the colon.</param>
internal readonly record struct LexiconLine(string Kind, string[]? Types, LexiconList? Owners, LexiconList Phrases)
{
    /// <summary>What a line of a section looks like, for messages.</summary>
    public const string Form = "'kind: phrase, phrase, …', with '(type, …)' or 'in owner, …' before the colon where they apply";

    public static bool TryParse(string text, out LexiconLine line)
    {
        line = default;
        var colon = text.IndexOf(':');
        if (colon < 0)
        {
            return false;
        }

        var phrases = new LexiconList(text, colon + 1, text.Length);
        var end = colon;
        LexiconList? owners = null;
        if (text.IndexOf(" in ", 0, colon, StringComparison.Ordinal) is var at and >= 0)
        {
            if (text.IndexOfAny(['(', ')'], at, colon - at) >= 0)
            {
                return false; // types stand before the owners
            }

            owners = new LexiconList(text, at + 4, colon);
            end = at;
        }

        string[]? types = null;
        var head = text.Substring(0, end).Trim();
        if (head.IndexOf('(') is var open and >= 0)
        {
            if (head[head.Length - 1] != ')')
            {
                return false;
            }

            types = new LexiconList(head, open + 1, head.Length - 1).ToArray();
            head = head.Substring(0, open).TrimEnd();
        }

        line = new(head, types, owners, phrases);
        return head.Length > 0 && !head.EndsWith(" in", StringComparison.Ordinal) && !phrases.IsEmpty && owners is not { IsEmpty: true } && types is not { Length: 0 };
    }
}
