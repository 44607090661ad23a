using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Detection;

/// <summary>How the callers of a tier are watched.</summary>
internal sealed record DetectionRules
{
    public DetectionMode Mode { get; init; } = DetectionMode.Shadow;

    /// <summary>The furthest step that is taken.</summary>
    public DetectionStep Furthest { get; init; } = DetectionStep.Quarantine;

    /// <summary>By what the budgets of a tightened caller are divided.</summary>
    public int Divisor { get; init; } = 4;

    /// <summary>New subjects in an hour of work that are expected of a caller without history.</summary>
    public required double ExpectedPerHour { get; init; }

    /// <summary>New subjects in one answer that are expected: who reads lists takes many at once.</summary>
    public double ExpectedPerAnswer { get; init; } = 1;

    /// <summary>Signals that mean nothing in this tier: a billing job goes through all customers in order.</summary>
    public IReadOnlySet<Signal> Ignored { get; init; } = new HashSet<Signal>();

    /// <summary>For how long a caller counts as new.</summary>
    public TimeSpan Probation { get; init; }

    /// <summary>Budgets of new callers, beside those of the tier.</summary>
    public IReadOnlyList<Quota> ProbationSubjects { get; init; } = [];
}
