using PiiGuard.Gateway.Detection;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Policies;

/// <summary>Reads how the callers of a tier are watched.</summary>
internal static class DetectionReader
{
    private const double HoursOfWork = 8;

    /// <param name="section">The section <c>Detection</c> of a tier.</param>
    /// <param name="probation">Its section <c>Probation</c>.</param>
    /// <param name="subjects">The budgets of one credential.</param>
    public static DetectionRules Read(SectionReader section, SectionReader probation, IReadOnlyList<Quota> subjects)
    {
        // Who may take 160 in a day of work is expected to take 20 in an hour.
        var inHour = subjects.Where(q => q.Count > 0).Select(q => q.Count / (q.Window <= TimeSpan.FromHours(1) ? q.Window.TotalHours : Math.Max(1, q.Window.TotalDays) * HoursOfWork)).DefaultIfEmpty(1).Max();
        var rules = new DetectionRules
        {
            Mode = section.OneOf("Mode", DetectionMode.Shadow),
            Furthest = section.OneOf("Furthest", DetectionStep.Quarantine),
            Divisor = section.Integer("Divisor", 4, 2, 1_000),
            ExpectedPerHour = section.Text("ExpectedPerHour") is null ? Math.Max(1, inHour) : section.Integer("ExpectedPerHour", 1, 1, 100_000_000),
            ExpectedPerAnswer = section.Integer("ExpectedPerAnswer", 1, 1, 1_000_000),
            Ignored = section.Texts("Ignored").Select(t => section.Named<Signal>("Ignored", t)).OfType<Signal>().ToHashSet(),
            Probation = probation.Exists ? probation.Span("Duration") : TimeSpan.Zero,
            ProbationSubjects = probation.Exists ? LimitRules.ReadSubjects(probation, isRequired: true) : [],
        };
        section.NoOtherKeys();
        probation.NoOtherKeys();
        return rules;
    }
}
