using PiiGuard.Classification;
using PiiGuard.Taxonomy;

namespace PiiGuard.Lexicon;

/// <summary>
/// Reads lexicon files. A line is <c>[Category]</c> or <c>[words]</c>, which opens a section, or <c>kind: phrase, phrase, …</c>;
/// <c>#</c> begins a comment. In a category the kinds are the strengths of <see cref="TermStrength"/>; in <c>[words]</c> the
/// roles of <see cref="WordRoles"/>.
/// </summary>
internal static class LexiconReader
{
    private static readonly Dictionary<string, TermStrength> Strengths = new(StringComparer.OrdinalIgnoreCase)
    {
        ["always"] = TermStrength.Always,
        ["usual"] = TermStrength.Usual,
        ["contact"] = TermStrength.Contact,
        ["person"] = TermStrength.Person,
    };

    private static readonly Dictionary<string, WordRoles> Roles = new(StringComparer.OrdinalIgnoreCase)
    {
        ["person"] = WordRoles.Person,
        ["organisation"] = WordRoles.Organisation,
        ["contact"] = WordRoles.Contact,
        ["thing"] = WordRoles.Thing,
        ["neutral"] = WordRoles.Neutral,
        ["other"] = WordRoles.OtherHead,
        ["reduced"] = WordRoles.Reduced,
        ["predicate"] = WordRoles.Predicate,
        ["bag"] = WordRoles.Bag,
        ["none"] = WordRoles.NotPersonal,
    };

    public static PiiLexicon ReadEmbedded()
    {
        var entries = new Dictionary<string, LexiconEntry>(StringComparer.Ordinal);
        var problems = new List<LexiconProblem>();
        foreach (var name in typeof(LexiconReader).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("lexicon/", StringComparison.Ordinal)).OrderBy(n => n, StringComparer.Ordinal))
        {
            Read(name, EmbeddedText.Lines(name), entries, problems);
        }

        return problems.Count == 0 ? new PiiLexicon(entries) : throw new InvalidDataException(string.Join("\n", problems));
    }

    public static PiiLexicon Extend(PiiLexicon basis, IEnumerable<(string Name, string Text)> files, out IReadOnlyList<LexiconProblem> problems)
    {
        var entries = basis.Entries.ToDictionary(e => e.Key, e => Copy(e.Value), StringComparer.Ordinal);
        var found = new List<LexiconProblem>();
        foreach (var (name, text) in files)
        {
            Read(name, text.Split('\n').Select((line, i) => (line, i + 1)), entries, found);
        }

        problems = found;
        return new PiiLexicon(entries);
    }

    private static LexiconEntry Copy(LexiconEntry entry)
    {
        var copy = new LexiconEntry(entry.Text);
        if (entry.Has(WordRoles.Term))
        {
            copy.MakeTerm(entry.Category, entry.Strength);
        }

        copy.Add(entry.Roles);
        return copy;
    }

    private static void Read(
        string file, IEnumerable<(string Line, int Number)> lines, Dictionary<string, LexiconEntry> entries, List<LexiconProblem> problems)
    {
        PiiCategory? category = null;
        var inWords = false;
        foreach (var (raw, number) in lines)
        {
            var comment = raw.IndexOf('#');
            var line = (comment < 0 ? raw : raw.Substring(0, comment)).Trim();
            if (line.Length == 0)
            {
                continue;
            }

            void Problem(string message) => problems.Add(new(file, number, message));

            if (line[0] == '[')
            {
                var section = line.TrimStart('[').TrimEnd(']').Trim();
                inWords = section == "words";
                category = PiiTaxonomy.TryParse(section, out var parsed) ? parsed : null;
                if (!inWords && category is null)
                {
                    Problem($"unknown section '{section}'; expected [words] or a category"
                        + (PiiTaxonomy.Suggest(section) is { } near ? $" (did you mean [{near}]?)" : ""));
                }

                continue;
            }

            var colon = line.IndexOf(':');
            var kind = colon < 0 ? line : line.Substring(0, colon).Trim();
            var phrases = colon < 0 ? [] : line.Substring(colon + 1).Split(',').Select(p => p.Trim()).Where(p => p.Length > 0).ToList();
            if (colon < 0 || phrases.Count == 0)
            {
                Problem("expected 'kind: phrase, phrase, …'");
            }
            else if (category is { } c && Strengths.TryGetValue(kind, out var strength))
            {
                Add(phrases, entries, e => e.MakeTerm(c, strength));
            }
            else if (inWords && kind == "none")
            {
                Add(phrases, entries, e => e.MakeNotPersonal());
            }
            else if (inWords && Roles.TryGetValue(kind, out var role))
            {
                Add(phrases, entries, e => e.Add(role));
            }
            else
            {
                Problem($"unknown kind '{kind}'; expected "
                    + (inWords ? string.Join(", ", Roles.Keys) : category is null ? "a section line first" : string.Join(", ", Strengths.Keys)));
            }
        }
    }

    private static void Add(List<string> phrases, Dictionary<string, LexiconEntry> entries, Action<LexiconEntry> apply)
    {
        foreach (var phrase in phrases)
        {
            foreach (var key in Inflections(NameTokens.Fold(phrase)))
            {
                if (!entries.TryGetValue(key, out var entry))
                {
                    entries.Add(key, entry = new LexiconEntry(phrase));
                }

                apply(entry);
            }

            // The single words, so that run-together names can be taken apart.
            foreach (var part in phrase.IndexOf(' ') < 0 ? [] : phrase.Split(' '))
            {
                var word = NameTokens.Fold(part);
                if (word.Length > 0 && !entries.ContainsKey(word))
                {
                    entries.Add(word, new LexiconEntry(word));
                }
            }
        }
    }

    private static IEnumerable<string> Inflections(string key)
    {
        yield return key;
        if (key.Length < 3 || !IsLetter(key[key.Length - 1]))
        {
            yield break;
        }

        var last = key[key.Length - 1];
        var before = key[key.Length - 2];
        yield return last switch
        {
            's' or 'x' or 'z' => key + "es",
            'h' when before is 'c' or 's' => key + "es",
            'y' when "aeiou".IndexOf(before) < 0 => key.Substring(0, key.Length - 1) + "ies",
            _ => key + "s",
        };
    }

    private static bool IsLetter(char c) => c is >= 'a' and <= 'z';
}
