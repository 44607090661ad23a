using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Policies;

namespace PiiGuard.Gateway.Callers;

/// <summary>Who is calling.</summary>
/// <param name="Id">Name under which deliveries are logged. Of a user or an address it is a keyed digest, not the user's id.</param>
/// <param name="Tier">What the caller may see.</param>
/// <param name="OwnSubject">Digest of the subject that the caller is; null when it acts for others.</param>
/// <param name="Levels">The levels at which what it takes is limited; those without limits are left out.</param>
internal sealed record Caller(string Id, Tier Tier, ulong? OwnSubject, Level[] Levels);
