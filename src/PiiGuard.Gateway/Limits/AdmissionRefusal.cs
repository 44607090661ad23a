namespace PiiGuard.Gateway.Limits;

/// <summary>Why a request was not let in.</summary>
/// <param name="Level">At which level.</param>
/// <param name="Quota">Which rate was used up; null when too many requests are in flight.</param>
/// <param name="RetryAfter">How long to wait.</param>
/// <param name="IsTableFull">Whether there is no place to remember one more caller.</param>
internal readonly record struct AdmissionRefusal(LevelKind Level, Quota? Quota, TimeSpan RetryAfter, bool IsTableFull);
