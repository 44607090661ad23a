using PiiGuard.Classification;
using PiiGuard.Redaction.Detection;

namespace PiiGuard.Redaction.Plans;

/// <summary>Says what a place in the documents is: by the paths and rules of the plan, by the classifier, and by the form of its name.</summary>
internal sealed class PlaceJudge
{
    private static readonly HashSet<string> BagNames = new(StringComparer.Ordinal) { "name", "key", "code", "label", "attributename", "characteristicname", "fieldname" };

    /// <summary>What a pair calls its name where no word around says that it is one.</summary>
    private static readonly HashSet<string> PairNames = new(StringComparer.Ordinal) { "name", "key", "type", "kind", "system", "label", "field", "property", "attribute", "attributename", "characteristicname", "fieldname", "propertyname" };

    private static readonly HashSet<string> PairValues = new(StringComparer.Ordinal) { "value", "stringvalue", "valuestring", "textvalue", "val" };

    private readonly FieldClassifier _classifier;
    private readonly RedactionPlanOptions _options;
    private readonly ContractNode _contract;
    private readonly Func<PiiCategory, RedactionRule> _rules;
    private readonly string[] _subjectKeys;
    private readonly ILookup<string, (string? Owner, PiiCategory Category)> _names;

    public PlaceJudge(FieldClassifier classifier, RedactionPlanOptions options, ContractNode contract, Func<PiiCategory, RedactionRule> rules)
    {
        (_classifier, _options, _contract, _rules) = (classifier, options, contract, rules);
        _subjectKeys = [.. options.SubjectKeys.Select(NameFolding.Fold)];
        _names = options.Names.Select(n => (Parts: n.Name.Split('.', 2), n.Category)).ToLookup(
            n => NameFolding.Fold(n.Parts[^1]), n => (n.Parts.Length > 1 ? NameFolding.Fold(n.Parts[0]) : null, n.Category), StringComparer.Ordinal);
    }

    public NameNode Root(NameBudget budget) => new()
    {
        Name = _options.RootName,
        Contract = _contract,
        // A value that no property names cannot be judged, so it counts as personal.
        Category = _contract.Category ?? PiiCategory.Other,
        ScalarCategory = _contract.Category ?? PiiCategory.Other,
        FlagCategory = _contract.Category,
        IsAllowed = IsAllowed(_contract, inherited: false),
        IsPassable = IsPassable(_contract, inherited: false),
        IsEmbeddedJson = _contract.IsEmbeddedJson,
        Budget = budget,
    };

    /// <summary>The elements of an array.</summary>
    public NameNode Items(NameNode array)
    {
        var contract = array.Contract?.Items;
        var scalar = contract?.Category ?? array.ScalarCategory;
        var flag = contract?.Category ?? array.FlagCategory;
        var category = contract?.Category ?? array.Category;
        var allowed = IsAllowed(contract, Inherits(array));
        var isSpecial = array.IsBagName || array.IsBagValue || array.IsPairValue || array.SubjectRank >= 0 || array.IsEmbeddedJson || contract?.IsEmbeddedJson == true;
        return new()
        {
            Name = array.Name,
            Parent = array.Parent,
            Contract = contract,
            Category = category,
            ScalarCategory = scalar,
            FlagCategory = flag,
            Term = array.Term,
            IsPairValue = array.IsPairValue,
            SubjectRank = array.SubjectRank,
            IsAllowed = allowed,
            IsPassable = IsPassable(contract, Inherits(array)),
            IsEmbeddedJson = contract?.IsEmbeddedJson ?? array.IsEmbeddedJson,
            Budget = array.Budget,
            ScalarRule = RuleFor(scalar),
            Quiet = isSpecial || !allowed ? ValueKinds.None : Quiet(category, scalar, flag),
            Revealed = isSpecial || !allowed || RuleFor(scalar)?.Action != RedactionAction.Reveal ? ValueKinds.None : ValueKinds.Text | ValueKinds.Number,
            Blind = isSpecial || !allowed ? ValueKinds.None : Blind(scalar),
        };
    }

    /// <summary>A property.</summary>
    /// <param name="parent">The object's place.</param>
    /// <param name="name">The name, unescaped; or the placeholder for keys of a map, for which nothing holds that the plan says of names.</param>
    /// <param name="detectedInName">What was found in the name by its form.</param>
    public NameNode Property(NameNode parent, string name, DetectedValue? detectedInName)
    {
        var isKey = MapKey.IsPlaceholder(name);
        var parents = ParentsOf(parent);
        var folded = NameFolding.Fold(name);
        var contract = isKey ? parent.Contract?.Values : parent.Contract?.Property(folded);
        var value = _classifier.Classify(new(name, null, parents));
        var ruled = contract?.Category ?? (isKey ? null : ByRule(folded, parents));
        if (value.IsPersonal && ruled is null && !parent.HoldsPairs)
        {
            _options.Found?.Invoke(value);
        }

        var category = ruled ?? (value.IsJudgedByContent ? null : value.Category);
        var scalar = ruled ?? value.Category;
        var flag = ruled ?? _classifier.Classify(new(name, null, parents, FieldType.Boolean)).Category;
        var detected = !isKey && parent.Contract?.Names(folded) == true ? null : detectedInName;
        var nameCategory = parent.Contract?.KeyCategory ?? detected?.Category;
        var isBagValue = value.Rule == ClassificationRule.MayCarryAnything;
        var isBagName = BagNames.Contains(folded) && _classifier.Classify(new("value", null, parents)).Rule == ClassificationRule.MayCarryAnything;
        var rank = isKey ? -1 : Array.IndexOf(_subjectKeys, folded);
        var inherited = Inherits(parent);
        var exact = inherited || (isKey ? contract is not null : parent.Contract?.IsExact(name, folded) == true);
        var allowed = !_options.OnlyListed || (exact && IsAllowed(contract, inherited));
        var isEmbedded = contract?.IsEmbeddedJson == true;
        var isPairValue = !isBagValue && scalar is null && !isEmbedded && PairValues.Contains(folded);
        var isPairName = isBagName || PairNames.Contains(folded);
        var isSpecial = isBagValue || isBagName || isPairValue || isEmbedded || nameCategory is not null;
        var isNoted = rank >= 0 || isPairName;
        var quiet = isSpecial || !allowed ? ValueKinds.None : Quiet(category, scalar, flag);
        var revealed = isSpecial || !allowed || RuleFor(scalar)?.Action != RedactionAction.Reveal ? ValueKinds.None : ValueKinds.Text | ValueKinds.Number;
        return new()
        {
            Name = name,
            Parent = parent,
            Contract = contract,
            Category = category,
            ScalarCategory = scalar,
            FlagCategory = flag,
            Term = value.Term,
            IsBagValue = isBagValue,
            IsBagName = isBagName,
            IsPairValue = isPairValue,
            IsPairName = isPairName,
            QuietAndNoted = isNoted ? quiet & ~ValueKinds.Container : ValueKinds.None,
            RevealedAndNoted = isNoted ? revealed : ValueKinds.None,
            SubjectRank = rank,
            NameCategory = nameCategory,
            DetectedInName = detectedInName,
            IsKey = isKey,
            IsNamePart = parent.Contract?.KeyCategory is null && detected?.IsWhole == false,
            HasLetters = name.Any(char.IsLetter),
            IsAllowed = allowed,
            IsPassable = !_options.OnlyListed || (exact && IsPassable(contract, inherited)),
            IsEmbeddedJson = isEmbedded,
            ScalarRule = RuleFor(scalar),
            Quiet = isNoted ? ValueKinds.None : quiet,
            Revealed = isNoted ? ValueKinds.None : revealed,
            Blind = isSpecial || isNoted || !allowed ? ValueKinds.None : Blind(scalar),
        };
    }

    /// <summary>What a word means in a place.</summary>
    public PiiCategory? MeaningOf(NameNode place, string word) => _classifier.Classify(new(word, null, ParentsOf(place))).Category;

    private static List<string> ParentsOf(NameNode place)
    {
        List<string> parents = [];
        for (var node = place; node is not null; node = node.Parent)
        {
            if (node.Name is not null)
            {
                parents.Add(node.Name);
            }
        }

        parents.Reverse();
        return parents;
    }

    /// <summary>What the plan's own rules say of a name, wherever it stands; the one with an owner before the one without.</summary>
    private PiiCategory? ByRule(string folded, List<string> parents)
    {
        PiiCategory? found = null;
        foreach (var (owner, category) in _names[folded])
        {
            if (owner is null)
            {
                found ??= category;
            }
            else if (parents.Count > 0 && !MapKey.IsPlaceholder(parents[^1]) && NameFolding.Fold(parents[^1]) == owner)
            {
                return category;
            }
        }

        return found;
    }

    private bool IsAllowed(ContractNode? contract, bool inherited) => !_options.OnlyListed || inherited || contract?.IsListed == true;

    private bool IsPassable(ContractNode? contract, bool inherited) =>
        !_options.OnlyListed || inherited || contract is { IsListed: true } || contract is { IsLeaf: false };

    /// <summary>Whether what is inside is allowed because the whole of it is listed.</summary>
    private static bool Inherits(NameNode node) => node.IsAllowed && (node.Contract is null || (node.Contract.IsListed && node.Contract.IsLeaf));

    private RedactionRule? RuleFor(PiiCategory? category) => category is { } known ? _rules(known) : null;

    private static ValueKinds Quiet(PiiCategory? category, PiiCategory? scalar, PiiCategory? flag) =>
        (scalar is null ? ValueKinds.Text | ValueKinds.Number | ValueKinds.Null : ValueKinds.None)
            | (flag is null ? ValueKinds.Flag : ValueKinds.None)
            | (category is null ? ValueKinds.Container : ValueKinds.None);

    private ValueKinds Blind(PiiCategory? scalar) => RuleFor(scalar) is { Redactor: null } ? ValueKinds.Text | ValueKinds.Number : ValueKinds.None;
}
