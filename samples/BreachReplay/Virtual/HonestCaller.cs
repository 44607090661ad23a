using PiiGuard.Gateway.Simulation;

namespace BreachReplay.Virtual;

/// <summary>One honest caller at work.</summary>
/// <param name="caller">Who it is to the gateway.</param>
/// <param name="group">What it does.</param>
/// <param name="number">Its number in the group.</param>
/// <param name="customers">How many customers there are.</param>
/// <param name="random">Its own source of chance.</param>
internal sealed class HonestCaller(SimulatedCaller caller, Group group, int number, long customers, Random random)
{
    private readonly long[] _page = new long[group.PageSize];
    private long _next;

    public SimulatedCaller Caller => caller;

    public bool WasStopped { get; set; }

    /// <summary>When its requests of a day come, in seconds since midnight.</summary>
    public IEnumerable<double> Day(int day)
    {
        if (group.WorkdaysOnly && day % 7 >= 5)
        {
            return [];
        }

        var span = (group.Hours[1] - group.Hours[0]) * 3_600.0;
        return Enumerable.Range(0, random.Next(group.PerDay[0], group.PerDay[1] + 1)).Select(_ => group.Hours[0] * 3_600 + random.NextDouble() * span);
    }

    /// <summary>Whom its next request is for.</summary>
    public ReadOnlySpan<long> Ask()
    {
        for (var i = 0; i < _page.Length; i++)
        {
            _page[i] = group.OwnData ? number
                : group.InOrder ? _next++ % customers
                : random.NextDouble() < group.NewShare || group.Pool == 0 ? random.NextInt64(customers)
                : (number * 7_919L + random.Next(group.Pool) * 104_729L) % customers;
        }

        return _page;
    }
}
