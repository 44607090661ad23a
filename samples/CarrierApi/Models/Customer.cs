namespace CarrierApi.Models;

/// <summary>A customer as TM Forum's customer management (TMF629) shapes it, with everything that the carrier knows.</summary>
public sealed record Customer
{
    public required string CustomerId { get; init; }

    public required string Status { get; init; }

    public required DateOnly CustomerSince { get; init; }

    public required Individual EngagedParty { get; init; }

    public required IReadOnlyList<ContactMedium> ContactMedium { get; init; }

    public required BillingAccount BillingAccount { get; init; }

    public required IReadOnlyList<SubscriberLine> Lines { get; init; }

    public required string AccountPin { get; init; }
}
