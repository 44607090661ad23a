using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Policies;

/// <summary>Bounds of responses.</summary>
/// <param name="HoldBytes">Up to this size a response is verified whole before its first byte goes; above, record by record.</param>
/// <param name="Document">Bounds of the JSON document.</param>
internal sealed record ResponseLimits(int HoldBytes, RedactionLimits Document);
