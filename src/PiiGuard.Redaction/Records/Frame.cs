using PiiGuard.Redaction.Plans;

namespace PiiGuard.Redaction;

/// <summary>An object or array that is open; the lowest one stands for the document.</summary>
internal struct Frame
{
    public const int NoSubject = int.MaxValue;

    public Frame(NameNode node, bool isArray, RedactionRule rule, PiiCategory? category)
    {
        Node = node;
        IsArray = isArray;
        Rule = rule;
        Category = category;
        IsPlain = rule.Action == RedactionAction.Reveal && category is null;
        SubjectRank = NoSubject;
        PendingFrom = -1;
        Members = isArray ? MemberState.Written : MemberState.None;
    }

    public NameNode Node { get; }

    public bool IsArray { get; }

    /// <summary>What the values inside undergo at least.</summary>
    public RedactionRule Rule { get; }

    /// <summary>Category of the values inside that have none of their own.</summary>
    public PiiCategory? Category { get; }

    /// <summary>Whether values inside are judged by themselves alone.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Whether all of it is left out, and only has to be JSON.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>The place of the last member or element; null when there was none yet.</summary>
    public NameNode? Last;

    /// <summary>What became of the members so far.</summary>
    public MemberState Members;

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

    /// <summary>The place to which the name beside the value leads, where this object is a bag of names and values.</summary>
    public NameNode? BagName;

    /// <summary>Whether the value of the bag was written as what <see cref="BagName"/> says.</summary>
    public bool HasBagValue;

    /// <summary>Where in the output the first personal data stands whose subject was not named; -1 when there is none.</summary>
    public long PendingFrom;
}
