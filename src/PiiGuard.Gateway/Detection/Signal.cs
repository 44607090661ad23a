namespace PiiGuard.Gateway.Detection;

/// <summary>What is watched of a caller.</summary>
public enum Signal
{
    /// <summary>New subjects per time against the caller's own rate: superspreaders (Venkataraman et al., NDSS 2005), by the CUSUM of a Poisson process (Page 1954).</summary>
    Rate,

    /// <summary>New subjects per day against the caller's own days: a CUSUM on the log ratio, for what is slow.</summary>
    Drift,

    /// <summary>Share of subjects that this caller never asked for before: a threshold random walk (Jung et al., IEEE S&amp;P 2004).</summary>
    Novelty,

    /// <summary>Share of subjects that are not there, among those asked for the first time: likewise.</summary>
    Misses,

    /// <summary>Subject keys that rise or follow one on the other from answer to answer: a runs test.</summary>
    Order,

    /// <summary>New subjects that fill a range of keys, in whatever order.</summary>
    Density,

    /// <summary>Share of subjects that no other caller asks for (Ro, Han, Im, Security and Communication Networks 2018).</summary>
    LongTail,

    /// <summary>Many callers that grow at once.</summary>
    ManyAtOnce,
}
