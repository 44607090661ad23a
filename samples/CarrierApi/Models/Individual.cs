namespace CarrierApi.Models;

/// <summary>The person behind a customer (TMF632).</summary>
public sealed record Individual
{
    public required string GivenName { get; init; }

    public required string FamilyName { get; init; }

    public required DateOnly BirthDate { get; init; }

    public required string Gender { get; init; }

    public required string SocialSecurityNumber { get; init; }

    public string FullName => $"{GivenName} {FamilyName}";
}
