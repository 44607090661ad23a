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
    private readonly PlaceJudge _judge;
    private readonly Func<PiiCategory, RedactionRule> _rules;
    private readonly bool _detectsValues;
    private readonly HashSet<string> _keysWithMeaning; // keys that the plan itself names, folded
    private NameNode _root;

    public NameTree(FieldClassifier classifier, RedactionPlanOptions options, ContractNode contract, Func<PiiCategory, RedactionRule> rules)
    {
        _judge = new(classifier, options, contract, rules);
        _rules = rules;
        _detectsValues = options.DetectValues;
        _keysWithMeaning = [.. contract.AllNames().Concat(options.SubjectKeys).Concat(options.Names.SelectMany(n => n.Name.Split('.', 2)))
            .Where(n => Encoding.UTF8.GetBytes(n) is var name && PlaceholderByForm(name, ValueDetector.Find(name)) is not null).Select(NameFolding.Fold)];
        _root = NewRoot();
    }

    /// <summary>The value of a bag whose name has not been met: it may be anything.</summary>
    public NameNode UnknownBagValue { get; } = new() { Category = PiiCategory.Other, ScalarCategory = PiiCategory.Other, FlagCategory = PiiCategory.Other };

    /// <summary>The place of the root value. One under which no more can be remembered is left to the documents that are under way.</summary>
    public NameNode Root
    {
        get
        {
            var root = Volatile.Read(ref _root);
            if (root.Budget!.IsSpent || root.Budget.Pairs!.IsSpent)
            {
                Interlocked.CompareExchange(ref _root, NewRoot(), root);
            }

            return Volatile.Read(ref _root);
        }
    }

    /// <summary>What the value of a bag is, as if it were a property of the name that stands beside it.</summary>
    /// <param name="value">The value's own place; what the plan itself says of it counts.</param>
    /// <param name="named">The place to which the name beside it leads; null when none was met before the value.</param>
    public NameNode BagValue(NameNode value, NameNode? named) => value.ScalarCategory is not null ? value : named ?? UnknownBagValue;

    /// <summary>Where names are remembered that stand as texts in the objects of a place.</summary>
    public NameNode Pairs(NameNode place) => place.Pairs ??= new() { Parent = place, Budget = place.Budget?.Pairs, HoldsPairs = true };

    /// <summary>What a word means in a place; not remembered.</summary>
    public PiiCategory? MeaningOf(NameNode place, ReadOnlySpan<byte> word) => _judge.MeaningOf(place, Encoding.UTF8.GetString(word));

    /// <summary>The place of the elements of an array.</summary>
    public NameNode Items(NameNode array) => array.Items ??= _judge.Items(array);

    private NameNode NewRoot() => _judge.Root(new() { Pairs = new() });

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
        var detected = _detectsValues ? ValueDetector.Strictest(name, _rules) : null;
        return PlaceholderOf(name, detected) is { } placeholder
            ? Key(parent, placeholder, detected)
            : Add(parent, name, _judge.Property(parent, Encoding.UTF8.GetString(name), detected));
    }

    /// <summary>The place of a property within something that is removed.</summary>
    public NameNode SkippedProperty(NameNode parent, ReadOnlySpan<byte> name) => parent.Children.Find(name)
        ?? (MapKey.PlaceholderOf(name) is null ? Add(parent, name, new() { Quiet = ValueKinds.All }) : parent.SkippedValues());

    /// <summary>The name by which all keys of a map are judged that are like this one; null when it is a name of its own.</summary>
    private string? PlaceholderOf(ReadOnlySpan<byte> name, DetectedValue? detected)
    {
        var placeholder = PlaceholderByForm(name, detected);
        return placeholder is not null && _keysWithMeaning.Count > 0 && _keysWithMeaning.Contains(NameFolding.Fold(Encoding.UTF8.GetString(name))) ? null : placeholder;
    }

    private static string? PlaceholderByForm(ReadOnlySpan<byte> name, DetectedValue? detected) => MapKey.PlaceholderOf(name) ?? (detected is { IsWhole: true } ? MapKey.Id : null);

    private NameNode Key(NameNode parent, string placeholder, DetectedValue? detected)
    {
        for (var known = parent.Keys; known is not null; known = known.OtherKey)
        {
            if (known.Name == placeholder && known.DetectedInName == detected)
            {
                return known;
            }
        }

        var node = _judge.Property(parent, placeholder, detected);
        if (parent.Budget?.TryTake() == true)
        {
            node.Budget = parent.Budget;
            parent.AddKey(node);
        }

        return node;
    }

    private NameNode Add(NameNode parent, ReadOnlySpan<byte> name, NameNode node)
    {
        if (name.Length >= NameTable.Room || NeedsEscape(name) || parent.Budget?.TryTake() != true)
        {
            return node;
        }

        node.Budget = parent.Budget;
        return parent.Children.GetOrAdd(name, node);
    }

    /// <summary>Whether a name cannot stand between quotes as it is (RFC 8259, section 7): what is known of others is looked up by the bytes of the document.</summary>
    private static bool NeedsEscape(ReadOnlySpan<byte> name) => name.ContainsAnyInRange((byte)0, (byte)0x1F) || name.ContainsAny((byte)'"', (byte)'\\');
}
