namespace PiiGuard.Redaction;

/// <summary>What became of a value or a name.</summary>
internal enum Rewriting
{
    /// <summary>There was nothing to decide.</summary>
    None,

    /// <summary>It stays as it is.</summary>
    Kept,

    /// <summary>Something stands in its place that still tells of it.</summary>
    Reduced,

    /// <summary>Something stands in its place that tells nothing.</summary>
    Changed,

    /// <summary>It is left out.</summary>
    Removed,
}
