using PiiGuard.Gateway.Policies;

namespace PiiGuard.Gateway.Callers;

/// <summary>A rule that makes a caller of an authenticated user.</summary>
/// <param name="Claim">Claim that names the caller, with its issuer: <c>sub</c>, <c>client_id</c>.</param>
/// <param name="RequiredClaim">The rule applies only to users with this claim …</param>
/// <param name="RequiredValue">… of this value.</param>
/// <param name="SubjectClaim">Claim that holds the user's own subject key; null when users act for others.</param>
/// <param name="ClientClaim">Claim that names the client: <c>azp</c>; null when each user is one of its own.</param>
/// <param name="OrganisationClaim">Claim that names the organisation; null when each client is one of its own.</param>
/// <param name="Tier">What such a caller may see.</param>
internal sealed record ClaimCaller(
    string Claim, string? RequiredClaim, string? RequiredValue, string? SubjectClaim, string? ClientClaim, string? OrganisationClaim, Tier Tier);
