namespace CarrierApi.Models;

/// <summary>A postal address (TMF673, shortened).</summary>
public sealed record PostalAddress
{
    public required string Street1 { get; init; }

    public required string City { get; init; }

    public required string PostCode { get; init; }

    public required string Country { get; init; }
}
