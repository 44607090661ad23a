using PiiGuard.Redaction.Plans;

namespace PiiGuard.Redaction;

/// <summary>What stood in an object in front of a value that may be its own (<see cref="Pair"/>).</summary>
internal struct NotedNames
{
    /// <summary>How long the text is that was noted last (<see cref="Document.PairNameAt"/>); 0 when none was.</summary>
    public int NotedLength;

    /// <summary>Whether it was judged.</summary>
    public bool IsJudged;

    /// <summary>The strictest place to which such a text leads where any text can stand.</summary>
    public NameNode? Free;

    /// <summary>The same where a value has digits.</summary>
    public NameNode? WithDigits;

    /// <summary>The same where a value has an <c>@</c>.</summary>
    public NameNode? WithAt;
}
