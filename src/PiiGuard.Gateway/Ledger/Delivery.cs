namespace PiiGuard.Gateway.Ledger;

/// <summary>What a request got, as the ledger has it.</summary>
/// <param name="At">When it was charged first, in seconds since 1970.</param>
/// <param name="State">Whether it left.</param>
/// <param name="Outcome">What became of it; empty: the gateway ended before it was entered.</param>
/// <param name="Attempt">The first attempt: tier, route and policy.</param>
/// <param name="Categories">Categories and counts of values in the clear or generalised, such as <c>PersonName:3</c>.</param>
/// <param name="Subjects">Digests of those whose data it held.</param>
/// <param name="Misses">How many were asked for who are not there.</param>
internal sealed record Delivery(long At, DeliveryState State, string Outcome, LedgerRow Attempt, string Categories, IReadOnlyCollection<long> Subjects, int Misses);
