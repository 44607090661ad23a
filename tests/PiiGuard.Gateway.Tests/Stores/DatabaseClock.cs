using System.Globalization;
using Npgsql;

namespace PiiGuard.Gateway.Tests.Stores;

/// <summary>Sets the clock of a database with PiiGuard's schema by hand, so that a trace over minutes takes none.</summary>
internal sealed class DatabaseClock : IAsyncDisposable
{
    private DatabaseClock(NpgsqlConnection connection) => Connection = connection;

    public NpgsqlConnection Connection { get; }

    public static async Task<DatabaseClock> SetAsync(string database)
    {
        var connection = new NpgsqlConnection(database + ";Search Path=piiguard;Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var clock = new DatabaseClock(connection);
        clock.Run("CREATE TABLE manual(at bigint); INSERT INTO manual VALUES(1000000); CREATE OR REPLACE FUNCTION wall_clock() RETURNS bigint LANGUAGE sql AS $$ SELECT at FROM manual $$");
        return clock;
    }

    public void Advance(TimeSpan by) => Run(string.Create(CultureInfo.InvariantCulture, $"UPDATE manual SET at = at + {by.TotalSeconds}"));

    public DateTimeOffset Now()
    {
        using var command = new NpgsqlCommand("SELECT at FROM manual", Connection);
        return DateTimeOffset.FromUnixTimeSeconds((long)command.ExecuteScalar()!);
    }

    public void Run(string sql)
    {
        using var command = new NpgsqlCommand(sql, Connection);
        command.ExecuteNonQuery();
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
