namespace PiiGuard.Gateway.Host;

/// <summary>The section <c>Operator</c> is not usable.</summary>
internal sealed class OperatorSettingsException(string message) : Exception(message);
