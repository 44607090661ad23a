namespace PiiGuard.Redaction;

/// <summary>What became of the members of an object so far: the first one that is written must not have a comma before it.</summary>
internal enum MemberState : byte
{
    None,
    AllRemoved,
    Written,
}
