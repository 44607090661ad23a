using PiiGuard.Gateway.Callers;

namespace PiiGuard.Gateway.Policies;

/// <summary>How many credentials there are of a tier, as far as that is known; null: as many as log in.</summary>
/// <param name="All">All of them.</param>
/// <param name="OfClient">Those of the client that has most.</param>
/// <param name="OfOrganisation">Those of the organisation that has most.</param>
internal sealed record TierCredentials(int? All, int? OfClient, int? OfOrganisation)
{
    public static TierCredentials Of(Tier tier, IEnumerable<CredentialCaller> callers, IEnumerable<ClaimCaller> claims, AnonymousCallers? anonymous)
    {
        var own = callers.Where(c => c.Caller.Tier == tier).ToList();
        var rules = claims.Where(c => c.Tier == tier).ToList();
        var isOpen = rules.Count > 0 || anonymous?.Tier == tier;
        var client = own.GroupBy(c => c.Client ?? "of " + c.Caller.Id).Select(g => g.Count()).DefaultIfEmpty(isOpen ? 1 : 0).Max();
        var organisation = own.GroupBy(c => c.Organisation ?? "of " + (c.Client ?? c.Caller.Id)).Select(g => g.Count()).DefaultIfEmpty(isOpen ? 1 : 0).Max();
        return new(
            isOpen ? null : own.Count,
            rules.Any(r => r.ClientClaim is not null) ? null : client,
            rules.Any(r => r.ClientClaim is not null || r.OrganisationClaim is not null) ? null : organisation);
    }
}
