using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Callers;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Routing;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Responses;

/// <summary>Charges the subjects of one answer to its caller.</summary>
internal sealed class DeliveryCharge
{
    // From a random start: nobody has to guess it, but no other run or gateway must have it too.
    private static ulong _lastRequest = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private static readonly char[] Lists = [',', ';', '|'];

    private readonly PolicySnapshot _policy;
    private readonly Caller _caller;
    private readonly CallerGuard _guard;
    private readonly List<NamedSubject> _askedFor;
    private readonly string _route;
    private ulong _request; // 0: nothing was to be charged yet. Else something may stand in the ledger: a store that decides itself enters what it refuses, too
    private IReadOnlyList<ulong> _leftOut = []; // of the last charge

    public DeliveryCharge(HttpRequest request, PolicySnapshot policy, Caller caller, CallerGuard guard, MatchedEndpoint endpoint)
    {
        _route = endpoint.Name ?? request.HttpContext.GetEndpoint()?.DisplayName ?? "unknown";
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
    /// <param name="subjects">Whose data it is.</param>
    /// <param name="report">What the answer holds up to here.</param>
    /// <param name="partly">Whether those that fit may be charged when not all do.</param>
    /// <param name="cancellation">The caller no longer waits.</param>
    /// <returns>Why nothing may be released; null when it may, but for the surplus.</returns>
    public async ValueTask<(Refusal? Refusal, IReadOnlySet<ulong> Surplus)> TakeAsync(IReadOnlyList<NamedSubject> subjects, RedactionReport report, bool partly, CancellationToken cancellation) =>
        await TakeAsync(subjects, report, isMiss: false, partly, cancellation);

    /// <summary>Charges whom the request has asked for: that an answer names nobody tells something of them too.</summary>
    /// <param name="status">HTTP status of the answer: whoever is refused or not found is not there.</param>
    /// <param name="cancellation">The caller no longer waits.</param>
    public async ValueTask<Refusal?> TakeAskedForAsync(int status, CancellationToken cancellation) =>
        (await TakeAsync(_askedFor, report: null, isMiss: status is >= 400 and < 500, partly: false, cancellation)).Refusal;

    /// <summary>Enters into the ledger what became of the answer, where something of it stands there.</summary>
    public void NoteOutcome(string outcome, RedactionReport? report)
    {
        if (_request != 0)
        {
            _guard.Note(Entry(LedgerKind.Outcome, outcome, report, _leftOut));
        }
    }

    /// <summary>What is left of the credential's budgets, for the head of the answer.</summary>
    public ValueTask<IReadOnlyList<QuotaStanding>> StandingAsync(CancellationToken cancellation) => _guard.StandingAsync(_caller, cancellation);

    private async ValueTask<(Refusal? Refusal, IReadOnlySet<ulong> Surplus)> TakeAsync(
        IReadOnlyList<NamedSubject> subjects, RedactionReport? report, bool isMiss, bool partly, CancellationToken cancellation)
    {
        if (subjects.Count == 0)
        {
            return (null, FrozenSet<ulong>.Empty);
        }

        if (_request == 0)
        {
            _request = Interlocked.Increment(ref _lastRequest);
            _request += _request == 0 ? 1UL : 0;
        }

        var entry = Entry(LedgerKind.Attempt, isMiss ? LedgerOutcome.Missed : LedgerOutcome.Attempted, report, subjects is [var only] ? [only.Digest] : [.. subjects.Select(s => s.Digest).Distinct()], _caller.OwnSubject);
        var (refusal, result) = await _guard.TakeAsync(_caller, subjects, isMiss, partly, _policy.MaxCallers, entry, cancellation);
        _leftOut = refusal is not null && result.IsGranted ? entry.Subjects : [.. result.LeftOut];
        NewSubjects += result.New.Count;
        Exceeded = result.Exceeded;
        return (refusal, result.Surplus);
    }

    private LedgerEntry Entry(LedgerKind kind, string outcome, RedactionReport? report, IReadOnlyList<ulong> subjects, ulong? own = null) => new()
    {
        Kind = kind,
        Request = _request,
        Caller = _caller.Id,
        Tier = _caller.Tier.Name,
        Route = _route,
        Policy = _policy.Fingerprint,
        Outcome = outcome,
        Detail = report is null ? "" : CategoryCounts.Format(report.Revealed),
        Subjects = subjects,
        Own = own,
    };

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
            // "?id=1&id=2", "?id=1,2", "?id[]=1": each of them is asked for.
            foreach (var value in request.Query[name].Concat(request.Query[name + "[]"]).SelectMany(v => v?.Split(Lists, StringSplitOptions.TrimEntries) ?? []).Distinct(StringComparer.Ordinal))
            {
                Add(name, value);
            }
        }

        return subjects;
    }
}
