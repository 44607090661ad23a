using System.Text.Json.Serialization;

namespace CarrierApi.Models;

/// <summary>One way to reach a party (TMF632). Only the members of its type are set.</summary>
public sealed record ContactMedium
{
    public required string MediumType { get; init; }

    public bool Preferred { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EmailAddress { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PhoneNumber { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PostalAddress? Address { get; init; }
}
