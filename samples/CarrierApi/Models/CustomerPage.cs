namespace CarrierApi.Models;

/// <summary>A page of customers.</summary>
/// <param name="Offset">Position of the first one.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Customers">The customers of this page.</param>
public sealed record CustomerPage(int Offset, int Total, IReadOnlyList<Customer> Customers);
