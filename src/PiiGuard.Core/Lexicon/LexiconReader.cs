using PiiGuard.Classification;
using PiiGuard.Taxonomy;

namespace PiiGuard.Lexicon;

/// <summary>Reads lexicon files into a <see cref="LexiconBuilder"/>. The format is described in <c>docs/lexicon.md</c>.</summary>
internal sealed class LexiconReader(string file, LexiconBuilder lexicon, List<LexiconProblem> problems)
{
    private static readonly Dictionary<string, TermStrength> Strengths = new(StringComparer.Ordinal)
    {
        ["always"] = TermStrength.Always,
        ["usual"] = TermStrength.Usual,
        ["contact"] = TermStrength.Contact,
        ["address"] = TermStrength.Address,
        ["person"] = TermStrength.Person,
        ["numbered"] = TermStrength.Numbered,
    };

    private static readonly Dictionary<string, WordRoles> Roles = new(StringComparer.Ordinal)
    {
        ["person"] = WordRoles.Person,
        ["organisation"] = WordRoles.Organisation,
        ["contact"] = WordRoles.Contact,
        ["thing"] = WordRoles.Thing,
        ["neutral"] = WordRoles.Neutral,
        ["other"] = WordRoles.OtherHead,
        ["reduced"] = WordRoles.Reduced,
        ["predicate"] = WordRoles.Predicate,
        ["modal"] = WordRoles.Modal,
        ["bag"] = WordRoles.Bag,
        ["record"] = WordRoles.Record,
        ["state"] = WordRoles.State,
        ["envelope"] = WordRoles.Envelope,
        ["application"] = WordRoles.Application,
        ["quantity"] = WordRoles.Quantity,
        ["kind"] = WordRoles.Kind,
        ["document"] = WordRoles.Document,
        ["either"] = WordRoles.Either,
        ["duty"] = WordRoles.Duty,
        ["machine"] = WordRoles.Machine,
        ["holder"] = WordRoles.Holder,
        ["none"] = WordRoles.NotPersonal,
    };

    private static readonly Dictionary<string, FieldType> FieldTypes =
        ((FieldType[])Enum.GetValues(typeof(FieldType))).Where(t => t != FieldType.Unknown).ToDictionary(t => t.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>A problem quotes the line, and a line can be a file of its own.</summary>
    private const int LongestProblem = 400;

    /// <summary>Stands for a section line that cannot be read.</summary>
    private const string Unreadable = "?";

    private string? _section;
    private PiiCategory? _category;

    /// <summary>A lexicon of files alone, or with them on top of another.</summary>
    public static PiiLexicon Read(IEnumerable<(string Name, string Text)> files, out IReadOnlyList<LexiconProblem> problems, PiiLexicon? basis = null)
    {
        var lexicon = new LexiconBuilder(basis);
        var found = new List<LexiconProblem>();
        foreach (var (name, text) in files)
        {
            new LexiconReader(name, lexicon, found).Read(text.TrimStart('\uFEFF').Split('\n').Select((line, i) => (line, i + 1)));
        }

        problems = found;
        return lexicon.Build();
    }

    private void Read(IEnumerable<(string Line, int Number)> lines)
    {
        foreach (var (raw, number) in lines)
        {
            var comment = raw.IndexOf('#');
            var line = (comment < 0 ? raw : raw.Substring(0, comment)).Trim();
            if (line.Length > 0 && (line[0] == '[' ? Open(line) : Apply(line)) is { } problem)
            {
                problems.Add(new(file, number, problem.Length <= LongestProblem ? problem : problem.Substring(0, LongestProblem) + "…"));
            }
        }
    }

    private string? Open(string line)
    {
        _section = line.Substring(1).TrimEnd(']').Trim();
        if (line[line.Length - 1] != ']')
        {
            (_section, _category) = (Unreadable, null);
            return $"'{line}' begins a section and does not end it; expected for example [words]; the lines under it are not read";
        }

        _category = PiiTaxonomy.TryParse(_section, out var parsed) ? parsed : null;
        if (_category is not null || _section is "words" or "types" or "formats" or "compounds")
        {
            return null;
        }

        var problem = $"unknown section '{_section}'; expected [words], [types], [formats], [compounds] or a category"
            + (PiiTaxonomy.Suggest(_section) is { } near ? $" (did you mean [{near}]?)" : "") + "; the lines under it are not read";
        _section = Unreadable;
        return problem;
    }

    private string? Apply(string text)
    {
        if (_section == Unreadable)
        {
            return null; // the section line has been reported, and says so
        }

        if (!LexiconLine.TryParse(text, out var line))
        {
            return $"expected {LexiconLine.Form}";
        }

        return _section switch
        {
            null => $"'{line.Kind}' stands in no section; expected a section line first, for example [words]",
            "types" or "formats" or "compounds" when line.Types is not null || line.Owners is not null => $"expected 'Category: value, …' in [{_section}]",
            "types" => WithCategory(line.Kind, category => Types(line.Phrases.ToArray(), out var types) ?? Do(() => lexicon.Types[category] = types.With(FieldType.Unknown))),
            "formats" => WithCategory(line.Kind, category => Do(() => Array.ForEach(line.Phrases.ToArray(), f => lexicon.Formats[f] = category))),
            "compounds" => Compound(line),
            "words" => Word(line),
            _ => Term(line),
        };
    }

    private string? Term(LexiconLine line)
    {
        FieldTypeSet? types = null;
        if (!Strengths.TryGetValue(line.Kind, out var strength))
        {
            return $"unknown kind '{line.Kind}'; expected {string.Join(", ", Strengths.Keys)}" + (Roles.ContainsKey(line.Kind) ? ", or this line under [words]" : "");
        }

        if (line.Types is not null)
        {
            if (Types(line.Types, out var parsed) is { } problem)
            {
                return problem;
            }

            // What only an object is, is judged by what it holds wherever nothing is known of the type.
            types = parsed == default(FieldTypeSet).With(FieldType.Object) ? parsed : parsed.With(FieldType.Unknown);
        }

        if (line.Owners is not null && strength is not (TermStrength.Always or TermStrength.Contact))
        {
            return $"'{line.Kind}' does not go with 'in'; expected always or contact";
        }

        return lexicon.AddOwners(line.Owners, out var owners) ?? lexicon.Add(line.Phrases, new TermMeaning(_category, strength, types, owners));
    }

    private string? Word(LexiconLine line)
    {
        if (!Roles.TryGetValue(line.Kind, out var role) || (role != WordRoles.NotPersonal && line.Owners is not null) || line.Types is not null)
        {
            return Roles.ContainsKey(line.Kind)
                ? $"'{line.Kind}' takes no types, and 'in' only goes with 'none' here"
                : $"unknown kind '{line.Kind}'; expected {string.Join(", ", Roles.Keys)}";
        }

        if (role != WordRoles.NotPersonal)
        {
            return lexicon.Add(line.Phrases, role);
        }

        return lexicon.AddOwners(line.Owners, out var owners) ?? lexicon.Add(line.Phrases, new TermMeaning(null, TermStrength.Always, OwnerLine: owners));
    }

    private string? Compound(LexiconLine line)
    {
        var plus = line.Kind.IndexOf('+');
        var phrases = line.Phrases.ToArray();
        return plus < 0 || phrases.Length != 1
            ? "expected 'Category + Category: Category'"
            : WithCategory(line.Kind.Substring(0, plus).Trim(), before => WithCategory(line.Kind.Substring(plus + 1).Trim(), head =>
                WithCategory(phrases[0], whole => Do(() => lexicon.Compounds[(before, head)] = whole))));
    }

    private static string? Types(string[] names, out FieldTypeSet types)
    {
        types = default;
        foreach (var name in names)
        {
            if (!FieldTypes.TryGetValue(name, out var type))
            {
                return $"unknown type '{name}'; expected {string.Join(", ", FieldTypes.Keys.Select(t => t.ToLowerInvariant()))}";
            }

            types = types.With(type);
        }

        return null;
    }

    private static string? WithCategory(string name, Func<PiiCategory, string?> use) => PiiTaxonomy.TryParse(name, out var category)
        ? use(category)
        : $"unknown category '{name}'" + (PiiTaxonomy.Suggest(name) is { } near ? $" (did you mean {near}?)" : "");

    private static string? Do(Action action)
    {
        action();
        return null;
    }
}
