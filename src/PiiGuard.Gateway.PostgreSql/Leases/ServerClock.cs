using System.Globalization;
using Npgsql;
using PiiGuard.Gateway.Budgets;

namespace PiiGuard.Gateway.PostgreSql.Leases;

/// <summary>Compares the clock of this machine with the server's: what a gateway's own file says was delivered ages by the former while the gateway is down.</summary>
internal static class ServerClock
{
    private const int Skew = 5; // seconds

    /// <exception cref="StoreOpenException">They are further apart than is allowed.</exception>
    public static async Task CompareAsync(NpgsqlConnection connection, TimeProvider time)
    {
        await using var command = new NpgsqlCommand("SELECT wall_clock()", connection); // alone: a turn that is waited for is no skew
        var before = time.GetUtcNow().ToUnixTimeSeconds();
        var server = (long)(await command.ExecuteScalarAsync())!;
        var (ahead, behind) = (before - server, server - time.GetUtcNow().ToUnixTimeSeconds());
        if (Math.Max(ahead, behind) > Skew)
        {
            throw new StoreOpenException(string.Create(
                CultureInfo.InvariantCulture,
                $"PiiGuard:Store:Mode: Leased: the clock of this machine is {Math.Max(ahead, behind)} s {(ahead > behind ? "ahead of" : "behind")} that of the database; {Skew} s are allowed"));
        }
    }
}
