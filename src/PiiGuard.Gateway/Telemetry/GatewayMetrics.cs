using System.Diagnostics.Metrics;

namespace PiiGuard.Gateway.Telemetry;

/// <summary>Metrics of the meter <c>PiiGuard.Gateway</c>.</summary>
internal sealed class GatewayMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "PiiGuard.Gateway";

    private readonly Counter<long> _responses;
    private readonly Counter<long> _subjects;

    public GatewayMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _responses = meter.CreateCounter<long>("piiguard.responses", "{response}", "Responses on guarded routes, by outcome and tier.");
        _subjects = meter.CreateCounter<long>("piiguard.subjects.charged", "{subject}", "Distinct subjects charged to callers, by tier.");
    }

    public void Response(string outcome, string tier, int newSubjects)
    {
        _responses.Add(1, new("outcome", outcome), new("tier", tier));
        if (newSubjects > 0)
        {
            _subjects.Add(newSubjects, new KeyValuePair<string, object?>("tier", tier));
        }
    }
}
