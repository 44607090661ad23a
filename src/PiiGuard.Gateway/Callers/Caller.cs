using PiiGuard.Gateway.Policies;

namespace PiiGuard.Gateway.Callers;

/// <summary>Who is calling.</summary>
/// <param name="Id">Name under which limits are kept and deliveries are logged. Of a user it is a keyed digest, not the user's id.</param>
/// <param name="Tier">What the caller may see.</param>
/// <param name="OwnSubject">Digest of the subject that the caller is; null when it acts for others.</param>
internal sealed record Caller(string Id, Tier Tier, ulong? OwnSubject);
