using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Policies;

/// <summary>Reads how much may be taken.</summary>
internal static class LimitRules
{
    private static readonly TimeSpan ShortestSubjectWindow = TimeSpan.FromMinutes(1);

    /// <summary>The limits of one level.</summary>
    /// <param name="section">Where they stand.</param>
    /// <param name="isRequired">Whether requests and subjects have to be limited.</param>
    public static LevelLimits Read(SectionReader section, bool isRequired)
    {
        var limits = new LevelLimits
        {
            Requests = [.. Quotas(section, "Requests", isRequired, isSubjects: false)],
            Subjects = [.. Quotas(section, "Subjects", isRequired, isSubjects: true)],
            Concurrency = section.Text("Concurrency") is null ? null : section.Integer("Concurrency", 1, 1, 1_000_000),
        };
        return limits;
    }

    /// <summary>What one of several gateways may let in of requests, which each counts by itself. Subject budgets are kept in common.</summary>
    public static LevelLimits OfOneGateway(SectionReader section, LevelLimits limits, int nodes)
    {
        foreach (var quota in limits.Requests.Where(q => q.Count < nodes || q.Burst < nodes))
        {
            section.Mistake("Requests", $"'{quota}' is too little to be divided among {nodes} gateways (Store:Nodes)");
        }

        if (limits.Concurrency < nodes)
        {
            section.Mistake("Concurrency", $"'{limits.Concurrency}' is too little to be divided among {nodes} gateways (Store:Nodes)");
        }

        return limits with
        {
            Requests = [.. limits.Requests.Select(q => new Quota(Math.Max(1, q.Count / nodes), q.Window, Math.Max(1, q.Burst / nodes)))],
            Concurrency = limits.Concurrency / nodes,
        };
    }

    /// <summary>Budgets alone.</summary>
    public static List<Quota> ReadSubjects(SectionReader section, bool isRequired) => Quotas(section, "Subjects", isRequired, isSubjects: true);

    private static List<Quota> Quotas(SectionReader section, string key, bool isRequired, bool isSubjects)
    {
        List<Quota> quotas = [];
        var texts = section.Texts(key);
        if (isRequired && texts.Count == 0)
        {
            section.Mistake(key, "at least one is needed, " + Quota.Form);
        }

        foreach (var text in texts)
        {
            if (!Quota.TryParse(text, out var quota))
            {
                section.Mistake(key, $"'{text}' is not a number within a window; {Quota.Form}");
            }
            else if (isSubjects && (quota.Burst != quota.Count || quota.Window < ShortestSubjectWindow))
            {
                section.Mistake(key, $"'{text}' is not a subject budget: it has no burst, and a window of a minute or more");
            }
            else if (!isSubjects && quota.Count == 0)
            {
                section.Mistake(key, $"'{text}' would let nobody in");
            }
            else if (quotas.Any(q => q.Window == quota.Window))
            {
                section.Mistake(key, $"'{text}' is a second one for the window '{quota.WindowName}'");
            }
            else
            {
                quotas.Add(quota);
            }
        }

        return quotas;
    }
}
