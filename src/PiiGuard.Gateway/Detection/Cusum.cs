namespace PiiGuard.Gateway.Detection;

/// <summary>
/// Cumulative sum of log likelihood ratios (Page, Biometrika 1954): evidence that something has changed, which never falls below
/// nothing. Under the old state it reaches h about once in e^h observations.
/// </summary>
internal struct Cusum
{
    /// <summary>At this evidence the change is taken for certain: once in half a billion observations by chance.</summary>
    public const double Threshold = 20;

    public double Evidence { get; private set; }

    public void Add(double logRatio) => Evidence = Math.Max(0, Evidence + logRatio);

    /// <summary>What is long ago says less.</summary>
    public void Fade(double factor) => Evidence *= factor;

    public void Clear() => Evidence = 0;
}
