namespace PiiGuard.Gateway.Detection;

/// <summary>What comes of what is detected.</summary>
internal enum DetectionMode
{
    /// <summary>Nobody is watched.</summary>
    Off,

    /// <summary>What would be done is logged and not done.</summary>
    Shadow,

    /// <summary>It is done.</summary>
    Enforce,
}
