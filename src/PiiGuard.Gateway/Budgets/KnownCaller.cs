namespace PiiGuard.Gateway.Budgets;

/// <summary>What a store remembers of a caller across restarts.</summary>
/// <param name="Name">Its name, as in the log.</param>
/// <param name="Since">When it was seen first, in seconds since 1970.</param>
/// <param name="Quarantine">Why it is in quarantine; null: it is not.</param>
internal sealed record KnownCaller(string Name, long Since, string? Quarantine);
