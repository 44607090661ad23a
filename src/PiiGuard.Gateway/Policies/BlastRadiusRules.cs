using System.Globalization;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Policies;

/// <summary>Holds the blast radius of a policy against the ceilings that are set, and writes it down.</summary>
internal static class BlastRadiusRules
{
    /// <summary>Notes every ceiling of a tier that the policy exceeds.</summary>
    public static void Check(SectionReader ceilings, BlastRadius radius, string tier)
    {
        Check(ceilings, "Credential", $"one credential of tier {tier}", t => radius.OfCredential(tier, t));
        Check(ceilings, "Client", $"one client of tier {tier}", t => radius.OfClient(tier, t));
        Check(ceilings, "Organisation", $"one organisation of tier {tier}", t => radius.OfOrganisation(tier, t));
        ceilings.NoOtherKeys();
    }

    /// <summary>Notes where all callers together exceed their ceiling.</summary>
    public static void Check(SectionReader ceilings, BlastRadius radius)
    {
        Check(ceilings, "All", "all callers together", radius.OfAll);
        ceilings.NoOtherKeys();
    }

    /// <summary>A table, a line for each tier and one for all.</summary>
    public static string Describe(BlastRadius radius)
    {
        string Row(string name, Func<TimeSpan, long?> bound) =>
            $"  {name}: {string.Join(", ", BlastRadius.Horizons.Select(h => $"{Number(bound(h))} in {Name(h)}"))}";
        return string.Join(Environment.NewLine, radius.Tiers
            .SelectMany(tier => new[]
            {
                Row($"{tier}, one credential", h => radius.OfCredential(tier, h)),
                Row($"{tier}, one client", h => radius.OfClient(tier, h)),
                Row($"{tier}, one organisation", h => radius.OfOrganisation(tier, h)),
            })
            .Append(Row("all callers", radius.OfAll)));
    }

    private static void Check(SectionReader ceilings, string key, string whose, Func<TimeSpan, long?> bound)
    {
        if (ceilings.Text(key) is not { } text)
        {
            return;
        }

        if (!Quota.TryParse(text, out var ceiling))
        {
            ceilings.Mistake(key, $"'{text}' is not a ceiling; {Quota.Form}");
        }
        else if (bound(ceiling.Window) is not { } most || most > ceiling.Count)
        {
            ceilings.Mistake(key, $"{whose} could take {Number(bound(ceiling.Window))} subjects in {Name(ceiling.Window)}, more than '{text}'");
        }
    }

    private static string Number(long? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? "unlimited";

    private static string Name(TimeSpan window) => new Quota(1, window, 1).WindowName is var name && char.IsAsciiDigit(name[0]) ? name : "1 " + name;
}
