using Microsoft.Extensions.Logging;
using PiiGuard.Gateway.Detection;
using PiiGuard.Gateway.Telemetry;

namespace PiiGuard.Gateway;

/// <summary>What an operator can see and undo of the detection. A service of the application: who may call it is the application's to decide.</summary>
public sealed class PiiGuardOperator
{
    private readonly Detector _detector;
    private readonly ILogger<PiiGuardOperator> _logger;

    internal PiiGuardOperator(Detector detector, ILogger<PiiGuardOperator> logger)
    {
        _detector = detector;
        _logger = logger;
    }

    /// <summary>The callers that are tightened or quarantined: name as in the log, step, and the reason in a sentence with its numbers.</summary>
    public IReadOnlyList<(string Caller, DetectionStep Step, string Reason)> Suspects => _detector.Suspects();

    /// <summary>Lets a caller in again. What it did is taken for usual, and it is watched from now on as before.</summary>
    /// <param name="caller">Its name, as in the log.</param>
    /// <param name="operator">Who decides so; stands in the log.</param>
    /// <param name="reason">Why; stands in the log.</param>
    /// <returns>Whether there was anything to undo.</returns>
    /// <exception cref="ArgumentException">Nobody decides, or for no reason.</exception>
    public bool Release(string caller, string @operator, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(@operator);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (!_detector.Release(caller))
        {
            return false;
        }

        _logger.Released(caller, @operator, reason);
        return true;
    }
}
