using System.Globalization;
using Microsoft.AspNetCore.Http;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Responses;

/// <summary>
/// The fields <c>RateLimit-Policy</c> and <c>RateLimit</c> (draft-ietf-httpapi-ratelimit-headers-10): lists of structured fields
/// (RFC 9651), each item named by what is counted and by its window.
/// </summary>
internal static class RateLimitFields
{
    public static string NameOf(Quota quota, string unit) => $"{unit}/{quota.WindowName}";

    /// <param name="headers">Where to.</param>
    /// <param name="standings">The quotas; nothing is written where there are none.</param>
    /// <param name="unit">What they count: <c>requests</c> or <c>subjects</c>.</param>
    public static void Write(IHeaderDictionary headers, IReadOnlyList<QuotaStanding> standings, string unit)
    {
        if (standings.Count == 0)
        {
            return;
        }

        headers["RateLimit-Policy"] = string.Join(", ", standings.Select(s => $"\"{NameOf(s.Quota, unit)}\";q={Number(s.Quota.Count)};w={Number((long)Math.Ceiling(s.Quota.Window.TotalSeconds))};qu=\"{unit}\""));
        headers["RateLimit"] = string.Join(", ", standings.Select(s => $"\"{NameOf(s.Quota, unit)}\";r={Number(s.Remaining)};t={Number((long)Math.Ceiling(s.Reset.TotalSeconds))}"));
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
