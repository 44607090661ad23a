namespace PiiGuard.Redaction;

/// <summary>What comes next in a document.</summary>
internal enum LeadStep
{
    /// <summary>What comes is not all there yet.</summary>
    Incomplete,

    /// <summary>A value.</summary>
    Value,

    /// <summary>The end of the innermost object or array.</summary>
    Close,
}
