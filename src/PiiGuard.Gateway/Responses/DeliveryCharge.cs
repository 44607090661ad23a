using Microsoft.AspNetCore.Http;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Callers;
using PiiGuard.Gateway.Policies;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Responses;

/// <summary>Charges the subjects of one answer to its caller.</summary>
internal sealed class DeliveryCharge
{
    private readonly PolicySnapshot _policy;
    private readonly Caller _caller;
    private readonly IBudgetStore _budgets;
    private readonly List<ulong> _askedFor;

    public DeliveryCharge(HttpRequest request, PolicySnapshot policy, Caller caller, IBudgetStore budgets)
    {
        _policy = policy;
        _caller = caller;
        _budgets = budgets;
        _askedFor = AskedFor(request, policy);
        MayCut = policy.SurplusPaths.Count > 0 && policy.SurplusPaths.TryMatch(request, out _);
    }

    /// <summary>Whether the records that exceed a budget are to be sent without personal data, instead of refusing the answer.</summary>
    public bool MayCut { get; }

    /// <summary>Distinct subjects that were new to the caller.</summary>
    public int NewSubjects { get; private set; }

    /// <summary>The quota that was too small; null when none was.</summary>
    public QuotaStanding? Exceeded { get; private set; }

    /// <summary>Charges subjects before they are released, all or none; where that is asked for, those that fit.</summary>
    /// <returns>Why nothing may be released; null when it may, but for the surplus.</returns>
    public async ValueTask<(Refusal? Refusal, IReadOnlySet<ulong> Surplus)> TakeAsync(IReadOnlyList<ulong> subjects, bool partly, CancellationToken cancellation)
    {
        List<ulong> others = [.. subjects.Where(s => s != _caller.OwnSubject)];
        if (others.Count == 0)
        {
            return (null, new HashSet<ulong>());
        }

        var result = await _budgets.ChargeAsync(new(_caller.Levels, others, _policy.MaxCallers, partly && !_caller.Tier.OwnDataOnly), cancellation);
        NewSubjects += result.New;
        Exceeded = result.Exceeded;
        var refusal = result.IsGranted ? null
            : result.IsTableFull ? Refusal.CallersExhausted
            : _caller.Tier.OwnDataOnly ? Refusal.NotOwnData
            : Refusal.SubjectBudgetExceeded;
        return (refusal, result.Surplus);
    }

    /// <summary>Charges whom the request has asked for: that an answer names nobody tells something of them too.</summary>
    public async ValueTask<Refusal?> TakeMissAsync(CancellationToken cancellation) => (await TakeAsync(_askedFor, partly: false, cancellation)).Refusal;

    /// <summary>What is left of the credential's budgets, for the head of the answer. Of wider levels only others could learn something.</summary>
    public async ValueTask<IReadOnlyList<QuotaStanding>> StandingAsync(CancellationToken cancellation) =>
        _caller.Levels is [{ Kind: Limits.LevelKind.Credential } level, ..] && !_caller.Tier.OwnDataOnly ? await _budgets.StandingAsync([level], cancellation) : [];

    private static List<ulong> AskedFor(HttpRequest request, PolicySnapshot policy)
    {
        List<ulong> subjects = [];
        if (policy.SubjectPaths.Count > 0 && policy.SubjectPaths.TryMatch(request, out var values))
        {
            subjects.AddRange(values.Where(v => v.Value is string { Length: > 0 }).Select(v => SubjectDigest.Compute(policy.DigestKey.Span, v.Key, (string)v.Value!)));
        }

        foreach (var name in policy.SubjectQueries)
        {
            subjects.AddRange(request.Query[name].OfType<string>().Where(v => v.Length > 0).Select(v => SubjectDigest.Compute(policy.DigestKey.Span, name, v)));
        }

        return subjects;
    }
}
