using System.Collections.Concurrent;

namespace PiiGuard.Redaction;

/// <summary>A place in the documents that a plan has met, with what is known of it.</summary>
internal sealed class NameNode
{
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

    /// <summary>Whether this may be the name beside the value in a bag.</summary>
    public bool IsBagName { get; init; }

    /// <summary>Position among the subject keys of the plan; -1 when it is none.</summary>
    public int SubjectRank { get; init; } = -1;

    public ConcurrentDictionary<string, NameNode> Children { get; } = new(StringComparer.Ordinal);

    /// <summary>The elements of an array here.</summary>
    public NameNode? Items { get; set; }
}
