namespace BreachReplay.Virtual;

/// <summary>A scenario cannot be used.</summary>
internal sealed class ScenarioException(string message) : Exception(message);
