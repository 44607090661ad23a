using System.Runtime.CompilerServices;
using PiiGuard.Redaction.Detection;

namespace PiiGuard.Redaction.Plans;

/// <summary>A place in the documents that a plan has met, with what is known of it.</summary>
internal sealed class NameNode
{
    private static readonly Lock Adding = new();

    private Lead? _first;
    private Lead? _next;
    private int _usualLength; // 0 before the first, -1 when they differ; threads that note it at the same time do no harm
    private NameNode? _keys;
    private NameNode? _skippedValues;
    private NameNode? _inEmbeddedJson;
    private NameNode? _skipped;

    /// <summary>The property that leads here; of array elements the array's. Null at the root without a name.</summary>
    public string? Name { get; init; }

    public NameNode? Parent { get; init; }

    public ContractNode? Contract { get; init; }

    /// <summary>Category of a value here; null when it is not personal data.</summary>
    public PiiCategory? Category { get; init; }

    /// <summary>Category of a text or number here: also what an object here would not be, as it is judged by what it holds.</summary>
    public PiiCategory? ScalarCategory { get; init; }

    /// <summary>Category of a value here that is true or false.</summary>
    public PiiCategory? FlagCategory { get; init; }

    /// <summary>The lexicon term that the name matched, for generalisation.</summary>
    public string? Term { get; init; }

    /// <summary>Whether this is the value of a bag of names and values: what it is, the name beside it tells.</summary>
    public bool IsBagValue { get; init; }

    /// <summary>Whether this is the name beside the value in a bag.</summary>
    public bool IsBagName { get; init; }

    /// <summary>Whether this may be a value behind its name, wherever it stands (<see cref="Pair"/>).</summary>
    public bool IsPairValue { get; init; }

    /// <summary>Whether this may be a name in front of its value.</summary>
    public bool IsPairName { get; init; }

    /// <summary>Of a subject key and of such a name, for which <see cref="Quiet"/> is none, what it would be: the value stays, and is noted.</summary>
    public ValueKinds QuietAndNoted { get; init; }

    /// <summary>The same of <see cref="Revealed"/>.</summary>
    public ValueKinds RevealedAndNoted { get; init; }

    /// <summary>Where the names are remembered that stand as texts in objects here.</summary>
    public NameNode? Pairs { get; set; }

    /// <summary>Whether this is such a place of another one.</summary>
    public bool HoldsPairs { get; init; }

    /// <summary>Position among the subject keys of the plan; -1 when it is none.</summary>
    public int SubjectRank { get; init; } = -1;

    /// <summary>What the name is, where it is personal data in turn; null when it is none.</summary>
    public PiiCategory? NameCategory { get; init; }

    /// <summary>Whether the name holds more than what was found in it.</summary>
    public bool IsNamePart { get; init; }

    /// <summary>What was found in the name by its form.</summary>
    public DetectedValue? DetectedInName { get; init; }

    /// <summary>Whether the name is made of more than digits and signs.</summary>
    public bool HasLetters { get; init; } = true;

    /// <summary>Whether any value here is personal data.</summary>
    public bool IsPersonal => (ScalarCategory ?? FlagCategory ?? Category) is not null;

    /// <summary>Whether the plan lets values here out although it lets out only what it lists.</summary>
    public bool IsAllowed { get; init; } = true;

    /// <summary>Whether something below may be let out.</summary>
    public bool IsPassable { get; init; } = true;

    public bool IsEmbeddedJson { get; init; }

    /// <summary>Kinds of values that are no personal data here.</summary>
    public ValueKinds Quiet { get; init; }

    /// <summary>Kinds of values that are personal data and may be seen.</summary>
    public ValueKinds Revealed { get; init; }

    /// <summary>Kinds of values that are personal data and undergo a rule that does not look at them.</summary>
    public ValueKinds Blind { get; init; }

    /// <summary>The rule for texts and numbers here; null when they are no personal data.</summary>
    public RedactionRule? ScalarRule { get; init; }

    public NameTable Children { get; } = new();

    /// <summary>The first of the places to which keys of a map here lead, whose names are placeholders.</summary>
    public NameNode? Keys => Volatile.Read(ref _keys);

    /// <summary>The next one beside this, which is one of them.</summary>
    public NameNode? OtherKey { get; private set; }

    /// <summary>The elements of an array here.</summary>
    public NameNode? Items { get; set; }

    /// <summary>What remembering something here is counted against; null where the plan does not remember this place.</summary>
    public NameBudget? Budget { get; set; }

    /// <summary>Whether the plan remembers this place.</summary>
    public bool IsRemembered => Budget is not null;

    /// <summary>Whether keys of a map lead here, so that what leads here does not come again.</summary>
    public bool IsKey { get; init; }

    /// <summary>This place when it is removed with all it holds: it has to be JSON, and nothing else is asked.</summary>
    public NameNode Skipped => _skipped ??= new() { Quiet = ValueKinds.All, Budget = Budget };

    /// <summary>The elements of an array here that is removed.</summary>
    public NameNode SkippedItems() => Items ??= new() { Quiet = ValueKinds.All, Budget = Budget };

    /// <summary>The values of a map here that is removed. Not the elements of an array: what stands between those is another thing.</summary>
    public NameNode SkippedValues() => _skippedValues ??= new() { Quiet = ValueKinds.All, Budget = Budget, IsKey = true };

    /// <summary>Remembers a place to which keys of a map here lead; the same one twice does no harm.</summary>
    public void AddKey(NameNode key)
    {
        lock (Adding)
        {
            key.OtherKey = _keys;
            Volatile.Write(ref _keys, key);
        }
    }

    /// <summary>The same place for the JSON that stands in its text.</summary>
    public NameNode InEmbeddedJson => _inEmbeddedJson ??= new()
    {
        Name = Name,
        Parent = Parent,
        Contract = Contract,
        Category = Category,
        ScalarCategory = ScalarCategory,
        FlagCategory = FlagCategory,
        Term = Term,
        IsAllowed = IsAllowed,
        IsPassable = IsPassable,
        Budget = Budget,
    };

    /// <summary>
    /// <paramref name="end"/>, where a short, plain text or a usual number ends that begins at <paramref name="start"/>. Where all of them here had its length, the processor goes on with what is
    /// known beforehand and only checks it against the end that was found, instead of waiting for that: a third of the time for a value was such waiting.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int EndOf(int start, int end)
    {
        var usual = _usualLength;
        if (end - start == usual)
        {
            return start + usual;
        }

        if (usual >= 0)
        {
            _usualLength = usual == 0 ? end - start : -1;
        }

        return end;
    }

    /// <summary>What stood first in an object here.</summary>
    public Lead? First => _first;

    /// <summary>What stood behind a value here.</summary>
    public Lead? Next => _next;

    public void AddFirst(ReadOnlySpan<byte> bytes, NameNode? node) => Add(ref _first, bytes, node);

    public void AddNext(ReadOnlySpan<byte> bytes, NameNode? node) => Add(ref _next, bytes, node);

    private void Add(ref Lead? list, ReadOnlySpan<byte> bytes, NameNode? node)
    {
        // Only what is remembered itself is worth remembering, and that is bounded. A key of a map does not come again.
        if (IsRemembered && node is not ({ IsRemembered: false } or { IsKey: true }) && bytes.Length <= Lead.MaxLength && Lead.HasRoom(list))
        {
            lock (Adding)
            {
                Lead.Add(ref list, bytes, node);
            }
        }
    }
}
