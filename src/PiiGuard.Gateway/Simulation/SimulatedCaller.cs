using PiiGuard.Gateway.Callers;

namespace PiiGuard.Gateway.Simulation;

/// <summary>A caller of a simulation.</summary>
public sealed class SimulatedCaller
{
    internal SimulatedCaller(Caller caller) => Caller = caller;

    /// <summary>Its name, as in logs.</summary>
    public string Name => Caller.Id;

    internal Caller Caller { get; }
}
