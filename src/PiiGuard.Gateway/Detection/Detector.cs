using Microsoft.Extensions.Logging;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Callers;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Telemetry;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Detection;

/// <summary>
/// Watches what callers take against what they used to take, before it is released. Steps up when evidence is there, and down again when
/// it is gone; only a quarantine stays until an operator releases the caller.
/// </summary>
internal sealed class Detector
{
    private const double AlertAt = 0.5;
    private const double TightenAt = 0.8;
    private const ulong TightAccount = 0x5449474854454E45; // makes another key of a caller's own

    private readonly WatchList _watches = new();
    private readonly Lazy<AskedByOthers> _others = new(() => new());
    private readonly TimeProvider _time;
    private readonly IBudgetStore _store;
    private readonly ILogger<Detector> _logger;

    /// <param name="time">The clock.</param>
    /// <param name="store">Knows the callers of earlier runs, and keeps the steps.</param>
    /// <param name="logger">Is told the steps.</param>
    public Detector(TimeProvider time, IBudgetStore store, ILogger<Detector> logger)
    {
        (_time, _store, _logger) = (time, store, logger);
        store.WatchSteps(Follow);
        foreach (var known in store.KnownCallers)
        {
            var since = Now - (time.GetUtcNow().ToUnixTimeSeconds() - known.Since);
            _watches.Know(known.Name, since);
            if (known.Quarantine is { } reason)
            {
                var watch = _watches.FindOrAdd(known.Name, int.MaxValue, since)!;
                (watch.Step, watch.Reason) = (DetectionStep.Quarantine, reason);
            }
        }
    }

    /// <summary>What is to be done about a caller now.</summary>
    public DetectionStep StepOf(Caller caller)
    {
        var rules = caller.Tier.Detection;
        if (rules.Mode != DetectionMode.Enforce || _watches.Find(caller.Id) is not { } watch)
        {
            return DetectionStep.Observe;
        }

        lock (watch)
        {
            if (watch.Step is DetectionStep.Alert or DetectionStep.Tighten)
            {
                watch.Pause(Now, rules); // who waits is let in again
                watch.Step = StepAt(watch.Strongest(rules).Certainty) is var step && step < watch.Step ? step : watch.Step;
            }

            return watch.Step < rules.Furthest ? watch.Step : rules.Furthest;
        }
    }

    /// <summary>The levels of a caller with the budgets that hold now: those of new callers and of tightened ones are smaller.</summary>
    public Level[] LevelsOf(Caller caller)
    {
        var rules = caller.Tier.Detection;
        if (rules.Mode == DetectionMode.Off || (rules.Mode == DetectionMode.Shadow && rules.ProbationSubjects.Count == 0) || caller.Levels is not [{ Kind: LevelKind.Credential } own, ..])
        {
            return caller.Levels;
        }

        var isNew = rules.ProbationSubjects.Count > 0 && (Now - _watches.Since(caller.Id, Now) < rules.Probation.TotalSeconds);
        var isTightened = StepOf(caller) >= DetectionStep.Tighten;
        if (!isNew && !isTightened)
        {
            return caller.Levels;
        }

        List<Level> levels = [isNew ? own with { Limits = own.Limits with { Subjects = Quota.Strictest([.. own.Limits.Subjects, .. rules.ProbationSubjects]) } } : own];
        if (isTightened)
        {
            // An account of its own, which begins empty: what was taken before is not held against whom nothing is proven.
            levels.Add(new(LevelKind.Credential, own.Key ^ TightAccount, new() { Subjects = [.. own.Limits.Subjects.Select(q => Divided(q, rules.Divisor))] }));
        }

        return [.. levels, .. caller.Levels[1..]];
    }

    /// <summary>Notes what a request has asked for, before the answer is released.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="fresh">Subjects that are new to it.</param>
    /// <param name="known">How many others it asked for.</param>
    /// <param name="isMiss">Whether they are not there.</param>
    /// <param name="maxCallers">Callers that are watched.</param>
    /// <returns>What is to be done about it.</returns>
    public DetectionStep Note(Caller caller, ReadOnlySpan<NamedSubject> fresh, int known, bool isMiss, int maxCallers)
    {
        var rules = caller.Tier.Detection;
        if (rules.Mode == DetectionMode.Off || (fresh.IsEmpty && known == 0))
        {
            return DetectionStep.Observe;
        }

        var now = Now;
        var watch = _watches.FindOrAdd(caller.Id, maxCallers, now);
        if (watch is null)
        {
            return DetectionStep.Observe;
        }

        lock (watch)
        {
            watch.Add(fresh, known, isMiss, _others.Value, KeyOf(caller), now, rules);
            Judge(caller, watch, rules, now);
        }

        return StepOf(caller);
    }

    /// <summary>Notes that a budget has refused a request.</summary>
    public void NoteRefused(Caller caller)
    {
        if (caller.Tier.Detection.Mode != DetectionMode.Off && _watches.Find(caller.Id) is { } watch)
        {
            lock (watch)
            {
                watch.Refused(Now);
                Judge(caller, watch, caller.Tier.Detection, Now);
            }
        }
    }

    /// <summary>The callers that are tightened or quarantined, each with its reason.</summary>
    public IReadOnlyList<(string Caller, DetectionStep Step, string Reason)> Suspects() => _watches.Suspects();

    /// <summary>Whether anything is known of a caller.</summary>
    public bool Knows(string caller) => _watches.Find(caller) is not null;

    /// <summary>An operator releases a caller: what it did is taken for usual, and its evidence is nothing.</summary>
    public void Release(string caller)
    {
        _watches.Calm(caller);
        if (_watches.Find(caller) is { } watch)
        {
            lock (watch)
            {
                watch.Release();
            }
        }
    }

    /// <summary>Another gateway has quarantined a caller, or an operator has released one there.</summary>
    private void Follow(LedgerRow step)
    {
        if (step.Kind == LedgerKind.Release)
        {
            Release(step.Caller);
            return;
        }

        if (step.Outcome != nameof(DetectionStep.Quarantine))
        {
            return;
        }

        var watch = _watches.FindOrAdd(step.Caller, int.MaxValue, Now)!;
        lock (watch)
        {
            (watch.Step, watch.Reason) = (DetectionStep.Quarantine, step.Detail);
        }
    }

    /// <summary>Takes the step that the evidence asks for.</summary>
    private void Judge(Caller caller, CallerWatch watch, DetectionRules rules, double now)
    {
        var (signal, certainty) = watch.Strongest(rules);
        if (certainty >= AlertAt && signal != Signal.Drift && !rules.Ignored.Contains(Signal.ManyAtOnce) && _watches.IsOneOfMany(caller.Id, now))
        {
            watch.IsOneOfMany = true;
        }

        var step = watch.IsOneOfMany ? DetectionStep.Quarantine : StepAt(certainty);
        if (watch.Step != DetectionStep.Quarantine && step != watch.Step)
        {
            var isUp = step > watch.Step;
            watch.Step = step;
            watch.Reason = watch.Explain(watch.IsOneOfMany ? Signal.ManyAtOnce : signal, rules, now);
            if (isUp)
            {
                var isShadow = rules.Mode == DetectionMode.Shadow;
                _logger.Step(step, isShadow ? "would be" : "is", caller.Id, caller.Tier.Name, watch.Reason);
                _store.Note(new() { Kind = LedgerKind.Step, Caller = caller.Id, Tier = caller.Tier.Name, Outcome = (isShadow ? "Shadow" : "") + step, Detail = watch.Reason });
            }
        }
    }

    private static Quota Divided(Quota quota, int divisor)
    {
        var count = quota.Count == 0 ? 0 : Math.Max(1, quota.Count / divisor);
        return new(count, quota.Window, count);
    }

    private static DetectionStep StepAt(double certainty) => certainty switch
    {
        >= 1 => DetectionStep.Quarantine,
        >= TightenAt => DetectionStep.Tighten,
        >= AlertAt => DetectionStep.Alert,
        _ => DetectionStep.Observe,
    };

    private static ulong KeyOf(Caller caller) => caller.Levels is [{ Kind: LevelKind.Credential } own, ..] ? own.Key : 0;

    private double Now => _time.GetElapsedTime(0).TotalSeconds;
}
