using PiiGuard.Gateway.Simulation;

namespace BreachReplay.Virtual;

/// <summary>Somebody with stolen keys who wants everybody. Refused, it waits longer and longer, up to a quarter of an hour, and goes on with the next customer.</summary>
internal sealed class Attacker
{
    private const double LongestWait = 900;

    private readonly Attack _attack;
    private readonly long _customers;
    private readonly Random _random;
    private readonly long[] _page;
    private readonly double[] _wait;
    private readonly HashSet<long> _leaked = [];
    private readonly long _stride;
    private long _position;

    public Attacker(Attack attack, long customers, Random random)
    {
        _attack = attack;
        _customers = customers;
        _random = random;
        _page = new long[attack.PageSize];
        _wait = new double[attack.Keys];

        // A stride without a common divisor visits everybody once, in an order that looks like none.
        _stride = attack.Order == AttackOrder.Sequential ? 1 : customers / 2 + random.NextInt64(customers / 4);
        while (attack.Order == AttackOrder.Shuffled && Gcd(_stride, customers) != 1)
        {
            _stride++;
        }

        _position = random.NextInt64(customers);
    }

    public long Leaked => _leaked.Count;

    public TimeSpan? LastLeak { get; private set; }

    public string StoppedBy { get; private set; } = "nothing";

    public List<double[]> Leak { get; } = [[0, 0]];

    /// <summary>Distinct customers it would receive in a time if nobody refused anything.</summary>
    public long WithoutGateway(TimeSpan time)
    {
        var hours = (_attack.Hours[1] - _attack.Hours[0]) / 24.0 * (_attack.WorkdaysOnly ? 5 / 7.0 : 1);
        return (long)Math.Min(_customers, time.TotalSeconds * hours * _attack.PerSecond * _attack.PageSize * (1 - _attack.MissShare));
    }

    /// <summary>The next request with one of its keys.</summary>
    /// <returns>Seconds to the one after it.</returns>
    public double Ask(PolicySimulator gateway, SimulatedCaller caller, int key, TimeSpan sinceStart)
    {
        var pace = _attack.Keys / _attack.PerSecond;
        var (day, second) = ((int)sinceStart.TotalDays, sinceStart.TotalSeconds % 86_400);
        if (second < _attack.Hours[0] * 3_600 || (_attack.WorkdaysOnly && day % 7 >= 5))
        {
            return _attack.Hours[0] * 3_600 - second is > 0 and var later ? later : 86_400 - second + _attack.Hours[0] * 3_600;
        }

        if (second >= _attack.Hours[1] * 3_600)
        {
            return 86_400 - second + _attack.Hours[0] * 3_600;
        }

        for (var i = 0; i < _page.Length; i++)
        {
            _page[i] = _position = (_position + _stride) % _customers;
        }

        var isThere = _attack.MissShare == 0 || _random.NextDouble() >= _attack.MissShare;
        var outcome = gateway.Ask(caller, _page, isThere);
        if (outcome != "delivered")
        {
            StoppedBy = outcome;
            _wait[key] = Math.Min(LongestWait, Math.Max(pace, _wait[key] * 2));
            return _wait[key];
        }

        _wait[key] = 0;
        if (isThere)
        {
            var before = _leaked.Count;
            _leaked.UnionWith(_page);
            if (_leaked.Count > before)
            {
                LastLeak = sinceStart;
                Leak.Add([sinceStart.TotalDays, _leaked.Count]);
            }
        }

        return pace;
    }

    private static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);
}
