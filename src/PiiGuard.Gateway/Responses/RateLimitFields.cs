using System.Globalization;
using System.Text;
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

        StringBuilder policy = new(), left = new();
        foreach (var (_, quota, remaining, reset) in standings)
        {
            var (comma, name) = (policy.Length == 0 ? "" : ", ", NameOf(quota, unit));
            policy.Append(CultureInfo.InvariantCulture, $"{comma}\"{name}\";q={quota.Count};w={Seconds(quota.Window)};qu=\"{unit}\"");
            left.Append(CultureInfo.InvariantCulture, $"{comma}\"{name}\";r={remaining};t={Seconds(reset)}");
        }

        headers["RateLimit-Policy"] = policy.ToString();
        headers["RateLimit"] = left.ToString();
    }

    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);
}
