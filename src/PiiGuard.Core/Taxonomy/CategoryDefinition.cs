namespace PiiGuard.Taxonomy;

/// <summary>One entry of the taxonomy.</summary>
/// <param name="Category">The category that is defined.</param>
/// <param name="Sensitivity">How much harm its disclosure does.</param>
/// <param name="IsCpni">Whether it is customer proprietary network information in a carrier's hands (47 U.S.C. § 222).</param>
/// <param name="Definition">What belongs to it, in words.</param>
/// <param name="Source">Law, standard or specification it is taken from.</param>
public sealed record CategoryDefinition(
    PiiCategory Category, PiiSensitivity Sensitivity, bool IsCpni, string Definition, string Source);
