using System.Text;
using PiiGuard.Classification;
using PiiGuard.Redaction.Detection;

namespace PiiGuard.Redaction.Plans;

/// <summary>
/// Classifies each name once per place and remembers it, up to a bound: names come from the upstream and may be without end. Keys of maps
/// share what is known of one (<see cref="MapKey"/>). Past the bound the answers are the same, only slower, and the next document begins with nothing remembered, so that no document slows down all that follow.
/// </summary>
internal sealed class NameTree
{
    private const int MaxNodes = 4_096;
    private const int MaxNames = 512; // of one place: what has more of them is a map

    private static readonly HashSet<string> BagNames = new(StringComparer.Ordinal) { "name", "key", "code", "label", "attributename", "characteristicname", "fieldname" };

    private readonly FieldClassifier _classifier;
    private readonly RedactionPlanOptions _options;
    private readonly string[] _subjectKeys;
    private readonly ILookup<string, (string? Owner, PiiCategory Category)> _names;

    /// <summary>The value of a bag whose name has not been met: it may be anything.</summary>
    public NameNode UnknownBagValue { get; } = new() { Category = PiiCategory.Other, ScalarCategory = PiiCategory.Other, FlagCategory = PiiCategory.Other };

    private readonly Func<PiiCategory, RedactionRule> _rules;
    private readonly ContractNode _contract;
    private readonly HashSet<string> _keysWithMeaning; // keys that the plan itself names, folded
    private NameNode _root;
    private int _nodes;

    public NameTree(FieldClassifier classifier, RedactionPlanOptions options, ContractNode contract, Func<PiiCategory, RedactionRule> rules)
    {
        _contract = contract;
        _rules = rules;
        _classifier = classifier;
        _options = options;
        _subjectKeys = [.. options.SubjectKeys.Select(NameFolding.Fold)];
        _names = options.Names.Select(n => (Parts: n.Name.Split('.', 2), n.Category)).ToLookup(
            n => NameFolding.Fold(n.Parts[^1]), n => (n.Parts.Length > 1 ? NameFolding.Fold(n.Parts[0]) : null, n.Category), StringComparer.Ordinal);
        _keysWithMeaning = [.. contract.AllNames().Concat(options.SubjectKeys).Concat(options.Names.SelectMany(n => n.Name.Split('.', 2)))
            .Where(n => MapKey.PlaceholderOf(Encoding.UTF8.GetBytes(n)) is not null).Select(NameFolding.Fold)];
        _root = NewRoot();
    }

    /// <summary>The place of the root value.</summary>
    public NameNode Root
    {
        get
        {
            var root = Volatile.Read(ref _root);
            if (Volatile.Read(ref _nodes) < MaxNodes)
            {
                return root;
            }

            if (Interlocked.CompareExchange(ref _root, NewRoot(), root) == root)
            {
                Volatile.Write(ref _nodes, 0);
            }

            return Volatile.Read(ref _root);
        }
    }

    /// <summary>What the value of a bag is, as if it were a property of the name that stands beside it.</summary>
    /// <param name="value">The value's own place; what the plan itself says of it counts.</param>
    /// <param name="named">The place to which the name beside it leads; null when none was met before the value.</param>
    public NameNode BagValue(NameNode value, NameNode? named) => value.ScalarCategory is not null ? value : named ?? UnknownBagValue;

    public NameNode Items(NameNode array)
    {
        if (array.Items is { } items)
        {
            return items;
        }

        var contract = array.Contract?.Items;
        var scalar = contract?.Category ?? array.ScalarCategory;
        var flag = contract?.Category ?? array.FlagCategory;
        var category = contract?.Category ?? array.Category;
        var allowed = IsAllowed(contract, Inherits(array));
        var isSpecial = array.IsBagName || array.IsBagValue || array.SubjectRank >= 0 || array.IsEmbeddedJson || contract?.IsEmbeddedJson == true;
        return array.Items = new()
        {
            Name = array.Name,
            Parent = array.Parent,
            Contract = contract,
            Category = category,
            ScalarCategory = scalar,
            FlagCategory = flag,
            Term = array.Term,
            SubjectRank = array.SubjectRank,
            IsAllowed = allowed,
            IsPassable = IsPassable(contract, Inherits(array)),
            IsEmbeddedJson = contract?.IsEmbeddedJson ?? array.IsEmbeddedJson,
            IsRemembered = array.IsRemembered,
            ScalarRule = RuleFor(scalar),
            Quiet = isSpecial || !allowed ? ValueKinds.None : Quiet(category, scalar, flag),
            Revealed = isSpecial || !allowed || RuleFor(scalar)?.Action != RedactionAction.Reveal ? ValueKinds.None : ValueKinds.Text | ValueKinds.Number,
            Blind = isSpecial || !allowed ? ValueKinds.None : Blind(scalar),
        };
    }

    /// <summary>The place to which a property leads.</summary>
    /// <param name="parent">The object's place.</param>
    /// <param name="name">The name, unescaped, valid UTF-8.</param>
    public NameNode Property(NameNode parent, ReadOnlySpan<byte> name) => parent.Children.Find(name) ?? Unmet(parent, name);

    /// <summary>The same of a name that stands in a document, with room behind it.</summary>
    public NameNode Property(NameNode parent, byte[] document, int start, int end) =>
        (end - start < NameTable.Room ? parent.Children.Find(ref document[start], end - start) : null) ?? Unmet(parent, document.AsSpan(start, end - start));

    /// <summary>The same of a name that was not met there before.</summary>
    public NameNode Unmet(NameNode parent, ReadOnlySpan<byte> name)
    {
        var detected = _options.DetectValues ? ValueDetector.Strictest(name, _rules) : null;
        return PlaceholderOf(name, detected) is { } placeholder
            ? Key(parent, placeholder, detected)
            : Add(parent, name, Create(parent, Encoding.UTF8.GetString(name), detected));
    }

    /// <summary>The place of a property within something that is removed.</summary>
    public NameNode SkippedProperty(NameNode parent, ReadOnlySpan<byte> name) => parent.Children.Find(name)
        ?? (MapKey.PlaceholderOf(name) is null ? Add(parent, name, new() { Quiet = ValueKinds.All }) : parent.SkippedValues());

    /// <summary>The name by which all keys of a map are judged that are like this one; null when it is a name of its own.</summary>
    private string? PlaceholderOf(ReadOnlySpan<byte> name, DetectedValue? detected)
    {
        var placeholder = MapKey.PlaceholderOf(name) ?? (detected is { IsWhole: true } ? MapKey.Id : null);
        return placeholder is not null && _keysWithMeaning.Count > 0 && _keysWithMeaning.Contains(NameFolding.Fold(Encoding.UTF8.GetString(name))) ? null : placeholder;
    }

    private NameNode Key(NameNode parent, string placeholder, DetectedValue? detected)
    {
        for (var known = parent.Keys; known is not null; known = known.OtherKey)
        {
            if (known.Name == placeholder && known.DetectedInName == detected)
            {
                return known;
            }
        }

        var node = Create(parent, placeholder, detected);
        if (parent.IsRemembered && TryCount())
        {
            node.IsRemembered = true;
            parent.AddKey(node);
        }

        return node;
    }

    private NameNode Add(NameNode parent, ReadOnlySpan<byte> name, NameNode node)
    {
        if (name.Length >= NameTable.Room || !parent.IsRemembered || parent.Children.Count >= MaxNames || NeedsEscape(name) || !TryCount())
        {
            return node;
        }

        node.IsRemembered = true;
        return parent.Children.GetOrAdd(name, node);
    }

    private bool TryCount() => Volatile.Read(ref _nodes) < MaxNodes && Interlocked.Increment(ref _nodes) <= MaxNodes;

    private NameNode NewRoot() => new()
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
        IsRemembered = true,
    };

    /// <summary>Whether a name cannot stand between quotes as it is (RFC 8259, section 7): what is known of others is looked up by the bytes of the document.</summary>
    private static bool NeedsEscape(ReadOnlySpan<byte> name) => name.ContainsAnyInRange((byte)0, (byte)0x1F) || name.ContainsAny((byte)'"', (byte)'\\');

    private NameNode Create(NameNode parent, string name, DetectedValue? detectedInName)
    {
        List<string> parents = [];
        for (var node = parent; node is not null; node = node.Parent)
        {
            if (node.Name is not null)
            {
                parents.Add(node.Name);
            }
        }

        parents.Reverse();
        var folded = NameFolding.Fold(name);
        var contract = parent.Contract?.Property(folded);
        var value = _classifier.Classify(new(name, null, parents));
        var ruled = contract?.Category ?? ByRule(folded, parents);
        if (value.IsPersonal && ruled is null)
        {
            _options.Found?.Invoke(value);
        }

        var category = ruled ?? (value.IsJudgedByContent ? null : value.Category);
        var scalar = ruled ?? value.Category;
        var flag = ruled ?? _classifier.Classify(new(name, null, parents, FieldType.Boolean)).Category;
        var detected = parent.Contract?.Names(folded) == true ? null : detectedInName;
        var nameCategory = parent.Contract?.KeyCategory ?? detected?.Category;
        var isBagValue = value.Rule == ClassificationRule.MayCarryAnything;
        var isBagName = BagNames.Contains(folded) && _classifier.Classify(new("value", null, parents)).Rule == ClassificationRule.MayCarryAnything;
        var rank = Array.IndexOf(_subjectKeys, folded);
        var inherited = Inherits(parent);
        var exact = inherited || parent.Contract?.IsExact(name, folded) == true;
        var allowed = !_options.OnlyListed || (exact && IsAllowed(contract, inherited));
        var isEmbedded = contract?.IsEmbeddedJson == true;
        var isSpecial = isBagValue || isBagName || rank >= 0 || isEmbedded || nameCategory is not null;
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
            SubjectRank = rank,
            NameCategory = nameCategory,
            DetectedInName = detectedInName,
            IsNamePart = parent.Contract?.KeyCategory is null && detected?.IsWhole == false,
            HasLetters = name.Any(char.IsLetter),
            IsAllowed = allowed,
            IsPassable = !_options.OnlyListed || (exact && IsPassable(contract, inherited)),
            IsEmbeddedJson = isEmbedded,
            ScalarRule = RuleFor(scalar),
            Quiet = isSpecial || !allowed ? ValueKinds.None : Quiet(category, scalar, flag),
            Revealed = isSpecial || !allowed || RuleFor(scalar)?.Action != RedactionAction.Reveal ? ValueKinds.None : ValueKinds.Text | ValueKinds.Number,
            Blind = isSpecial || !allowed ? ValueKinds.None : Blind(scalar),
        };
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
            else if (parents.Count > 0 && NameFolding.Fold(parents[^1]) == owner)
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
