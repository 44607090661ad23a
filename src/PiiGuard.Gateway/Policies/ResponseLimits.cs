using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Policies;

/// <summary>Bounds of responses.</summary>
/// <param name="HoldBytes">Up to this size a response is verified whole before its first byte goes; above, record by record.</param>
/// <param name="MaxRatio">How many bytes may be unpacked from one.</param>
/// <param name="FirstByte">How long the upstream may take for the first byte of its answer.</param>
/// <param name="LastByte">How long it may take for all of it; a stream of events has no such bound.</param>
/// <param name="Document">Bounds of the JSON document.</param>
internal sealed record ResponseLimits(int HoldBytes, int MaxRatio, TimeSpan FirstByte, TimeSpan LastByte, RedactionLimits Document);
