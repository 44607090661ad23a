using System.Net.Sockets;
using Npgsql;
using PiiGuard.Gateway.Budgets;

namespace PiiGuard.Gateway.PostgreSql;

/// <summary>Opens the ledger beside the gateways that write it.</summary>
internal static class PostgreSqlLedger
{
    /// <summary>Finds out whether the windows hold what was received: they decide what may still be.</summary>
    public static List<string> WrongWindows(NpgsqlConnection connection)
    {
        List<string> problems = [];
        using var command = new NpgsqlCommand("SELECT account FROM wrong_windows() LIMIT 100", connection);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            problems.Add($"The windows of account {reader.GetInt64(0):x16} do not hold what was received.");
        }

        return problems;
    }

    /// <summary>The gateways that lease, each with its number of entries: what they delivered stands in files of their own.</summary>
    public static List<(string Node, long Entries)> Lessees(NpgsqlConnection connection)
    {
        List<(string, long)> lessees = [];
        using var command = new NpgsqlCommand("SELECT node, entries FROM lessees ORDER BY node, lessee", connection);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            lessees.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        return lessees;
    }

    /// <summary>Connects and reads the ledger as it is now: what is written meanwhile is not seen.</summary>
    /// <exception cref="StoreOpenException">It cannot be read.</exception>
    public static NpgsqlConnection OpenToRead(string connectionString)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = new(new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = PostgreSqlSchema.Name, Pooling = false, CommandTimeout = 0 }.ToString());
            connection.Open();
            using var begin = new NpgsqlCommand("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", connection);
            begin.ExecuteNonQuery();
            PostgreSqlSchema.Require(connection);
            return connection;
        }
        catch (ArgumentException)
        {
            // Its message may hold a piece of the password.
            throw new StoreOpenException("The database cannot be read: this is not a connection string such as 'Host=db;Database=piiguard;Username=reader'.");
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException)
        {
            connection?.Dispose();
            throw new StoreOpenException($"The database cannot be read: {e.Message}", e);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }
}
