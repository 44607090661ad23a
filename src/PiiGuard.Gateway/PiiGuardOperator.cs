using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.Logging;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Detection;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Telemetry;

namespace PiiGuard.Gateway;

/// <summary>What an operator can see and undo of the detection. A service of the application: who may call it is the application's to decide.</summary>
public sealed class PiiGuardOperator
{
    private const int LongestText = 1_000;

    private readonly Detector _detector;
    private readonly IBudgetStore _store;
    private readonly ILogger<PiiGuardOperator> _logger;

    internal PiiGuardOperator(Detector detector, IBudgetStore store, ILogger<PiiGuardOperator> logger)
    {
        _detector = detector;
        _store = store;
        _logger = logger;
    }

    /// <summary>The callers that are tightened or quarantined: name as in the log, step, and the reason in a sentence with its numbers.</summary>
    public IReadOnlyList<(string Caller, DetectionStep Step, string Reason)> Suspects => _detector.Suspects();

    /// <summary>Whether deliveries can be accounted for now; where they cannot, guarded routes are closed.</summary>
    public bool IsStoreOpen => _store.IsOpen;

    /// <summary>Lets a caller in again. What it did is taken for usual, and it is watched from now on as before.</summary>
    /// <param name="caller">Its name, as in the log.</param>
    /// <param name="operator">Who decides so; stands in the log and the ledger.</param>
    /// <param name="reason">Why; likewise.</param>
    /// <param name="cancellation">Nobody waits any more.</param>
    /// <returns>Whether there was anything to undo.</returns>
    /// <exception cref="ArgumentException">Nobody decides, or for no reason; or in more than a thousand characters, or such as are no text.</exception>
    /// <exception cref="InvalidOperationException">It cannot be entered into the ledger now, so the caller is not released.</exception>
    public async Task<bool> ReleaseAsync(string caller, string @operator, string reason, CancellationToken cancellation = default)
    {
        ThrowIfNoText(@operator);
        ThrowIfNoText(reason);
        if (!_detector.Knows(caller))
        {
            return false;
        }

        try
        {
            await _store.EnterAsync(new() { Kind = LedgerKind.Release, Caller = caller, Tier = "", Outcome = @operator, Detail = reason }, cancellation);
        }
        catch (StoreUnavailableException e)
        {
            throw new InvalidOperationException($"The release of '{caller}' cannot be entered into the ledger now; it is not released.", e);
        }

        _detector.Release(caller);

        _logger.Released(caller, @operator, reason);
        return true;
    }

    private static void ThrowIfNoText(string text, [CallerArgumentExpression(nameof(text))] string? name = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text, name);
        if (text.Length > LongestText || text.EnumerateRunes().Any(r => r == Rune.ReplacementChar || Rune.IsControl(r)))
        {
            throw new ArgumentException($"Expected at most {LongestText} characters of text.", name);
        }
    }
}
