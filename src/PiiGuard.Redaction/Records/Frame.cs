using PiiGuard.Redaction.Plans;

namespace PiiGuard.Redaction;

/// <summary>An object or array that is open; the lowest one stands for the document.</summary>
internal struct Frame
{
    public const int NoSubject = int.MaxValue;

    public NameNode Node;

    public bool IsArray;

    /// <summary>Where in the output it begins.</summary>
    public long Start;

    /// <summary>What the values inside undergo at least; null when that is nothing.</summary>
    public RedactionRule? Rule;

    /// <summary>Category of the values inside that have none of their own.</summary>
    public PiiCategory? Category;

    /// <summary>Whether the rule is to let values be, so that each is judged by itself.</summary>
    public bool IsRevealing;

    /// <summary>Whether all of it is left out, and only has to be JSON.</summary>
    public bool IsSkipped;

    /// <summary>The place of the last member or element; null when there was none yet.</summary>
    public NameNode? Last;

    /// <summary>What became of the members so far.</summary>
    public MemberState Members;

    /// <summary>The best subject key met in this object.</summary>
    public NamedSubject Subject;

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

    /// <summary>Where in the output the value of a bag stands whose name was not known yet: nothing behind it goes before the bag ends, since a name may forbid it; -1 when there is none.</summary>
    public long BagValueFrom;

    /// <summary>The names that stood in front of a value.</summary>
    public NotedNames Pair;

    /// <summary>Where in the output the first personal data stands whose subject was not named; -1 when there is none.</summary>
    public long PendingFrom;

    /// <summary>Begins anew; in place, since copying one costs more than all else that is done for an object.</summary>
    public void Open(NameNode node, bool isArray, RedactionRule? rule, PiiCategory? category, bool isSkipped)
    {
        Node = node;
        IsArray = isArray;
        Rule = rule;
        Category = category;
        IsRevealing = rule is null || rule.Action == RedactionAction.Reveal || isSkipped;
        IsSkipped = isSkipped;
        Last = null;
        Members = isArray || isSkipped ? MemberState.Written : MemberState.None;
        Subject = default;
        SubjectRank = NoSubject;
        SubjectNamed = HasPersonalData = HasBagValue = false;
        Orphans = 0;
        BagName = null;
        Pair = default;
        PendingFrom = BagValueFrom = -1;
    }
}
