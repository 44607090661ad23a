using System.Text;
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
    private readonly CallerGuard _guard;
    private readonly List<NamedSubject> _askedFor;

    public DeliveryCharge(HttpRequest request, PolicySnapshot policy, Caller caller, CallerGuard guard)
    {
        _policy = policy;
        _caller = caller;
        _guard = guard;
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
    public async ValueTask<(Refusal? Refusal, IReadOnlySet<ulong> Surplus)> TakeAsync(IReadOnlyList<NamedSubject> subjects, bool partly, CancellationToken cancellation) =>
        await TakeAsync(subjects, isMiss: false, partly, cancellation);

    /// <summary>Charges whom the request has asked for: that an answer names nobody tells something of them too.</summary>
    /// <param name="status">HTTP status of the answer: whoever is refused or not found is not there.</param>
    /// <param name="cancellation">The caller no longer waits.</param>
    public async ValueTask<Refusal?> TakeAskedForAsync(int status, CancellationToken cancellation) =>
        (await TakeAsync(_askedFor, isMiss: status is >= 400 and < 500, partly: false, cancellation)).Refusal;

    /// <summary>What is left of the credential's budgets, for the head of the answer.</summary>
    public ValueTask<IReadOnlyList<QuotaStanding>> StandingAsync(CancellationToken cancellation) => _guard.StandingAsync(_caller, cancellation);

    private async ValueTask<(Refusal? Refusal, IReadOnlySet<ulong> Surplus)> TakeAsync(IReadOnlyList<NamedSubject> subjects, bool isMiss, bool partly, CancellationToken cancellation)
    {
        var (refusal, result) = await _guard.TakeAsync(_caller, subjects, isMiss, partly, _policy.MaxCallers, cancellation);
        NewSubjects += result.New.Count;
        Exceeded = result.Exceeded;
        return (refusal, result.Surplus);
    }

    private static List<NamedSubject> AskedFor(HttpRequest request, PolicySnapshot policy)
    {
        List<NamedSubject> subjects = [];
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                subjects.Add(new(SubjectDigest.Compute(policy.DigestKey.Span, name, value), NamedSubject.OrdinalOf(Encoding.UTF8.GetBytes(value))));
            }
        }

        if (policy.SubjectPaths.Count > 0 && policy.SubjectPaths.TryMatch(request, out var values))
        {
            foreach (var (name, value) in values)
            {
                Add(name, value as string);
            }
        }

        foreach (var name in policy.SubjectQueries)
        {
            foreach (var value in request.Query[name])
            {
                Add(name, value);
            }
        }

        return subjects;
    }
}
