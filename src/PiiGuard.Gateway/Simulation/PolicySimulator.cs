using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Callers;
using PiiGuard.Gateway.Detection;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Policies;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Simulation;

/// <summary>
/// What a policy does with traffic that is only imagined: the rates, budgets and detection of the gateway itself, on a clock of the
/// simulation's own, without HTTP. Not thread-safe.
/// </summary>
public sealed class PolicySimulator
{
    private static readonly byte[] DigestKey = new byte[32]; // nothing in a simulation is anybody's

    private readonly PolicySnapshot _policy;
    private readonly CallerGuard _guard;
    private readonly Dictionary<string, Caller> _callers;

    /// <param name="policy">The section that the gateway would read as <c>PiiGuard</c>.</param>
    /// <param name="contentRoot">Folder to which its file names are relative.</param>
    /// <param name="time">The clock of the simulation.</param>
    /// <param name="loggers">Where the detection says what it does.</param>
    /// <exception cref="InvalidPolicyException">The policy has mistakes; all of them are named.</exception>
    public PolicySimulator(IConfigurationSection policy, string contentRoot, TimeProvider time, ILoggerFactory loggers)
    {
        _policy = new PolicyReader(contentRoot, DigestKey).Read(policy, version: 1);
        var budgets = new MemoryBudgetStore(time);
        _guard = new(new Admission(time), budgets, new Detector(time, budgets, loggers.CreateLogger<Detector>()));
        _callers = _policy.ApiKeyCallers.Concat(_policy.CertificateCallers).ToDictionary(c => c.Caller.Id, c => c.Caller, StringComparer.Ordinal);
    }

    /// <summary>The most customers that can be taken under the policy.</summary>
    public BlastRadius BlastRadius => _policy.BlastRadius;

    /// <summary>A caller that the policy names.</summary>
    /// <exception cref="KeyNotFoundException">It names none so.</exception>
    public SimulatedCaller Caller(string name) => new(_callers[name]);

    /// <summary>A user that logs in and acts for one customer: itself.</summary>
    /// <param name="tier">Name of its tier.</param>
    /// <param name="customer">Number of the customer.</param>
    /// <exception cref="InvalidOperationException">There is no such tier.</exception>
    public SimulatedCaller User(string tier, long customer)
    {
        var found = _policy.Tiers.Single(t => t.Name.Equals(tier, StringComparison.OrdinalIgnoreCase));
        var id = "user/" + customer;
        return new(new(id, found, DigestOf(customer), CallerLevels.Of(DigestKey, found, _policy.Api, id, null, null)));
    }

    /// <summary>One request.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="customers">Numbers of the customers in the answer; of those that are not there, the ones that were asked for.</param>
    /// <param name="areThere">Whether there are such customers.</param>
    /// <returns>What comes of it: <c>delivered</c>, or the code of a refusal.</returns>
    public string Ask(SimulatedCaller caller, ReadOnlySpan<long> customers, bool areThere = true)
    {
        // The store in memory answers at once.
        if (_guard.EnterAsync(caller.Caller, _policy.MaxCallers, default).GetAwaiter().GetResult().Refusal is { } refusal)
        {
            return refusal.Code;
        }

        try
        {
            var subjects = new NamedSubject[customers.Length];
            for (var i = 0; i < subjects.Length; i++)
            {
                subjects[i] = new(DigestOf(customers[i]), customers[i]);
            }

            return _guard.TakeAsync(caller.Caller, subjects, !areThere, partly: false, _policy.MaxCallers, entry: null, default).GetAwaiter().GetResult().Refusal?.Code ?? "delivered";
        }
        finally
        {
            _guard.Leave(caller.Caller);
        }
    }

    /// <summary>Spreads numbers evenly over 64 bits, as keyed digests are spread (the finaliser of SplitMix64; Steele, Lea, Flood 2014).</summary>
    private static ulong DigestOf(long customer)
    {
        var z = (ulong)customer + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
