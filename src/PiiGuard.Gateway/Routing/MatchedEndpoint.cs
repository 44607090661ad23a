using PiiGuard.Contracts;

namespace PiiGuard.Gateway.Routing;

/// <summary>The endpoint of the contract that a request is for.</summary>
/// <param name="Name">Verb and route as in the contract, without a version; null when the contract has none that matches.</param>
/// <param name="Subject">What the endpoint is about, a word of its route: <c>customers</c>. Empty when there is none.</param>
/// <param name="Entries">The lines of the contract that apply.</param>
internal sealed record MatchedEndpoint(string? Name, string Subject, IReadOnlyList<ExposureEntry> Entries)
{
    /// <summary>Names everything that decides on the plan.</summary>
    public string Key { get; init; } = Name ?? Subject;
}
