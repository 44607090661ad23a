using System.Collections.Concurrent;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.PostgreSql;

/// <summary>
/// What is left of the quotas, as the server has said last: asking it again for every head of an answer would cost a trip each. Only ever
/// used to refuse early who has nothing left, and to tell the caller; what may be delivered the server decides.
/// </summary>
internal sealed class StandingCache(TimeProvider time)
{
    private const int Most = 200_000;

    private readonly ConcurrentDictionary<(ulong Account, TimeSpan Window), (QuotaStanding Standing, long Stamp)> _known = [];

    public void Note(IReadOnlyList<Level> levels, IReadOnlyList<QuotaStanding> standings)
    {
        if (_known.Count > Most)
        {
            _known.Clear();
        }

        var i = 0;
        foreach (var level in standings.Count == 0 ? [] : levels)
        {
            foreach (var quota in level.Limits.Subjects)
            {
                _known[(level.Key, quota.Window)] = (standings[i++], time.GetTimestamp());
            }
        }
    }

    public IReadOnlyList<QuotaStanding> Of(IReadOnlyList<Level> levels)
    {
        List<QuotaStanding> standings = [];
        foreach (var level in levels)
        {
            foreach (var quota in level.Limits.Subjects)
            {
                standings.Add(Of(level, quota));
            }
        }

        return standings;
    }

    private QuotaStanding Of(Level level, Quota quota)
    {
        return _known.TryGetValue((level.Key, quota.Window), out var known) && known.Standing.Quota == quota && known.Standing.Reset - time.GetElapsedTime(known.Stamp) is { Ticks: > 0 } left
            ? known.Standing with { Reset = left }
            : new(level.Kind, quota, quota.Count, quota.Window);
    }
}
