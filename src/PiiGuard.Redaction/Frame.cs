namespace PiiGuard.Redaction;

/// <summary>An object or array that is open.</summary>
internal struct Frame
{
    public const int NoSubject = int.MaxValue;

    public Frame(NameNode node, bool isArray, RedactionAction action, PiiCategory? category)
    {
        Node = node;
        IsArray = isArray;
        Action = action;
        Category = category;
        SubjectRank = NoSubject;
        PendingFrom = -1;
    }

    public NameNode Node { get; }

    public bool IsArray { get; }

    /// <summary>What the values inside undergo at least.</summary>
    public RedactionAction Action { get; }

    /// <summary>Category of the values inside that have none of their own.</summary>
    public PiiCategory? Category { get; }

    /// <summary>Whether a member was written.</summary>
    public bool HasMembers;

    /// <summary>Digest of the best subject key met in this object.</summary>
    public ulong Subject;

    /// <summary>Rank of that key; <see cref="NoSubject"/> when none was met.</summary>
    public int SubjectRank;

    /// <summary>Whether the subject was named to the caller already.</summary>
    public bool SubjectNamed;

    /// <summary>Whether personal data was written that belongs to this object.</summary>
    public bool HasPersonalData;

    /// <summary>Closed records within that have no subject key and are not yet assigned to one.</summary>
    public int Orphans;

    /// <summary>The name beside the value, where this object is a bag of names and values.</summary>
    public string? BagName;

    /// <summary>Whether the value of the bag was written as what <see cref="BagName"/> says.</summary>
    public bool HasBagValue;

    /// <summary>Where in the output the first personal data stands whose subject was not named; -1 when there is none.</summary>
    public long PendingFrom;
}
