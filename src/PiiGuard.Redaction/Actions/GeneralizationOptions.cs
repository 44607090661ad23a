namespace PiiGuard.Redaction;

/// <summary>How precise a generalised value still is.</summary>
public sealed record GeneralizationOptions
{
    /// <summary>
    /// Whether a date becomes a band of ten years of age (<c>"40-49"</c>; from 90 on <c>"90+"</c>, as 45 CFR 164.514(b)(2)(i)(C)
    /// asks for) instead of its year.
    /// </summary>
    public bool DatesAsAge { get; init; }

    /// <summary>How many characters of a postcode stay. Default 2; at most half of them stay in any case.</summary>
    public int PostcodeCharacters { get; init; } = 2;

    /// <summary>How many decimals of a coordinate in degrees stay. Default 1, a grid of about 11 km; at most 3.</summary>
    public int Decimals { get; init; } = 1;

    /// <summary>An amount becomes the greatest multiple of this that is not above it. Default 100.</summary>
    public int Bucket { get; init; } = 100;
}
