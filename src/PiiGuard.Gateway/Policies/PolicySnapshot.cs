using System.Collections.Concurrent;
using PiiGuard.Classification;
using PiiGuard.Gateway.Callers;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Routing;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Policies;

/// <summary>The whole configuration, validated and compiled. Immutable: a response lives under one snapshot from first to last byte.</summary>
internal sealed class PolicySnapshot
{
    private const int MaxPlans = 1_024;

    private readonly ConcurrentDictionary<(string Endpoint, string Tier), RedactionPlan> _plans = [];

    /// <summary>Names this snapshot in logs: changes with every reload.</summary>
    public required int Version { get; init; }

    /// <summary>Digest of the configuration: the same in every run that has the same policy.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Where the spending and the ledger are kept.</summary>
    public required StoreRules Store { get; init; }

    /// <summary>The longest window of any budget.</summary>
    public required TimeSpan LongestWindow { get; init; }

    public required IReadOnlyList<Tier> Tiers { get; init; }

    public required IReadOnlyList<CredentialCaller> ApiKeyCallers { get; init; }

    public required IReadOnlyList<CredentialCaller> CertificateCallers { get; init; }

    public required IReadOnlyList<ClaimCaller> ClaimCallers { get; init; }

    /// <summary>Routes without credentials; null when there are none.</summary>
    public AnonymousCallers? Anonymous { get; init; }

    /// <summary>What all callers may take together.</summary>
    public LevelLimits Api { get; init; } = LevelLimits.None;

    /// <summary>Routes of which the records that exceed a budget are sent without personal data, instead of refusing the answer.</summary>
    public required PathTemplates SurplusPaths { get; init; }

    /// <summary>Routes with the key of a subject among their parameters: asking for one that is not there counts too.</summary>
    public required PathTemplates SubjectPaths { get; init; }

    /// <summary>Parameters of the query that hold the key of a subject.</summary>
    public required IReadOnlyList<string> SubjectQueries { get; init; }

    /// <summary>The most subjects that can be taken under this policy.</summary>
    public required BlastRadius BlastRadius { get; init; }

    public required string ApiKeyHeader { get; init; }

    public required IReadOnlyList<string> SubjectKeys { get; init; }

    public required IReadOnlySet<string> UnguardedPaths { get; init; }

    public required IReadOnlySet<string> ForwardedHeaders { get; init; }

    public required IReadOnlySet<string> MediaTypes { get; init; }

    /// <summary>Headers that pass when nothing personal is found in them.</summary>
    public IReadOnlySet<string> CheckedHeaders { get; init; } = new HashSet<string>();

    /// <summary>Whether answers carry a validator of what their caller sees.</summary>
    public bool ViewTags { get; init; }

    public FieldRules Fields { get; init; } = new();

    public required ResponseLimits Limits { get; init; }

    public required int MaxCallers { get; init; }

    public required ReadOnlyMemory<byte> DigestKey { get; init; }

    public required EndpointMatcher Endpoints { get; init; }

    public required FieldClassifier Classifier { get; init; }

    /// <summary>The plan for an endpoint and a tier.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="tier">The tier.</param>
    /// <param name="found">Is told why a field is taken for personal data; null when nobody asks.</param>
    public RedactionPlan PlanFor(MatchedEndpoint endpoint, Tier tier, Action<FieldClassification>? found)
    {
        return PlanFor(endpoint, tier, tier.Name, found);
    }

    /// <summary>The plan that leaves nothing personal, for records that exceed a budget.</summary>
    public RedactionPlan BarePlanFor(MatchedEndpoint endpoint, Tier tier) =>
        PlanFor(endpoint, tier with { Actions = new Dictionary<PiiCategory, RedactionRule>(), DefaultAction = RedactionAction.Remove }, tier.Name + "\nbare", found: null);

    /// <summary>The plan for a caller that is not quite itself: what it may see in full it sees generalised.</summary>
    public RedactionPlan TightPlanFor(MatchedEndpoint endpoint, Tier tier)
    {
        static RedactionRule Tight(RedactionRule rule) => rule.Action == RedactionAction.Reveal ? RedactionAction.Generalize : rule;
        var tight = tier with { Actions = tier.Actions.ToDictionary(a => a.Key, a => Tight(a.Value)), DefaultAction = Tight(tier.DefaultAction) };
        return PlanFor(endpoint, tight, tier.Name + "\ntight", found: null);
    }

    private RedactionPlan PlanFor(MatchedEndpoint endpoint, Tier tier, string name, Action<FieldClassification>? found)
    {
        var key = (endpoint.Key, name);
        if (_plans.TryGetValue(key, out var plan))
        {
            return plan;
        }

        plan = new RedactionPlan(Classifier, new()
        {
            Actions = tier.Actions,
            DefaultAction = tier.DefaultAction,
            // Of categories that differ for one path the one that is treated more strictly counts.
            Paths = [.. endpoint.Entries.GroupBy(e => e.Path).Select(g => (g.Key, g.Select(e => e.Category).MaxBy(c => tier.Actions.GetValueOrDefault(c, tier.DefaultAction).Action)))],
            SubjectKeys = SubjectKeys,
            RootName = endpoint.Subject,
            DigestKey = DigestKey,
            Found = found,
            OnlyListed = tier.OnlyListed,
            DetectValues = Fields.DetectValues,
            Names = Fields.Names,
            KeyedBy = Fields.KeyedBy,
            EmbeddedJson = Fields.EmbeddedJson,
            AllowedPaths = Fields.AllowedPaths,
            PseudonymKey = Fields.PseudonymKey,
        });
        return _plans.Count < MaxPlans ? _plans.GetOrAdd(key, plan) : plan;
    }
}
