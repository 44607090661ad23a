using System.Text.Json.Serialization;

namespace CarrierApi.Models;

/// <summary>A line of a customer (TMF637, a mobile product).</summary>
public sealed record SubscriberLine
{
    public required string Msisdn { get; init; }

    public required string Imsi { get; init; }

    public required string Iccid { get; init; }

    [JsonPropertyName("puk")]
    public required string PukCode { get; init; }

    public required string RatePlan { get; init; }

    public required IReadOnlyList<string> PlanFeatures { get; init; }

    public required long DataUsageBytes { get; init; }
}
