namespace PiiGuard.Gateway.Detection;

/// <summary>What is done about a caller that behaves unlike itself; each step includes those before it.</summary>
public enum DetectionStep
{
    /// <summary>Nothing: it is watched.</summary>
    Observe,

    /// <summary>It is logged.</summary>
    Alert,

    /// <summary>Its budgets are divided, and what it may see in full is generalised.</summary>
    Tighten,

    /// <summary>It is refused until an operator releases it.</summary>
    Quarantine,
}
