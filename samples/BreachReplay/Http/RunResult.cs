namespace BreachReplay.Http;

/// <summary>What came of one run.</summary>
/// <param name="Name">Against what it ran.</param>
/// <param name="Scraper">The scraper, with what it took.</param>
/// <param name="HonestRequests">Requests of all honest callers.</param>
/// <param name="HonestRefused">How many of them were refused.</param>
internal sealed record RunResult(string Name, Scraper Scraper, int HonestRequests, int HonestRefused);
