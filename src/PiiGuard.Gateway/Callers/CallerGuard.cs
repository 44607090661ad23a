using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Detection;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Responses;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Callers;

/// <summary>Everything that decides how much a caller gets: rates, budgets, detection. The same for real requests and for simulated ones.</summary>
internal sealed class CallerGuard(Admission admission, IBudgetStore budgets, Detector detector)
{
    /// <summary>Lets a request in; when it is, <see cref="Leave"/> is due.</summary>
    /// <returns>Why not, with the quota that is used up; null when it is in.</returns>
    public async ValueTask<(Refusal? Refusal, QuotaStanding? Exceeded)> EnterAsync(Caller caller, int maxCallers, CancellationToken cancellation)
    {
        if (detector.StepOf(caller) == DetectionStep.Quarantine)
        {
            return (Refusal.CallerQuarantined, null);
        }

        if (!admission.TryEnter(caller.Levels, maxCallers, out var kept))
        {
            return (
                kept.IsTableFull ? Refusal.CallersExhausted : kept.Quota is null ? Refusal.ConcurrencyExceeded : Refusal.RequestRateExceeded,
                kept.Quota is { } rate ? new(kept.Level, rate, 0, kept.RetryAfter) : null);
        }

        if (!budgets.IsOpen && (caller.Tier.WhenDown == WhenDown.Closed || !budgets.HasRoom))
        {
            Leave(caller);
            return (Refusal.StoreUnavailable, null);
        }

        QuotaStanding? spent = null;
        var isIn = false;
        try
        {
            // Of whom nothing is left the upstream need not be asked; a caller may always ask for its own data.
            spent = caller.OwnSubject is null ? (await budgets.StandingAsync(detector.LevelsOf(caller), cancellation)).FirstOrDefault(s => s.Remaining == 0) : null;
            isIn = spent is null;
        }
        catch (StoreUnavailableException)
        {
            return (Refusal.StoreUnavailable, null);
        }
        finally
        {
            if (!isIn)
            {
                Leave(caller); // a store that cannot be asked keeps nobody in
            }
        }

        if (spent is null)
        {
            return (null, null);
        }

        detector.NoteRefused(caller);
        return (Refusal.SubjectBudgetExceeded, spent);
    }

    /// <summary>The request is over.</summary>
    public void Leave(Caller caller) => admission.Leave(caller.Levels);

    /// <summary>What is to be done about the caller.</summary>
    public DetectionStep StepOf(Caller caller) => detector.StepOf(caller);

    /// <summary>Charges subjects before they are released, all or none; where that is asked for, those that fit.</summary>
    /// <param name="caller">Who gets them.</param>
    /// <param name="subjects">Whose data it is; the caller's own is free.</param>
    /// <param name="isMiss">Whether they were asked for and are not there.</param>
    /// <param name="partly">Whether those that fit may be charged when not all do.</param>
    /// <param name="maxCallers">Callers that are remembered.</param>
    /// <param name="entry">What the ledger is to say of it; null: nothing.</param>
    /// <param name="cancellation">The caller no longer waits.</param>
    /// <returns>Why nothing may be released, and what became of the charge.</returns>
    public async ValueTask<(Refusal? Refusal, ChargeResult Result)> TakeAsync(
        Caller caller, IReadOnlyList<NamedSubject> subjects, bool isMiss, bool partly, int maxCallers, LedgerEntry? entry, CancellationToken cancellation)
    {
        if (subjects.Count == 0)
        {
            return (null, new() { IsGranted = true });
        }

        List<ulong> others = new(subjects.Count);
        foreach (var subject in subjects)
        {
            if (subject.Digest != caller.OwnSubject)
            {
                others.Add(subject.Digest);
            }
        }

        ChargeResult result;
        try
        {
            result = await budgets.ChargeAsync(new(detector.LevelsOf(caller), others, maxCallers, partly && !caller.Tier.OwnDataOnly, caller.Tier.WhenDown, entry), cancellation);
        }
        catch (StoreUnavailableException)
        {
            return (Refusal.StoreUnavailable, new());
        }

        if (!result.IsGranted)
        {
            if (result.IsTableFull)
            {
                return (Refusal.CallersExhausted, result);
            }

            detector.NoteRefused(caller);
            return (caller.Tier.OwnDataOnly ? Refusal.NotOwnData : Refusal.SubjectBudgetExceeded, result);
        }

        // What is charged is not yet released: the page that gives a thief away stays here.
        var step = detector.Note(caller, Fresh(subjects, result.New), others.Count - result.New.Count, isMiss, maxCallers);
        return (step == DetectionStep.Quarantine ? Refusal.CallerQuarantined : null, result);
    }

    /// <summary>Enters into the ledger what became of a request that was charged.</summary>
    public void Note(LedgerEntry outcome) => budgets.Note(outcome);

    /// <summary>What is left of the credential's own budgets. Of wider levels only others could learn something.</summary>
    public async ValueTask<IReadOnlyList<QuotaStanding>> StandingAsync(Caller caller, CancellationToken cancellation) =>
        detector.LevelsOf(caller) is [{ Kind: LevelKind.Credential } own, ..] && !caller.Tier.OwnDataOnly ? await budgets.StandingAsync([own], cancellation) : [];

    private static NamedSubject[] Fresh(IReadOnlyList<NamedSubject> subjects, IReadOnlyCollection<ulong> added)
    {
        if (added.Count == 0)
        {
            return [];
        }

        var left = added.ToHashSet();
        return [.. subjects.Where(s => left.Remove(s.Digest))];
    }
}
