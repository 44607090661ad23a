using Npgsql;
using PiiGuard.Gateway.Budgets;

namespace PiiGuard.Gateway.PostgreSql;

/// <summary>Reads what the server says of a charge.</summary>
internal static class ChargeAnswer
{
    private const int RingPlaces = 65; // of a window, in the schema

    /// <summary>What became of a charge: the row that the schema's <c>charge</c> gives.</summary>
    public static ChargeResult Of(Charge charge, NpgsqlDataReader reader)
    {
        var granted = reader.GetFieldValue<long[]>(2);
        var spent = reader.GetFieldValue<long[]>(4);
        var present = reader.GetFieldValue<long[]>(5);
        var ring = reader.GetFieldValue<int[]>(6);
        List<QuotaStanding> standings = [];
        foreach (var level in charge.Levels)
        {
            foreach (var quota in level.Limits.Subjects)
            {
                var i = standings.Count;
                standings.Add(new(level.Kind, quota, (int)Math.Max(0, quota.Count - spent[i]), TimeSpan.FromSeconds(ResetOf((long)quota.Window.TotalSeconds, present[i], ring.AsSpan(i * RingPlaces, RingPlaces), reader.GetInt64(0)))));
            }
        }

        var exceeded = reader.IsDBNull(1) ? null : standings[reader.GetInt32(1) - 1];
        var surplus = exceeded is null ? [] : charge.Subjects.Except(granted.Select(s => (ulong)s)).ToHashSet();
        return new()
        {
            IsGranted = exceeded is null || charge.Partly,
            New = [.. reader.GetFieldValue<long[]>(3).Select(s => (ulong)s)],
            Exceeded = exceeded,
            Surplus = surplus,
            LeftOut = exceeded is null || charge.Entry is null ? [] : charge.Partly ? surplus : [.. charge.Entry.Subjects],
            Standings = standings,
        };
    }

    /// <summary>When the first sub-bucket that holds anything leaves the window, from now.</summary>
    private static long ResetOf(long seconds, long present, ReadOnlySpan<int> ring, long now)
    {
        var bucket = (seconds + 63) / 64;
        var size = (seconds + bucket - 1) / bucket + 1;
        for (var step = 1; step <= size; step++)
        {
            if (present - size + step >= 0 && ring[(int)((present - size + step) % size)] > 0)
            {
                return (present + step) * bucket - now;
            }
        }

        return seconds;
    }
}
