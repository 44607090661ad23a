namespace CarrierApi.Models;

/// <summary>The account that is billed (TMF666).</summary>
public sealed record BillingAccount
{
    public required string AccountNumber { get; init; }

    public required decimal AccountBalance { get; init; }

    public required string Currency { get; init; }

    public required PostalAddress BillingAddress { get; init; }

    public required string BillingEmail { get; init; }
}
